using Fund.Donations.Domain;
using Fund.Donations.Features;
using Fund.Donations.Persistence;
using Fund.Events;
using Fund.Hosting;
using Fund.Kernel;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Consumers;

/// <summary>
/// An instalment was paid: it leaves the commitment, and its support cost is charged out of what was set aside. One
/// posting per instalment, however often and by whichever message it is said.
/// </summary>
public sealed class InstalmentPaidConsumer(DonationsDb db, TimeProvider clock) : IConsumer<InstalmentPaid>
{
    public Task Consume(ConsumeContext<InstalmentPaid> context) =>
        db.OnceAsync(context, "ledger", token => PostAsync(context.Message, token));

    private async Task PostAsync(InstalmentPaid paid, CancellationToken cancellationToken)
    {
        var postedOn = await db.PostingDateAsync(paid.PaidOn, cancellationToken);
        var totals = await db.LockTotalsAsync(cancellationToken);
        if (await db.Disbursements.AnyAsync(row => row.InstalmentId == paid.InstalmentId, cancellationToken))
        {
            return;
        }

        var award =
            await db.Awards.SingleOrDefaultAsync(row => row.AwardId == paid.AwardId, cancellationToken)
            ?? throw Refusals.NotFound("committed award", paid.AwardId.ToWire()).AsException();
        var amount = Money.UsdCents(paid.AmountUsdCents);
        if (!amount.IsPositive)
        {
            throw Refusals.NotPositive("amount", amount.ToString()).AsException();
        }

        award.Disburse(amount);
        var policy = await db.ReadPolicyAsync(cancellationToken);
        var supportCost = SupportCosts.ToCharge(
            amount,
            policy.SupportCostBasisPoints(paid.PaidOn),
            Money.UsdCents(totals.SupportCostsSetAside)
        );
        var transactions = Postings.Disbursed(paid.InstalmentId, postedOn, amount, supportCost);
        db.Disbursements.Add(new Disbursement(paid.InstalmentId, paid.AwardId, amount, supportCost, paid.PaidOn));
        await db.PostAsync(transactions, clock.GetUtcNow(), cancellationToken);
        await db.ApplyAsync(totals, FundTotals.Of(transactions), "The payment", cancellationToken);
    }
}
