using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Puts a portfolio before the Board.</summary>
public sealed class AdoptPortfolio(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.AdoptPortfolioResponse> HandleAsync(
        V1.AdoptPortfolioRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var callId = check.Id("call_id", request.CallId);
        var terms = check.Read(request.Terms);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var call = await db.LockCallAsync(callId, token);
                var now = time.GetUtcNow();
                call.RequireClosed(now, "propose a portfolio");
                var result = await db.SelectAsync(call, terms, token);
                db.Add(new AdoptedPortfolio(callId, result, caller.Subject, now));
                var recused = await db.RecusedFromAsync(caller, token);
                return new V1.AdoptPortfolioResponse { Portfolio = result.ToWire(recused, now) };
            },
            cancellationToken
        );
    }
}
