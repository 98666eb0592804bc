using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>A bank statement that was taken in. Booking nothing: its entries wait for a person.</summary>
public sealed class BankStatement
{
    private BankStatement() { }

    public BankStatement(string bankReference, string account, string currencyCode, DateTimeOffset importedAt)
    {
        Id = Guid.CreateVersion7();
        BankReference = bankReference;
        Account = account;
        CurrencyCode = currencyCode;
        ImportedAt = importedAt;
    }

    public Guid Id { get; private set; }

    /// <summary>The bank's own id of the statement.</summary>
    public string BankReference { get; private set; } = "";

    /// <summary>IBAN or other number of the Fund's account, without spaces.</summary>
    public string Account { get; private set; } = "";

    /// <summary>Of the account; empty when the bank does not say.</summary>
    public string CurrencyCode { get; private set; } = "";

    public DateTimeOffset ImportedAt { get; private set; }

    /// <summary>What a person should know of the last import.</summary>
    public string[] Warnings { get; private set; } = [];

    public void Warn(IEnumerable<string> warnings) => Warnings = [.. warnings];
}

/// <summary>What became of a bank entry. The numbers are those of the wire.</summary>
public enum BankEntryState
{
    Candidate = 1,
    Confirmed = 2,
    Dismissed = 3,
    Information = 4,
}

/// <summary>One movement of a bank statement.</summary>
public sealed class BankEntry
{
    private BankEntry() { }

    /// <summary>Takes in what was read: a booked credit waits for a person, anything else is information.</summary>
    public BankEntry(Guid statementId, string account, ReadEntry read)
    {
        Id = Guid.CreateVersion7();
        BankStatementId = statementId;
        Account = account;
        Fingerprint = read.Fingerprint;
        AmountMinor = read.Amount?.MinorUnits;
        CurrencyCode = read.CurrencyCode;
        RawAmount = read.RawAmount;
        IsCredit = read.IsCredit;
        IsReversal = read.IsReversal;
        BankStatus = read.Status;
        BookingDate = read.BookingDate;
        ValueDate = read.ValueDate;
        RemitterName = read.RemitterName;
        RemitterIban = read.RemitterIban;
        Reference = read.Reference;
        State = read.IsCandidate ? BankEntryState.Candidate : BankEntryState.Information;
    }

    public Guid Id { get; private set; }

    public Guid BankStatementId { get; private set; }

    public string Account { get; private set; } = "";

    /// <summary>Recognises the entry when it comes again, whatever file it comes in; unique within an account.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <summary>Above zero; null when the bank's figure cannot be held exactly.</summary>
    public long? AmountMinor { get; private set; }

    /// <summary>As the bank gives it; may be unknown here.</summary>
    public string CurrencyCode { get; private set; } = "";

    /// <summary>The figure as the bank wrote it.</summary>
    public string RawAmount { get; private set; } = "";

    public bool IsCredit { get; private set; }

    public bool IsReversal { get; private set; }

    /// <summary>BOOK, PDNG, INFO or FUTR.</summary>
    public string BankStatus { get; private set; } = "";

    public DateOnly? BookingDate { get; private set; }

    public DateOnly? ValueDate { get; private set; }

    /// <summary>Personal data: for matching and for staff, never logged.</summary>
    public string RemitterName { get; private set; } = "";

    /// <summary>Personal data: for matching and for staff, never logged.</summary>
    public string RemitterIban { get; private set; } = "";

    /// <summary>Structured reference, end-to-end id and remittance text.</summary>
    public string Reference { get; private set; } = "";

    public BankEntryState State { get; private set; }

    public string? DismissalReason { get; private set; }

    public Money? Amount => AmountMinor is { } minor ? new Money(minor, Currency.Parse(CurrencyCode)) : null;

    /// <summary>Day the money counts from.</summary>
    public DateOnly? CountsFrom => ValueDate ?? BookingDate;

    /// <summary>A person said whose it is; the parts must be the whole.</summary>
    /// <exception cref="RefusedException">ENTRY_NOT_WAITING, CURRENCY_MISMATCH or PARTS_DO_NOT_ADD_UP.</exception>
    public void Confirm(IReadOnlyList<Money> parts)
    {
        RequireCandidate();
        var amount = Amount ?? throw new InvalidOperationException("A candidate has an amount.");
        var sum = parts.Aggregate(Money.Zero(amount.Currency), (total, part) => total + part);
        if (sum != amount)
        {
            throw DonationRefusals.PartsDoNotAddUp(sum, amount).AsException();
        }

        State = BankEntryState.Confirmed;
    }

    /// <summary>A person set it aside.</summary>
    /// <exception cref="RefusedException">ENTRY_NOT_WAITING.</exception>
    public void Dismiss(string reason)
    {
        RequireCandidate();
        State = BankEntryState.Dismissed;
        DismissalReason = reason;
    }

    private void RequireCandidate()
    {
        if (State == BankEntryState.Candidate)
        {
            return;
        }

        var state = State switch
        {
            BankEntryState.Confirmed => "confirmed already",
            BankEntryState.Dismissed => "dismissed already",
            _ => "shown for information only",
        };
        throw DonationRefusals.EntryIsNoCandidate(Id, state).AsException();
    }
}

/// <summary>A movement as read from a file, before it is known whether it is new.</summary>
public sealed record ReadEntry
{
    public required string Fingerprint { get; init; }

    /// <summary>Null when the figure cannot be held exactly or its currency is unknown.</summary>
    public required Money? Amount { get; init; }

    public required string CurrencyCode { get; init; }

    public required string RawAmount { get; init; }

    public required bool IsCredit { get; init; }

    public required bool IsReversal { get; init; }

    public required string Status { get; init; }

    public DateOnly? BookingDate { get; init; }

    public DateOnly? ValueDate { get; init; }

    public string RemitterName { get; init; } = "";

    public string RemitterIban { get; init; } = "";

    public string Reference { get; init; } = "";

    /// <summary>Booked money that came in and takes nothing back.</summary>
    public bool IsCandidate =>
        IsCredit
        && !IsReversal
        && Status == "BOOK"
        && Amount is { IsPositive: true, MinorUnits: <= Contribution.LargestMinorUnits };
}

/// <summary>A statement as read from a file.</summary>
/// <param name="BankReference">The bank's own id.</param>
/// <param name="Account">Account number without spaces.</param>
/// <param name="CurrencyCode">Of the account; may be empty.</param>
/// <param name="Entries">In the order of the file.</param>
/// <param name="Warnings">What a person should know.</param>
public sealed record ReadStatement(
    string BankReference,
    string Account,
    string CurrencyCode,
    IReadOnlyList<ReadEntry> Entries,
    IReadOnlyList<string> Warnings
);
