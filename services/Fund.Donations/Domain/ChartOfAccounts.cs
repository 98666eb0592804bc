namespace Fund.Donations.Domain;

/// <summary>What an account is. The numbers are those of the wire.</summary>
public enum AccountKind
{
    Asset = 1,
    Liability = 2,
    Income = 3,
    Expense = 4,

    /// <summary>Says what money is kept for; these balance among themselves.</summary>
    Memorandum = 5,
}

/// <summary>On which side an account normally stands. The numbers are those of the wire.</summary>
public enum NormalSide
{
    Debit = 1,
    Credit = 2,
}

/// <summary>Parts of the Fund's position that come from accounts. The numbers are those of the wire.</summary>
public enum PositionPart
{
    Received = 1,
    ProgrammeSupportCosts = 2,
    OperatingReserve = 3,
    Reserved = 4,
    Committed = 5,
    Disbursed = 6,
    Refunded = 7,
}

/// <summary>
/// A line of the chart of accounts. The chart is in the database, which refuses entries of any other account; the
/// codes are those of <see cref="Accounts"/>.
/// </summary>
public sealed class LedgerAccount
{
    private LedgerAccount() { }

    public string Code { get; private set; } = "";

    /// <summary>In words.</summary>
    public string Name { get; private set; } = "";

    public AccountKind Kind { get; private set; }

    public NormalSide NormalSide { get; private set; }

    /// <summary>Which part of the position its USD balance belongs to; null for none.</summary>
    public PositionPart? PositionPart { get; private set; }

    /// <summary>False for the accounts that are kept in every currency money came in.</summary>
    public bool UsdOnly { get; private set; }
}
