using System.Collections.Concurrent;
using Fund.Donations.Domain;
using Fund.Hosting;
using Fund.Kernel;
using Npgsql;

namespace Fund.Donations.Persistence.Recording;

/// <summary>
/// Records contributions of many requests in one transaction, because the database's commit is what limits how many
/// can be recorded. While one group commits the next gathers; each is answered only after its commit, and one that
/// cannot be written does not harm the others. See services/decisions/0008-contributions-are-committed-in-groups.md.
/// </summary>
public sealed class ContributionWriter(
    NpgsqlDataSource source,
    RecordingReferences references,
    TimeProvider clock,
    AuditTrail trail,
    IOutboxWake relay
)
{
    /// <summary>Most contributions of one group: more would only let the first ones wait.</summary>
    private const int MostAtOnce = 256;

    /// <summary>Groups at once: one is prepared while the other waits for the disk.</summary>
    private const int Writers = 2;

    /// <summary>How often a group is tried again without what stood in its way, before each goes alone.</summary>
    private const int Tries = 3;

    private readonly ConcurrentQueue<PendingContribution> _waiting = new();
    private int _running;

    /// <summary>Records a contribution once, however often the request comes.</summary>
    /// <exception cref="RefusedException">NOT_FOUND for the donor or pledge, a pledge's own refusals,
    /// REQUEST_ID_REUSED.</exception>
    public Task<V1.RecordContributionResponse> WriteAsync(
        NewContribution contribution,
        Caller caller,
        string requestId,
        byte[] inputHash,
        CancellationToken cancellationToken
    )
    {
        var line = trail.Line(AuditCall.Current) with { RequestId = requestId };
        var pending = new PendingContribution(contribution, new RequestKey(caller.Subject, requestId), inputHash, line);
        _waiting.Enqueue(pending);
        StartIfNeeded();

        // Whoever gives up waiting does not take the contribution back: repeating the request tells what became of it.
        return pending.Answer.WaitAsync(cancellationToken);
    }

    private void StartIfNeeded()
    {
        var running = Volatile.Read(ref _running);
        while (running < Writers)
        {
            var seen = Interlocked.CompareExchange(ref _running, running + 1, running);
            if (seen == running)
            {
                // Unsafe: the writer works for everybody and must not run in the context of one request.
                ThreadPool.UnsafeQueueUserWorkItem(static writer => _ = writer.RunAsync(), this, preferLocal: false);
                return;
            }

            running = seen;
        }
    }

    private async Task RunAsync()
    {
        while (Gather() is { Count: > 0 } group)
        {
            await WriteGroupAsync(group);
        }

        Interlocked.Decrement(ref _running);
        if (!_waiting.IsEmpty)
        {
            StartIfNeeded();
        }
    }

    /// <summary>What waits now, each request once.</summary>
    private List<PendingContribution> Gather()
    {
        var group = new Dictionary<RequestKey, PendingContribution>();
        while (group.Count < MostAtOnce && _waiting.TryDequeue(out var pending))
        {
            if (!group.TryAdd(pending.Key, pending))
            {
                group[pending.Key].Share(pending);
            }
        }

        // In the order of their keys, so that two groups with the same requests never wait for each other in a circle.
        return
        [
            .. group
                .Values.OrderBy(pending => pending.Key.Caller, StringComparer.Ordinal)
                .ThenBy(pending => pending.Key.RequestId, StringComparer.Ordinal),
        ];
    }

    /// <summary>Answers every one of the group, whatever happens.</summary>
    private async Task WriteGroupAsync(List<PendingContribution> group)
    {
        try
        {
            for (var i = 0; i < Tries && group.Count > 0; i++)
            {
                if (await TryAsync(group))
                {
                    return;
                }

                group = [.. group.Where(pending => !pending.IsAnswered)];
            }
        }
        catch (Exception e) when (!IsOfOne(e))
        {
            // The database cannot be reached, or we are at fault: nobody's own, so everybody's.
            FailAll(group, e);
            return;
        }
        catch (PostgresException)
        {
            // Alone, each gets what is its own.
        }

        await WriteOneByOneAsync(group);
    }

    /// <summary>True when the database refused one of the group, or two groups stood in each other's way.</summary>
    private static bool IsOfOne(Exception e) =>
        e
            is PostgresException
                and (
                    { IsTransient: false }
                    or { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure }
                );

    private async Task WriteOneByOneAsync(List<PendingContribution> group)
    {
        foreach (var pending in group.Where(pending => !pending.IsAnswered))
        {
            try
            {
                List<PendingContribution> alone = [pending];
                for (var i = 0; i < Tries && !await TryAsync(alone) && !pending.IsAnswered; i++) { }

                if (!pending.IsAnswered)
                {
                    FailAll(alone, Refusals.ChangedMeanwhile("reference data").AsException());
                }
            }
            catch (Exception e)
            {
                FailAll([pending], e);
            }
        }
    }

    /// <summary>
    /// Writes those not answered yet. False when something stood in the way that is out of it now: requests carried
    /// out before are answered, changed rates are read again.
    /// </summary>
    private async Task<bool> TryAsync(List<PendingContribution> group)
    {
        await using var connection = await source.OpenConnectionAsync();
        var batch = new ContributionBatch(connection, clock);
        var known = await references.ForAsync(connection, group, Refuse);
        var written = group.Where(pending => !pending.IsAnswered).ToList();
        if (written.Count == 0)
        {
            return true;
        }

        try
        {
            var responses = await batch.WriteAsync(written, known, Refuse);
            relay.Wake();
            foreach (var (pending, response) in responses)
            {
                pending.Succeed(response);
            }

            return true;
        }
        catch (PostgresException e) when (e.SqlState == ContributionBatch.ReferencesChanged)
        {
            references.Forget();
            return false;
        }
        catch (PostgresException e)
            when (e is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: ContributionBatch.RequestsKey })
        {
            await EarlierAnswers.GiveAsync(connection, written, Refuse);
            return false;
        }
    }

    private void Refuse(PendingContribution pending, Exception reason) => FailAll([pending], reason);

    private void FailAll(IEnumerable<PendingContribution> group, Exception reason)
    {
        foreach (var pending in group.Where(pending => !pending.IsAnswered).ToList())
        {
            foreach (var untried in pending.Fail(reason))
            {
                _waiting.Enqueue(untried);
            }
        }
    }
}
