using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Raises or lowers the envelope of a running call. The change is stored as begun, the donations service changes the
/// reservation, and the envelope is the new one, or the old one again with the refusal. A crash at any point leaves the
/// change begun, which the same request or the clock carries on; donations makes it once per number whoever asks.
/// </summary>
public sealed class ChangeEnvelope(GrantCallsDb db, CarryOutEnvelope carryOut, Turns turns, TimeProvider time)
{
    public async Task<V1.ChangeEnvelopeResponse> HandleAsync(
        V1.ChangeEnvelopeRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("call_id", request.CallId);
        var envelope = check.Usd("envelope", request.Envelope);
        var reason = check.Text("reason", request.Reason, 500);
        check.ThrowIfAny();
        await using var turn = await turns.TakeAsync(id, cancellationToken);
        var answered = await db.FindAnswerAsync<V1.ChangeEnvelopeRequest, V1.ChangeEnvelopeResponse>(
            caller,
            request.RequestId,
            request,
            cancellationToken
        );
        if (answered is not null)
        {
            return answered;
        }

        await BeginAsync(id, envelope, reason, request, caller, cancellationToken);
        await carryOut.RunAsync(id, cancellationToken);
        return await db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var call = await db.LockCallAsync(id, token);
                return new V1.ChangeEnvelopeResponse { Call = call.ToWire(time.GetUtcNow()) };
            },
            cancellationToken
        );
    }

    /// <summary>Stores the change as begun, or nothing when an earlier attempt of the same request came that far.</summary>
    private async Task BeginAsync(
        Guid id,
        Money envelope,
        string reason,
        V1.ChangeEnvelopeRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var call = await db.LockCallAsync(id, cancellationToken);
        var key = caller.RequestKey(request.RequestId);
        if (call.FindEnvelopeChange(key) is not { } begun)
        {
            call.BeginEnvelope(envelope, reason, request.Version, key, time.GetUtcNow());
        }
        else if (begun.ToUsdCents != envelope.MinorUnits || begun.Reason != reason)
        {
            throw Refusals.RequestIdReused(request.RequestId).AsException();
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }
}
