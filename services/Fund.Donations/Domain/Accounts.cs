namespace Fund.Donations.Domain;

/// <summary>
/// Accounts of the ledger. Debits are above zero and credits below it. The first three exist in every currency money
/// came in; the others are kept in USD only, because decisions are taken in USD.
/// </summary>
public static class Accounts
{
    /// <summary>Money at the bank, in the currency it came in.</summary>
    public const string Bank = "bank";

    /// <summary>Between the original currency and its USD value.</summary>
    public const string ExchangeClearing = "exchange_clearing";

    /// <summary>Counterpart of totals taken from published documents, which have no bank entries here.</summary>
    public const string PublishedTotals = "published_totals";

    /// <summary>Contributions received, in USD.</summary>
    public const string Received = "received";

    /// <summary>Counterpart of everything that is set aside from what was received.</summary>
    public const string Appropriated = "appropriated";

    /// <summary>Set aside at receipt for the support costs of money that is not spent yet.</summary>
    public const string SupportCostsSetAside = "support_costs_set_aside";

    /// <summary>Support costs charged on expenditure.</summary>
    public const string SupportCostsCharged = "support_costs_charged";

    /// <summary>Envelopes of published calls, not committed yet.</summary>
    public const string Reserved = "reserved";

    /// <summary>Awards, not disbursed yet.</summary>
    public const string Committed = "committed";

    /// <summary>Paid to projects.</summary>
    public const string Disbursed = "disbursed";

    /// <summary>Paid back by projects.</summary>
    public const string Refunded = "refunded";

    /// <summary>A published total of what was paid or committed before this system; counts as disbursed.</summary>
    public const string PublishedPaidOrCommitted = "published_paid_or_committed";

    /// <summary>A published total held back for purposes whose split was not published; counts as reserve.</summary>
    public const string HeldBack = "held_back";
}

/// <summary>What a ledger transaction records, in words.</summary>
public static class EntryKinds
{
    public const string Contribution = "contribution";
    public const string Valuation = "valuation";
    public const string Correction = "correction";
    public const string Reversal = "reversal";
    public const string SupportCostSetAside = "programme support cost set aside";
    public const string SupportCost = "programme support cost";
    public const string Reservation = "reservation";
    public const string Commitment = "commitment";
    public const string Release = "release";
    public const string Disbursement = "disbursement";
    public const string PublishedTotal = "published total";
}
