using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Events;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features;

/// <summary>Records money received, valued in USD when the rate of its value date is known.</summary>
public sealed class RecordContribution(DonationsDb db, TimeProvider clock)
{
    public Task<V1.RecordContributionResponse> HandleAsync(
        V1.RecordContributionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var donorId = check.Id("donor_id", request.DonorId);
        var amount = check.PositiveMoney("amount", request.Amount).Bounded("amount", check);
        var valueDate = check.PastDate("value_date", request.ValueDate, clock.Today());
        var channel = check.Choice("channel", request.Channel);
        var pledgeId = check.OptionalId("pledge_id", request.PledgeId);
        var earmark = check.OptionalText("earmark", request.Earmark, Contribution.LongestEarmark);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.RequireDonorAsync(donorId, token);
                if (pledgeId is { } pledge)
                {
                    var locked = await db.LockPledgeAsync(pledge, token);
                    locked.RequirePayableBy(donorId, amount.Currency, "pledge_id");
                }

                var contribution = new Contribution(
                    donorId,
                    amount,
                    valueDate,
                    (Channel)channel,
                    pledgeId,
                    earmark,
                    clock.GetUtcNow()
                );
                await db.BookAsync([contribution], token);
                return new V1.RecordContributionResponse { Contribution = contribution.ToWire() };
            },
            cancellationToken
        );
    }
}

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
            transactions.AddRange(Postings.Received(contribution));
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
