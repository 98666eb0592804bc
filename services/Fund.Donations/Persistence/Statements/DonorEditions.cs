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
public sealed class DonorEditions(NpgsqlDataSource source) : IDisposable
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

    /// <summary>How long the connection is kept for the next question: taking it anew costs as much as a question.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly BlockingCollection<Question> _waiting = [];
    private int _started;

    /// <summary>The newest edition of a donor; null when there is no such donor.</summary>
    public Task<DonorEdition?> OfAsync(Guid donorId, CancellationToken cancellationToken)
    {
        var question = new Question(donorId);
        _waiting.Add(question, CancellationToken.None);
        StartIfNeeded();
        return question.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Nobody asks any more.</summary>
    public void Dispose() => _waiting.CompleteAdding();

    /// <summary>
    /// A thread that waits for the database by itself: between two short answers the thread pool would spend more time
    /// on finding somebody to go on than on the answers.
    /// </summary>
    private void StartIfNeeded()
    {
        if (Volatile.Read(ref _started) == 0 && Interlocked.Exchange(ref _started, 1) == 0)
        {
            new Thread(Run) { IsBackground = true, Name = "donor editions" }.UnsafeStart();
        }
    }

    private void Run()
    {
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            var group = Gather(first);
            try
            {
                using var connection = source.OpenConnection();
                while (group.Count > 0)
                {
                    var editions = Read(connection, group);

                    // All of the group on one thread, while the next group is asked for.
                    ThreadPool.UnsafeQueueUserWorkItem(Answer, (group, editions), preferLocal: false);
                    group = _waiting.TryTake(out var next, Patience) ? Gather(next) : [];
                }
            }
            catch (Exception e)
            {
                // The database cannot be asked: nobody's own trouble, so everybody's.
                foreach (var question in group)
                {
                    question.TrySetException(e);
                }
            }
        }
    }

    /// <summary>Those who wait now. What they are told was committed before, or while, they asked.</summary>
    private List<Question> Gather(Question first)
    {
        List<Question> group = [first];
        while (group.Count < MostAtOnce && _waiting.TryTake(out var question))
        {
            group.Add(question);
        }

        return group;
    }

    private static Dictionary<Guid, DonorEdition> Read(NpgsqlConnection connection, List<Question> group)
    {
        Guid[] donors = [.. group.Select(question => question.DonorId).Distinct()];
        var editions = new Dictionary<Guid, DonorEdition>(donors.Length);
        using var command = new NpgsqlCommand(Newest, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = donors });
        using var reader = command.ExecuteReader();
        while (reader.Read())
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
