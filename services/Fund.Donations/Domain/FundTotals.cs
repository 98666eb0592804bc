using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>
/// What the USD accounts of the ledger add up to, in cents, each counted so that it is normally above zero. A change of
/// the totals has the same shape and may be negative.
/// </summary>
public sealed record FundTotals
{
    public static FundTotals Zero { get; } = new();

    /// <summary>Contributions received.</summary>
    public long Received { get; init; }

    /// <summary>Set aside for support costs of what is not spent yet.</summary>
    public long SupportCostsSetAside { get; init; }

    /// <summary>Support costs charged on expenditure.</summary>
    public long SupportCostsCharged { get; init; }

    /// <summary>Published totals held back for purposes whose split was not published.</summary>
    public long HeldBack { get; init; }

    /// <summary>Reserved for calls, not committed.</summary>
    public long Reserved { get; init; }

    /// <summary>Committed to awards, not disbursed.</summary>
    public long Committed { get; init; }

    /// <summary>Disbursed, published totals of paid or committed money included.</summary>
    public long Disbursed { get; init; }

    /// <summary>Refunded by projects.</summary>
    public long Refunded { get; init; }

    /// <summary>What is left before the operating reserve is taken off.</summary>
    public long Free =>
        checked(
            Received
            + Refunded
            - SupportCostsSetAside
            - SupportCostsCharged
            - HeldBack
            - Reserved
            - Committed
            - Disbursed
        );

    /// <summary>True when no total is negative and no more is reserved, committed and paid than was received.</summary>
    public bool IsSound =>
        Free >= 0
        && Received >= 0
        && SupportCostsSetAside >= 0
        && SupportCostsCharged >= 0
        && HeldBack >= 0
        && Reserved >= 0
        && Committed >= 0
        && Disbursed >= 0
        && Refunded >= 0;

    public static FundTotals operator +(FundTotals left, FundTotals right) =>
        checked(
            new FundTotals
            {
                Received = left.Received + right.Received,
                SupportCostsSetAside = left.SupportCostsSetAside + right.SupportCostsSetAside,
                SupportCostsCharged = left.SupportCostsCharged + right.SupportCostsCharged,
                HeldBack = left.HeldBack + right.HeldBack,
                Reserved = left.Reserved + right.Reserved,
                Committed = left.Committed + right.Committed,
                Disbursed = left.Disbursed + right.Disbursed,
                Refunded = left.Refunded + right.Refunded,
            }
        );

    /// <summary>What transactions change.</summary>
    public static FundTotals Of(IEnumerable<LedgerTransaction> transactions) =>
        OfBalances(
            transactions
                .SelectMany(transaction => transaction.Lines)
                .Where(line => line.Amount.Currency.Equals(Currency.Usd))
                .Select(line => (line.Account, line.Amount.MinorUnits))
        );

    /// <summary>What signed USD amounts of accounts (debit above zero) add up to.</summary>
    public static FundTotals OfBalances(IEnumerable<(string Account, long Cents)> balances)
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (account, cents) in balances)
        {
            sums[account] = checked(sums.GetValueOrDefault(account) + cents);
        }

        return new FundTotals
        {
            Received = -sums.GetValueOrDefault(Accounts.Received),
            SupportCostsSetAside = -sums.GetValueOrDefault(Accounts.SupportCostsSetAside),
            SupportCostsCharged = sums.GetValueOrDefault(Accounts.SupportCostsCharged),
            HeldBack = -sums.GetValueOrDefault(Accounts.HeldBack),
            Reserved = -sums.GetValueOrDefault(Accounts.Reserved),
            Committed = -sums.GetValueOrDefault(Accounts.Committed),
            Disbursed =
                sums.GetValueOrDefault(Accounts.Disbursed) + sums.GetValueOrDefault(Accounts.PublishedPaidOrCommitted),
            Refunded = -sums.GetValueOrDefault(Accounts.Refunded),
        };
    }
}
