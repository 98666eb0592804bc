using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>The best portfolio of a closed call on the terms given; nothing is stored.</summary>
public sealed class PreviewPortfolio(GrantCallsDb db, TimeProvider time)
{
    public async Task<V1.PreviewPortfolioResponse> HandleAsync(
        V1.PreviewPortfolioRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var callId = check.Id("call_id", request.CallId);
        var terms = check.Read(request.Terms);
        check.ThrowIfAny();
        var recused = await db.RecusedFromAsync(caller, cancellationToken);
        if (terms.Amounts.Keys.FirstOrDefault(recused.Contains) is var hidden && hidden != Guid.Empty)
        {
            throw Refusals.NotFound("proposal", hidden.ToWire()).AsException();
        }

        var call =
            await db.Calls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == callId, cancellationToken)
            ?? throw Refusals.NotFound("call", request.CallId).AsException();
        call.RequireClosed(time.GetUtcNow(), "propose a portfolio");
        var result = await db.SelectAsync(call, terms, cancellationToken);
        return new V1.PreviewPortfolioResponse { Portfolio = result.ToWire(recused, null) };
    }
}
