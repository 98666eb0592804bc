using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Calls, newest first; the public sees published ones only.</summary>
public sealed class ListCalls(GrantCallsDb db, TimeProvider time)
{
    public async Task<V1.ListCallsResponse> HandleAsync(
        V1.ListCallsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        check.OptionalChoice("state", request.State);
        check.ThrowIfAny();
        var page = Page.Of(request.Page);
        var now = time.GetUtcNow();
        var calls = InState(db.Calls.AsNoTracking(), request.State, now);
        if (!caller.MaySeeDrafts())
        {
            calls = calls.Where(call => call.PublishedAt != null);
        }

        var result = await page.NewestFirstAsync(calls, call => call.Id, cancellationToken);
        var response = new V1.ListCallsResponse { Page = result.ToWire() };
        response.Calls.AddRange(result.Items.Select(call => call.ToWire(now)));
        return response;
    }

    /// <summary>The stored stage and the clock together, as in <see cref="Call.StateAt"/>.</summary>
    private static IQueryable<Call> InState(IQueryable<Call> calls, V1.CallState state, DateTimeOffset now) =>
        state switch
        {
            V1.CallState.Unspecified => calls,
            V1.CallState.Published => Published(calls).Where(call => call.OpensAt > now && call.ClosesAt > now),
            V1.CallState.Open => Published(calls).Where(call => call.OpensAt <= now && call.ClosesAt > now),
            V1.CallState.Closed => Published(calls).Where(call => call.ClosesAt <= now),
            _ => OfStage(calls, Enum.Parse<CallStage>(state.ToString())),
        };

    private static IQueryable<Call> Published(IQueryable<Call> calls) => OfStage(calls, CallStage.Published);

    private static IQueryable<Call> OfStage(IQueryable<Call> calls, CallStage stage) =>
        calls.Where(call => call.Stage == stage);
}
