using Fund.Donations.V1;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Carries a call from publishing to published, or back to draft. Safe to run again at any point.</summary>
public sealed class CarryOutPublication(
    GrantCallsDb db,
    DonationsService.DonationsServiceClient donations,
    TimeProvider time
)
{
    /// <summary>Does what is left to do for a call; nothing when it is not publishing.</summary>
    /// <exception cref="RefusedException">The donations service refused; the call is a draft again.</exception>
    public async Task RunAsync(Guid callId, CancellationToken cancellationToken)
    {
        var call = await db.Calls.AsNoTracking().SingleAsync(row => row.Id == callId, cancellationToken);
        if (call.Stage != CallStage.Publishing)
        {
            return;
        }

        try
        {
            await donations.ReserveForCallAsync(
                new ReserveForCallRequest
                {
                    RequestId = $"reserve-{callId:D}",
                    CallId = callId.ToWire(),
                    Envelope = call.Envelope.ToWire(),
                },
                cancellationToken: cancellationToken
            );
        }
        catch (RpcException e) when (e.Decided() is { } refusal)
        {
            await MoveAsync(callId, row => row.ReturnToDraft(), cancellationToken);
            throw refusal.AsException();
        }

        await MoveAsync(callId, row => row.FinishPublishing(time.GetUtcNow()), cancellationToken);
    }

    private async Task MoveAsync(Guid callId, Action<Call> move, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var call = await db.LockCallAsync(callId, cancellationToken);
        if (call.Stage == CallStage.Publishing)
        {
            move(call);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }
}
