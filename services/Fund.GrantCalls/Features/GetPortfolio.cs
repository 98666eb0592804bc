using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>The portfolio that is before the Board.</summary>
public sealed class GetPortfolio(GrantCallsDb db, TimeProvider time)
{
    public async Task<V1.GetPortfolioResponse> HandleAsync(
        V1.GetPortfolioRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var callId = request.CallId.ToId("call_id");
        var call =
            await db.Calls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == callId, cancellationToken)
            ?? throw Refusals.NotFound("call", request.CallId).AsException();
        call.RequireUnsealed(time.GetUtcNow());
        var adopted = await db
            .AdoptedPortfolios.AsNoTracking()
            .Where(row => row.CallId == callId)
            .OrderByDescending(row => row.Id)
            .FirstOrDefaultAsync(cancellationToken);
        var recused = await db.RecusedFromAsync(caller, cancellationToken);
        return new V1.GetPortfolioResponse
        {
            Portfolio = adopted?.Result.ToWire(recused, adopted.AdoptedAt) ?? new V1.Portfolio(),
        };
    }
}
