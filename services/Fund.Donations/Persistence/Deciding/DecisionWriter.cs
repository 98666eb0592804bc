using System.Collections.Concurrent;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf;
using Npgsql;

namespace Fund.Donations.Persistence.Deciding;

/// <summary>
/// Decides who gets money, many requests in one transaction: the lock on the totals lets one decide at a time, so all
/// that wait are decided at once, in the order they came, over the same figures in memory. Each is answered only after
/// the commit; what is refused leaves nothing and harms nobody. See
/// services/decisions/0027-decisions-over-money-are-made-in-groups.md.
/// </summary>
public sealed class DecisionWriter(NpgsqlDataSource source, TimeProvider clock, AuditTrail trail)
{
    /// <summary>Most decisions of one group: more would only let the first ones wait.</summary>
    private const int MostAtOnce = 512;

    private readonly ConcurrentQueue<PendingDecision> _waiting = new();
    private int _running;

    /// <summary>Decides once, however often the request comes.</summary>
    /// <exception cref="RefusedException">Whatever the decision refuses; REQUEST_ID_REUSED.</exception>
    public Task<TResponse> DecideAsync<TResponse>(
        IDecision<TResponse> decision,
        Caller caller,
        string requestId,
        IMessage request,
        CancellationToken cancellationToken
    )
        where TResponse : IMessage<TResponse>, new()
    {
        RequestIds.Require(requestId);
        var pending = new PendingDecision<TResponse>(
            decision,
            new RequestKey(caller.Subject, requestId),
            request.Descriptor.FullName,
            RequestIds.HashOf(request),
            trail.Line(AuditCall.Current) with
            {
                RequestId = requestId,
            }
        );
        _waiting.Enqueue(pending);
        StartIfNeeded();

        // Whoever gives up waiting does not take the decision back: repeating the request tells what became of it.
        return pending.Answer.WaitAsync(cancellationToken);
    }

    private void StartIfNeeded()
    {
        if (Interlocked.CompareExchange(ref _running, 1, 0) == 0)
        {
            // Unsafe: it works for everybody and must not run in the context of one request.
            ThreadPool.UnsafeQueueUserWorkItem(static writer => _ = writer.RunAsync(), this, preferLocal: false);
        }
    }

    private async Task RunAsync()
    {
        while (Gather() is { Count: > 0 } group)
        {
            await CarryOutAsync(group);
        }

        // A full fence: whoever enqueues now either sees that nobody runs, or is seen here.
        Interlocked.Exchange(ref _running, 0);
        if (!_waiting.IsEmpty)
        {
            StartIfNeeded();
        }
    }

    private List<PendingDecision> Gather()
    {
        var group = new List<PendingDecision>();
        while (group.Count < MostAtOnce && _waiting.TryDequeue(out var pending))
        {
            group.Add(pending);
        }

        return group;
    }

    /// <summary>Answers every one of the group, whatever happens.</summary>
    private async Task CarryOutAsync(List<PendingDecision> group)
    {
        try
        {
            await TryAsync(group);
        }
        catch (PostgresException e)
            when (group.Count > 1 && e is { IsTransient: false } or { SqlState: PostgresErrorCodes.DeadlockDetected })
        {
            // The database refused something of the group as a whole. Alone, each gets what is its own.
            foreach (var pending in group.Where(pending => !pending.IsAnswered))
            {
                await CarryOutAsync([pending]);
            }
        }
        catch (Exception e)
        {
            // Nothing was committed, or nobody knows: repeating the request tells.
            foreach (var pending in group.Where(pending => !pending.IsAnswered))
            {
                pending.Fail(e);
            }
        }
    }

    private async Task TryAsync(List<PendingDecision> group)
    {
        await using var connection = await source.OpenConnectionAsync();
        var refused = new List<(PendingDecision Pending, Exception Reason)>();
        var answers = await new DecisionBatch(connection, clock).CarryOutAsync(
            group,
            (pending, reason) => refused.Add((pending, reason))
        );

        // Refusals too only after the commit: they were decided over what the others of the group took.
        foreach (var (pending, response) in answers)
        {
            pending.Succeed(response);
        }

        foreach (var (pending, reason) in refused)
        {
            pending.Fail(reason);
        }
    }
}
