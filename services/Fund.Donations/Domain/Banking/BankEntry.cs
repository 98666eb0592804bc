using System.Globalization;
using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>What became of a bank entry. The numbers are those of the wire.</summary>
public enum BankEntryState
{
    Candidate = 1,
    Confirmed = 2,
    Dismissed = 3,
    Information = 4,
}

/// <summary>One movement of a bank statement: an entry, or one transaction of an entry that lists several.</summary>
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
        StructuredReference = read.StructuredReference;
        EndToEndId = read.EndToEndId;
        BankReference = read.BankReference;
        Information = read.Information;
        GrossMinor = read.GrossMinor;
        ChargesMinor = read.ChargesMinor;
        EntryNumber = read.EntryNumber;
        PartNumber = read.PartNumber;
        Line = read.Line;
        Problem = read.Problem?.Text;
        State = read.IsCandidate ? BankEntryState.Candidate : BankEntryState.Information;
    }

    public Guid Id { get; private set; }

    public Guid BankStatementId { get; private set; }

    public string Account { get; private set; } = "";

    /// <summary>Recognises the entry when it comes again, whatever file it comes in; unique.</summary>
    public Guid Fingerprint { get; private set; }

    /// <summary>What arrived, above zero; null when the bank's figure cannot be held exactly.</summary>
    public long? AmountMinor { get; private set; }

    /// <summary>As the bank gives it; may be unknown here.</summary>
    public string CurrencyCode { get; private set; } = "";

    /// <summary>The figure as the bank wrote it.</summary>
    public string RawAmount { get; private set; } = "";

    /// <summary>What was sent, before the banks kept their charges; null when nothing was kept.</summary>
    public long? GrossMinor { get; private set; }

    /// <summary>What the banks kept; never booked, because it never arrived.</summary>
    public long? ChargesMinor { get; private set; }

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

    public string StructuredReference { get; private set; } = "";

    public string EndToEndId { get; private set; } = "";

    /// <summary>The bank's own reference of the movement.</summary>
    public string BankReference { get; private set; } = "";

    /// <summary>What the bank adds in words.</summary>
    public string Information { get; private set; } = "";

    /// <summary>Number of the entry within its statement, from 1.</summary>
    public int EntryNumber { get; private set; }

    /// <summary>Number of the transaction within its entry, from 1; 0 when it is the whole entry.</summary>
    public int PartNumber { get; private set; }

    /// <summary>Line or row of the file it came in first.</summary>
    public int Line { get; private set; }

    /// <summary>Why it cannot be booked, when something is wrong with it.</summary>
    public string? Problem { get; private set; }

    /// <summary>The entry that this one takes back, when it is a reversal and the entry was found.</summary>
    public Guid? ReversesEntryId { get; private set; }

    /// <summary>The entry that takes this one back.</summary>
    public Guid? ReversedByEntryId { get; private set; }

    public BankEntryState State { get; private set; }

    public string? DismissalReason { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public Money? Amount => AmountMinor is { } minor ? new Money(minor, Currency.Parse(CurrencyCode)) : null;

    /// <summary>Day the money counts from.</summary>
    public DateOnly? CountsFrom => ValueDate ?? BookingDate;

    /// <summary>A person said whose it is; the parts must be the whole.</summary>
    /// <exception cref="RefusedException">ENTRY_NOT_WAITING, ENTRY_TAKEN_BACK, CURRENCY_MISMATCH or PARTS_DO_NOT_ADD_UP.</exception>
    public void Confirm(IReadOnlyList<Money> parts, DateTimeOffset at)
    {
        RequireCandidate();
        if (ReversedByEntryId is { } reversal)
        {
            throw BankRefusals.EntryTakenBack(Id, reversal).AsException();
        }

        var amount = Amount ?? throw new InvalidOperationException("A candidate has an amount.");
        var sum = parts.Aggregate(Money.Zero(amount.Currency), (total, part) => total + part);
        if (sum != amount)
        {
            throw BankRefusals.PartsDoNotAddUp(sum, amount).AsException();
        }

        State = BankEntryState.Confirmed;
        DecidedAt = at;
    }

    /// <summary>A person set it aside.</summary>
    /// <exception cref="RefusedException">ENTRY_NOT_WAITING.</exception>
    public void Dismiss(string reason, DateTimeOffset at)
    {
        RequireCandidate();
        State = BankEntryState.Dismissed;
        DismissalReason = reason;
        DecidedAt = at;
    }

    /// <summary>A person took the decision back; it waits again. What was booked is reversed by whoever calls this.</summary>
    /// <returns>What the decision was.</returns>
    /// <exception cref="RefusedException">ENTRY_NOT_DECIDED.</exception>
    public BankEntryState Undo()
    {
        var was = State;
        if (was is not (BankEntryState.Confirmed or BankEntryState.Dismissed))
        {
            throw BankRefusals.EntryNotDecided(Id).AsException();
        }

        State = BankEntryState.Candidate;
        DismissalReason = null;
        DecidedAt = null;
        return was;
    }

    private void RequireCandidate()
    {
        if (State == BankEntryState.Candidate)
        {
            return;
        }

        var when = DecidedAt?.ToString(" 'on' yyyy-MM-dd 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "";
        var state = State switch
        {
            BankEntryState.Confirmed => $"confirmed already{when}",
            BankEntryState.Dismissed => $"dismissed already{when}",
            _ => "shown for information only",
        };
        throw BankRefusals.EntryIsNoCandidate(Id, state).AsException();
    }
}

/// <summary>What a person did with a bank entry.</summary>
public enum BankDecisionKind
{
    Confirmed = 1,
    Dismissed = 2,
    ConfirmationUndone = 3,
    DismissalUndone = 4,
}

/// <summary>A decision on a bank entry, kept for good: who, what, when and why.</summary>
public sealed class BankDecision
{
    private BankDecision() { }

    public BankDecision(Guid entryId, BankDecisionKind kind, string reason, string decidedBy, DateTimeOffset decidedAt)
    {
        Id = Guid.CreateVersion7(decidedAt);
        BankEntryId = entryId;
        Kind = kind;
        Reason = reason;
        DecidedBy = decidedBy;
        DecidedAt = decidedAt;
    }

    public Guid Id { get; private set; }

    /// <summary>Given by the database: decisions of one entry are in its order.</summary>
    public long Number { get; private set; }

    public Guid BankEntryId { get; private set; }

    public BankDecisionKind Kind { get; private set; }

    /// <summary>Empty for a confirmation.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Subject of the account.</summary>
    public string DecidedBy { get; private set; } = "";

    public DateTimeOffset DecidedAt { get; private set; }
}
