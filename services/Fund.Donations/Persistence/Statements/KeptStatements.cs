using Microsoft.Extensions.Caching.Memory;

namespace Fund.Donations.Persistence.Statements;

/// <summary>
/// Statements as they were answered, each with the edition of the donor it was made of. One that is of another edition
/// is never given; it is made anew. See services/decisions/0035-kept-statements.md.
/// </summary>
public sealed class KeptStatements : IDisposable
{
    /// <summary>Lines of all kept statements together: about 20 MB.</summary>
    private const int MostLines = 50_000;

    /// <summary>What a statement weighs beside its lines.</summary>
    private const int Head = 4;

    private static readonly TimeSpan Unasked = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions { SizeLimit = MostLines });

    /// <summary>The answer to a question, if it was given before and would be the same now.</summary>
    internal V1.GetDonorStatementResponse? Find(StatementKey key, DonorEdition edition) =>
        _kept.TryGetValue(key, out Kept? kept) && kept!.Edition == edition ? kept.Answer : null;

    /// <summary>Keeps an answer. Nobody may change it any more.</summary>
    internal void Keep(StatementKey key, DonorEdition edition, V1.GetDonorStatementResponse answer)
    {
        using var entry = _kept.CreateEntry(key);
        entry.Size = Head + answer.Statement.Lines.Count + answer.Statement.InKind.Count;
        entry.SlidingExpiration = Unasked;
        entry.Value = new Kept(edition, answer);
    }

    public void Dispose() => _kept.Dispose();

    private sealed record Kept(DonorEdition Edition, V1.GetDonorStatementResponse Answer);
}

/// <summary>A question for a statement: the donor as it is now, the range, and the language as it was asked for.</summary>
internal readonly record struct StatementKey(Guid DonorId, DateOnly From, DateOnly To, string Language);
