using Fund.Donations.V1;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Gives what is left of an ended call's envelope back to the fund. Safe to run again at any point.</summary>
public sealed partial class ReleaseRemainder(
    GrantCallsDb db,
    DonationsService.DonationsServiceClient donations,
    ILogger<ReleaseRemainder> log
)
{
    /// <summary>
    /// Tries now. The call has ended whether or not the donations service can be reached, so a failure is logged and
    /// left to the clock.
    /// </summary>
    public async Task TryAsync(Guid callId, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(callId, cancellationToken);
        }
        catch (RpcException e)
        {
            LogLeftToTheClock(callId, e.StatusCode);
        }
    }

    /// <summary>Does what is left to do for a call; nothing when nothing is to be released.</summary>
    public async Task RunAsync(Guid callId, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        if (!await db.Calls.AnyAsync(call => call.Id == callId && call.ReleasePending, cancellationToken))
        {
            return;
        }

        await donations.ReleaseReservationAsync(
            new ReleaseReservationRequest { RequestId = $"release-{callId:D}", CallId = callId.ToWire() },
            cancellationToken: cancellationToken
        );
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var call = await db.LockCallAsync(callId, cancellationToken);
        call.Released();
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The envelope of call {CallId} could not be given back yet ({Status}); the clock work will try again"
    )]
    private partial void LogLeftToTheClock(Guid callId, StatusCode status);
}
