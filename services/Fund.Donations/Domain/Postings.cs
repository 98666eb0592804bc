using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>
/// Which accounts every event of the Fund moves. The only place that knows; see
/// services/decisions/0006-programme-support-costs-at-receipt.md for the support costs.
/// </summary>
public static class Postings
{
    /// <summary>Money came in: original currency always, USD and the support cost share once it is valued.</summary>
    /// <param name="contribution">The contribution.</param>
    /// <param name="date">Its value date, or the first open day when the month of that is closed.</param>
    public static IReadOnlyList<LedgerTransaction> Received(Contribution contribution, DateOnly date)
    {
        var id = contribution.Id;
        if (contribution.Amount.Currency.Equals(Currency.Usd))
        {
            return Present(
                LedgerTransaction.Moving(
                    EntryKinds.Contribution,
                    id,
                    date,
                    null,
                    (Accounts.Bank, Accounts.Received, contribution.Amount)
                ),
                SetAside(id, date, null, contribution.SupportCost)
            );
        }

        return Present(
            LedgerTransaction.Moving(
                EntryKinds.Contribution,
                id,
                date,
                null,
                (Accounts.Bank, Accounts.ExchangeClearing, contribution.Amount),
                (Accounts.ExchangeClearing, Accounts.Received, contribution.UsdValue ?? Money.Zero(Currency.Usd))
            ),
            SetAside(id, date, null, contribution.SupportCost)
        );
    }

    /// <summary>A contribution that waited for its rate counts in USD from now on.</summary>
    /// <param name="contribution">The contribution.</param>
    /// <param name="date">Its value date, or the first open day when the month of that is closed.</param>
    public static IReadOnlyList<LedgerTransaction> Valued(Contribution contribution, DateOnly date) =>
        Present(
            LedgerTransaction.Moving(
                EntryKinds.Valuation,
                contribution.Id,
                date,
                null,
                (Accounts.ExchangeClearing, Accounts.Received, contribution.UsdValue ?? Money.Zero(Currency.Usd))
            ),
            SetAside(contribution.Id, date, null, contribution.SupportCost)
        );

    /// <summary>A contribution gets another USD value, for the day of the correction; the difference is posted.</summary>
    /// <param name="contributionId">The contribution.</param>
    /// <param name="on">Day of the correction.</param>
    /// <param name="corrects">Transaction that gave it the value it had.</param>
    /// <param name="usd">New value less old value.</param>
    /// <param name="supportCost">New support cost share less old one.</param>
    public static IReadOnlyList<LedgerTransaction> Corrected(
        Guid contributionId,
        DateOnly on,
        Guid? corrects,
        Money usd,
        Money supportCost
    ) =>
        Present(
            LedgerTransaction.Moving(
                EntryKinds.Correction,
                contributionId,
                on,
                corrects,
                (Accounts.ExchangeClearing, Accounts.Received, usd)
            ),
            SetAside(contributionId, on, corrects, supportCost)
        );

    public static LedgerTransaction Reserved(Guid callId, DateOnly on, Money envelope) =>
        Single(EntryKinds.Reservation, callId, on, (Accounts.Appropriated, Accounts.Reserved, envelope));

    public static LedgerTransaction Released(Guid callId, DateOnly on, Money left) =>
        Single(EntryKinds.Release, callId, on, (Accounts.Reserved, Accounts.Appropriated, left));

    public static LedgerTransaction Committed(Guid awardId, DateOnly on, Money amount) =>
        Single(EntryKinds.Commitment, awardId, on, (Accounts.Reserved, Accounts.Committed, amount));

    /// <summary>An instalment was paid, and its support cost charged out of what was set aside at receipt.</summary>
    public static IReadOnlyList<LedgerTransaction> Disbursed(
        Guid instalmentId,
        DateOnly on,
        Money amount,
        Money supportCost
    ) =>
        Present(
            LedgerTransaction.Moving(
                EntryKinds.Disbursement,
                instalmentId,
                on,
                null,
                (Accounts.Committed, Accounts.Appropriated, amount),
                (Accounts.Disbursed, Accounts.Bank, amount)
            ),
            LedgerTransaction.Moving(
                EntryKinds.SupportCost,
                instalmentId,
                on,
                null,
                (Accounts.SupportCostsSetAside, Accounts.Appropriated, supportCost),
                (Accounts.SupportCostsCharged, Accounts.Bank, supportCost)
            )
        );

    /// <summary>A total taken from a published document; no bank entry and no support cost share go with it.</summary>
    public static LedgerTransaction PublishedTotal(Guid id, DateOnly asOf, PublishedTotalKind kind, Money amount) =>
        kind switch
        {
            PublishedTotalKind.Received => Single(
                EntryKinds.PublishedTotal,
                id,
                asOf,
                (Accounts.PublishedTotals, Accounts.Received, amount)
            ),
            PublishedTotalKind.PaidOrCommitted => Single(
                EntryKinds.PublishedTotal,
                id,
                asOf,
                (Accounts.PublishedPaidOrCommitted, Accounts.PublishedTotals, amount)
            ),
            PublishedTotalKind.HeldBack => Single(
                EntryKinds.PublishedTotal,
                id,
                asOf,
                (Accounts.Appropriated, Accounts.HeldBack, amount)
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There are three kinds of published total."),
        };

    private static LedgerTransaction? SetAside(Guid causeId, DateOnly on, Guid? corrects, Money amount) =>
        LedgerTransaction.Moving(
            EntryKinds.SupportCostSetAside,
            causeId,
            on,
            corrects,
            (Accounts.Appropriated, Accounts.SupportCostsSetAside, amount)
        );

    private static LedgerTransaction Single(
        string kind,
        Guid causeId,
        DateOnly on,
        (string Debit, string Credit, Money Amount) move
    ) =>
        LedgerTransaction.Moving(kind, causeId, on, null, move)
        ?? throw new ArgumentException("Nothing moves.", nameof(move));

    private static IReadOnlyList<LedgerTransaction> Present(params ReadOnlySpan<LedgerTransaction?> transactions)
    {
        var present = new List<LedgerTransaction>(transactions.Length);
        foreach (var transaction in transactions)
        {
            if (transaction is not null)
            {
                present.Add(transaction);
            }
        }

        return present;
    }
}
