using Fund.Donations.Domain;
using Fund.Events;

namespace Fund.Donations.Persistence;

/// <summary>Books contributions in the running transaction: value, ledger, running totals, event.</summary>
internal static class Booking
{
    public static async Task BookAsync(
        this DonationsDb db,
        IReadOnlyList<Contribution> contributions,
        CancellationToken cancellationToken
    )
    {
        await db.HoldReferencesAsync(cancellationToken);
        var references = await db.ReadReferencesAsync(cancellationToken);
        var transactions = new List<LedgerTransaction>();
        foreach (var contribution in contributions)
        {
            contribution.ValueBy(references);
            db.Contributions.Add(contribution);
            transactions.AddRange(Postings.Received(contribution, references.PostingDate(contribution.ValueDate)));
            db.Enqueue(contribution.ToFact());
        }

        await db.PostAsync(transactions, contributions[0].RecordedAt, cancellationToken);
        db.BalanceAdditions.Add(new FundBalanceAddition(FundTotals.Of(transactions)));
    }

    /// <summary>Values it when the rate of its value date is known; otherwise it waits.</summary>
    public static void ValueBy(this Contribution contribution, ReferenceData references)
    {
        if (references.Rates.On(contribution.Amount.Currency, contribution.ValueDate) is { } rate)
        {
            var basisPoints = references.Policy.SupportCostBasisPoints(contribution.ValueDate);
            contribution.Value(Valuation.Of(contribution.Amount, rate, basisPoints), contribution.RecordedAt);
        }
    }

    public static ContributionRecorded ToFact(this Contribution contribution) =>
        new(
            contribution.Id,
            contribution.DonorId,
            contribution.Amount.MinorUnits,
            contribution.Amount.Currency.Code,
            contribution.ValueDate
        );
}
