using Fund.Donations.V1;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Carries a change of an envelope to its end, or takes it back. Safe to run again at any point.</summary>
public sealed class CarryOutEnvelope(GrantCallsDb db, DonationsService.DonationsServiceClient donations)
{
    /// <summary>Does what is left to do for a call; nothing when its envelope is not being changed.</summary>
    /// <exception cref="RefusedException">The donations service refused; the envelope is as it was.</exception>
    public async Task RunAsync(Guid callId, CancellationToken cancellationToken)
    {
        var call = await db.Calls.AsNoTracking().SingleAsync(row => row.Id == callId, cancellationToken);
        if (call.EnvelopeChanging is not { } change)
        {
            return;
        }

        try
        {
            await donations.ChangeReservationAsync(
                new ChangeReservationRequest
                {
                    RequestId = $"envelope-{callId:D}-{change.Number}",
                    CallId = callId.ToWire(),
                    Envelope = Money.UsdCents(change.ToUsdCents).ToWire(),
                    Number = change.Number,
                },
                cancellationToken: cancellationToken
            );
        }
        catch (RpcException e) when (e.Decided() is { } refusal)
        {
            await EndAsync(callId, change, row => row.KeepEnvelope(), cancellationToken);
            throw refusal.AsException();
        }

        await EndAsync(callId, change, row => row.FinishEnvelope(), cancellationToken);
    }

    private async Task EndAsync(
        Guid callId,
        EnvelopeChange change,
        Action<Call> end,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var call = await db.LockCallAsync(callId, cancellationToken);
        if (call.EnvelopeChanging == change)
        {
            end(call);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }
}
