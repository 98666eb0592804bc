using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>One line of a ledger transaction: debit above zero, credit below zero.</summary>
public readonly record struct LedgerLine(string Account, Money Amount);

/// <summary>
/// Lines that belong together and sum to zero in every currency. Never changed once posted: a correction is another
/// transaction that names this one. The database checks the same again.
/// </summary>
public sealed class LedgerTransaction
{
    private LedgerTransaction(
        string kind,
        Guid causeId,
        DateOnly entryDate,
        IReadOnlyList<LedgerLine> lines,
        Guid? corrects
    )
    {
        Id = OrderedIds.Next();
        Kind = kind;
        CauseId = causeId;
        EntryDate = entryDate;
        Lines = lines;
        Corrects = corrects;
    }

    public Guid Id { get; }

    /// <summary>One of <see cref="EntryKinds"/>.</summary>
    public string Kind { get; }

    /// <summary>Contribution, call, award, instalment or published total that caused it.</summary>
    public Guid CauseId { get; }

    /// <summary>Date it counts for.</summary>
    public DateOnly EntryDate { get; }

    /// <summary>Transaction that this one corrects, if any.</summary>
    public Guid? Corrects { get; }

    public IReadOnlyList<LedgerLine> Lines { get; }

    /// <summary>Takes a posted transaction back, line by line.</summary>
    /// <param name="reversed">The transaction that is taken back.</param>
    /// <param name="causeId">What caused it.</param>
    /// <param name="on">Day of the reversal.</param>
    /// <param name="posted">Its lines as they were posted.</param>
    public static LedgerTransaction Reversal(
        Guid reversed,
        Guid causeId,
        DateOnly on,
        IEnumerable<LedgerLine> posted
    ) =>
        new(
            EntryKinds.Reversal,
            causeId,
            on,
            [.. posted.Select(line => line with { Amount = -line.Amount })],
            reversed
        );

    /// <summary>
    /// Moves amounts from one account to another, each move in one currency; moves of nothing are left out.
    /// </summary>
    /// <returns>Null when nothing moves.</returns>
    public static LedgerTransaction? Moving(
        string kind,
        Guid causeId,
        DateOnly entryDate,
        Guid? corrects,
        params ReadOnlySpan<(string Debit, string Credit, Money Amount)> moves
    )
    {
        var lines = new List<LedgerLine>(moves.Length * 2);
        foreach (var (debit, credit, amount) in moves)
        {
            if (!amount.IsZero)
            {
                lines.Add(new LedgerLine(debit, amount));
                lines.Add(new LedgerLine(credit, -amount));
            }
        }

        return lines.Count == 0 ? null : new LedgerTransaction(kind, causeId, entryDate, lines, corrects);
    }
}
