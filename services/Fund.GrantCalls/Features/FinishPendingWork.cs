using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Finishes what a crash or an unreachable donations service left half done: publications, changes of
/// envelopes, awards, and envelopes to give back. One that fails does not keep the others waiting; it is tried again at the next turn.
/// </summary>
public sealed partial class FinishPendingWork(
    GrantCallsDb db,
    CarryOutPublication publication,
    CarryOutEnvelope envelope,
    CarryOutAward award,
    ReleaseRemainder release,
    Turns turns,
    ILogger<FinishPendingWork> log
) : IClockWork
{
    /// <summary>Most pieces of one kind in one turn.</summary>
    private const int Batch = 100;

    public static string Name => "grantcalls.finish-pending-work";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var publishing = await db
            .Calls.Where(call => call.Stage == CallStage.Publishing)
            .OrderBy(call => call.Id)
            .Select(call => call.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        foreach (var id in publishing)
        {
            await TryAsync("publication", id, id, publication.RunAsync, cancellationToken);
        }

        var changing = await db
            .Calls.Where(call => call.EnvelopeChanging != null)
            .OrderBy(call => call.Id)
            .Select(call => call.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        foreach (var id in changing)
        {
            await TryAsync("change of the envelope", id, id, envelope.RunAsync, cancellationToken);
        }

        var committing = await db
            .Awards.Where(row => row.State == AwardState.Committing)
            .OrderBy(row => row.Id)
            .Select(row => new { row.Id, row.ProposalId })
            .Take(Batch)
            .ToListAsync(cancellationToken);
        foreach (var row in committing)
        {
            await TryAsync("award", row.Id, row.ProposalId, award.RunAsync, cancellationToken);
        }

        var ended = await db
            .Calls.Where(call => call.ReleasePending)
            .OrderBy(call => call.Id)
            .Select(call => call.Id)
            .Take(Batch)
            .ToListAsync(cancellationToken);
        foreach (var id in ended)
        {
            await TryAsync("release", id, id, release.RunAsync, cancellationToken);
        }
    }

    private async Task TryAsync(
        string what,
        Guid id,
        Guid turnOf,
        Func<Guid, CancellationToken, Task> work,
        CancellationToken cancellationToken
    )
    {
        try
        {
            // Somebody is at it right now: the request itself, or another instance.
            await using var turn = await turns.TryTakeAsync(turnOf, cancellationToken);
            if (turn is not null)
            {
                db.ChangeTracker.Clear();
                await work(id, cancellationToken);
            }
        }
        catch (RefusedException e)
        {
            LogRefused(what, id, e.Refusal.Reason);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(e, what, id);
        }
    }

    [LoggerMessage(LogLevel.Information, "The {What} {Id} was refused ({Reason}) and undone")]
    private partial void LogRefused(string what, Guid id, string reason);

    [LoggerMessage(LogLevel.Warning, "The {What} {Id} could not be finished yet")]
    private partial void LogFailed(Exception exception, string what, Guid id);
}
