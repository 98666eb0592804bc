using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>
/// What a reader of bank statements gives, one after the other: for every statement its head, its entries and what was
/// wrong with some, its end.
/// </summary>
public abstract record StatementPart;

/// <summary>A balance as the bank states it.</summary>
/// <param name="Code">OPBD, PRCD, CLBD, ITBD, CLAV, ...</param>
/// <param name="Amount">Signed: below zero when the account is overdrawn.</param>
public sealed record ReadBalance(string Code, string CurrencyCode, decimal Amount, DateOnly? On);

/// <summary>The head of a statement: everything that stands before its entries.</summary>
/// <param name="BankReference">The bank's own id.</param>
/// <param name="Account">Account number without spaces, in capitals.</param>
/// <param name="CurrencyCode">Of the account; may be empty.</param>
/// <param name="ElectronicSequence">The bank's running number per account; 0 when not given.</param>
/// <param name="PageNumber">From 1.</param>
/// <param name="Format">Such as camt.053.001.08, or csv.</param>
/// <param name="Place">Where it begins.</param>
public sealed record StatementHead(
    string BankReference,
    string Account,
    string CurrencyCode,
    long ElectronicSequence,
    int PageNumber,
    DateOnly? From,
    DateOnly? To,
    string Format,
    IReadOnlyList<ReadBalance> Balances,
    FilePlace Place
) : StatementPart;

/// <summary>Something in a row that cannot be taken as it stands; the row's place, what it says and what would do.</summary>
/// <param name="Field">Element or column at fault.</param>
/// <param name="Given">What stands there, cut; never a name or an account number.</param>
/// <param name="Rule">A sentence.</param>
public sealed record RowProblem(FilePlace Place, string Field, string Given, Sentence Rule) : StatementPart;

/// <summary>The end of a statement.</summary>
/// <param name="Warnings">What a person should know of it, apart from its balances.</param>
/// <param name="Balances">What its balances and entries add up to.</param>
/// <param name="Entries">Entries the bank states, however many movements they became.</param>
public sealed record StatementEnd(IReadOnlyList<Sentence> Warnings, BalanceCheck Balances, int Entries) : StatementPart;

/// <summary>A movement as read from a file, before it is known whether it is new.</summary>
public sealed record ReadEntry : StatementPart
{
    /// <summary>Recognises the movement when it comes again; see <see cref="Banking.Fingerprint"/>. Zero when nobody asks.</summary>
    public Guid Fingerprint { get; private set; }

    /// <summary>From now on it is recognised by this.</summary>
    public void RecogniseBy(Guid fingerprint) => Fingerprint = fingerprint;

    /// <summary>Null when the figure cannot be held exactly or its currency is unknown.</summary>
    public required Money? Amount { get; init; }

    public required string CurrencyCode { get; init; }

    /// <summary>The figure as the bank wrote it.</summary>
    public required string RawAmount { get; init; }

    public required bool IsCredit { get; init; }

    public required bool IsReversal { get; init; }

    /// <summary>BOOK, PDNG, INFO or FUTR.</summary>
    public required string Status { get; init; }

    public DateOnly? BookingDate { get; init; }

    public DateOnly? ValueDate { get; init; }

    public string RemitterName { get; init; } = "";

    public string RemitterIban { get; init; } = "";

    /// <summary>Structured reference, end-to-end id and remittance text together.</summary>
    public string Reference { get; init; } = "";

    /// <summary>The creditor's reference alone; empty when there is none.</summary>
    public string StructuredReference { get; init; } = "";

    public string EndToEndId { get; init; } = "";

    /// <summary>The bank's own reference of the movement.</summary>
    public string BankReference { get; init; } = "";

    /// <summary>What the bank adds in words.</summary>
    public string Information { get; init; } = "";

    /// <summary>What was sent, in minor units of the entry's currency; null when nothing was charged.</summary>
    public long? GrossMinor { get; init; }

    /// <summary>What the banks kept of it, in minor units of the entry's currency.</summary>
    public long? ChargesMinor { get; init; }

    /// <summary>Number of the entry within its statement, from 1.</summary>
    public int EntryNumber { get; init; }

    /// <summary>Number of the transaction within its entry, from 1; 0 when it is the whole entry.</summary>
    public int PartNumber { get; init; }

    /// <summary>Line or row of the file.</summary>
    public int Line { get; init; }

    /// <summary>Why it cannot be booked; null when it can, or when it is no candidate anyway.</summary>
    public Sentence? Problem { get; init; }

    /// <summary>Booked money that came in and takes nothing back.</summary>
    public bool IsCandidate =>
        IsCredit
        && !IsReversal
        && Status == "BOOK"
        && Problem is null
        && Amount is { IsPositive: true, MinorUnits: <= Contribution.LargestMinorUnits };
}
