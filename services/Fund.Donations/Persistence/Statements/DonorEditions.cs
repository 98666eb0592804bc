using System.Collections.Concurrent;
using Npgsql;

namespace Fund.Donations.Persistence.Statements;

/// <summary>
/// What tells one state of everything a donor's statements are made of from every other.
/// </summary>
/// <param name="DonorId">The donor, and for a merged duplicate the one that it is now.</param>
/// <param name="Mark">Another one after every change.</param>
public readonly record struct DonorEdition(Guid DonorId, long Mark);

/// <summary>
/// Asks the database which edition of a donor is the newest, for all who wait in one round trip: far less than reading a
/// statement anew, and it sees whatever any process has committed before it was asked. See
/// services/decisions/0035-kept-statements.md.
/// </summary>
public sealed class DonorEditions(NpgsqlDataSource source)
{
    /// <summary>Most donors of one round trip: more would only let the first ones wait.</summary>
    private const int MostAtOnce = 256;

    // xmin is the transaction that wrote a row as it is, so no change of any column can leave the mark as it was, and
    // whoever writes need not know of it. A changed value of a contribution changes the contribution's own row too.
    private const string Newest = """
        select asked.id, d.id, uuid_hash_extended(d.id, d.xmin::text::bigint)
            # coalesce((
                select bit_xor(uuid_hash_extended(c.id, c.xmin::text::bigint))
                from contributions c where c.donor_id = d.id), 0)
            # coalesce((
                select bit_xor(uuid_hash_extended(p.id, p.xmin::text::bigint))
                from pledges p where p.donor_id = d.id), 0)
            # coalesce((
                select bit_xor(uuid_hash_extended(g.id, g.xmin::text::bigint))
                from in_kind_gifts g where g.donor_id = d.id), 0)
        from unnest($1) asked(id)
        join donors a on a.id = asked.id
        join donors d on d.id = coalesce(a.merged_into, a.id)
        """;

    private readonly ConcurrentQueue<Question> _waiting = new();
    private int _running;

    /// <summary>The newest edition of a donor; null when there is no such donor.</summary>
    public Task<DonorEdition?> OfAsync(Guid donorId, CancellationToken cancellationToken)
    {
        var question = new Question(donorId);
        _waiting.Enqueue(question);
        StartIfNeeded();
        return question.Task.WaitAsync(cancellationToken);
    }

    private void StartIfNeeded()
    {
        if (Interlocked.CompareExchange(ref _running, 1, 0) == 0)
        {
            // Unsafe: it reads for everybody and must not run in the context of one request.
            ThreadPool.UnsafeQueueUserWorkItem(static editions => _ = editions.RunAsync(), this, preferLocal: false);
        }
    }

    private async Task RunAsync()
    {
        var group = Gather();
        try
        {
            // One connection for as long as somebody waits: giving it back costs the database as much as a question.
            await using var connection = await source.OpenConnectionAsync();
            for (; group.Count > 0; group = Gather())
            {
                var editions = await ReadAsync(connection, group);

                // All of the group on one thread, while the next group is asked for.
                ThreadPool.UnsafeQueueUserWorkItem(Answer, (group, editions), preferLocal: false);
            }
        }
        catch (Exception e)
        {
            // The database cannot be asked: nobody's own trouble, so everybody's.
            foreach (var question in group)
            {
                question.SetException(e);
            }
        }

        // A full fence: whoever enqueues now either sees that nobody runs, or is seen here.
        Interlocked.Exchange(ref _running, 0);
        if (!_waiting.IsEmpty)
        {
            StartIfNeeded();
        }
    }

    /// <summary>Those who wait now. What they are told was committed before, or while, they asked.</summary>
    private List<Question> Gather()
    {
        var group = new List<Question>();
        while (group.Count < MostAtOnce && _waiting.TryDequeue(out var question))
        {
            group.Add(question);
        }

        return group;
    }

    private static async Task<Dictionary<Guid, DonorEdition>> ReadAsync(
        NpgsqlConnection connection,
        List<Question> group
    )
    {
        Guid[] donors = [.. group.Select(question => question.DonorId).Distinct()];
        var editions = new Dictionary<Guid, DonorEdition>(donors.Length);
        await using var command = new NpgsqlCommand(Newest, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = donors });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            editions.Add(reader.GetGuid(0), new DonorEdition(reader.GetGuid(1), reader.GetInt64(2)));
        }

        return editions;
    }

    private static void Answer((List<Question> Group, Dictionary<Guid, DonorEdition> Editions) answered)
    {
        foreach (var question in answered.Group)
        {
            question.SetResult(answered.Editions.TryGetValue(question.DonorId, out var edition) ? edition : null);
        }
    }

    /// <summary>Which donor is asked for, and whoever waits for the answer.</summary>
    private sealed class Question(Guid donorId) : TaskCompletionSource<DonorEdition?>
    {
        public Guid DonorId { get; } = donorId;
    }
}
