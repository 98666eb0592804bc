using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Books a total since the start from a published document, for years before this system: the ledger gets the
/// difference to the total of the same kind before it. Support costs are not provided for: published totals say
/// themselves what was held back.
/// </summary>
public sealed class RecordPublishedTotal(DonationsDb db, TimeProvider clock)
{
    public Task<V1.RecordPublishedTotalResponse> HandleAsync(
        V1.RecordPublishedTotalRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var kind = check.Choice("kind", request.Kind);
        var amount = check.PositiveMoney("amount", request.Amount, Currency.Usd).Bounded("amount", check);
        var asOf = check.PastDate("as_of", request.AsOf, clock.Today());
        var source = check.Text("source", request.Source, 500);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var transaction = await BookAsync((PublishedTotalKind)kind, amount, asOf, source, token);
                return new V1.RecordPublishedTotalResponse { TransactionId = transaction.ToWire() };
            },
            cancellationToken
        );
    }

    private async Task<Guid> BookAsync(
        PublishedTotalKind kind,
        Money amount,
        DateOnly asOf,
        string source,
        CancellationToken cancellationToken
    )
    {
        var postedOn = await db.PostingDateAsync(asOf, cancellationToken);
        var totals = await db.LockTotalsAsync(cancellationToken);
        var last = await db
            .PublishedTotals.Where(total => total.Kind == kind)
            .OrderByDescending(total => total.AsOf)
            .FirstOrDefaultAsync(cancellationToken);
        if (last is not null && last.AsOf >= asOf)
        {
            throw DonationRefusals.PublishedTotalOutOfOrder(asOf, last.AsOf).AsException();
        }

        var known = Money.UsdCents(last?.TotalCents ?? 0);
        if (amount <= known)
        {
            throw DonationRefusals.PublishedTotalFalls(amount, known, last?.AsOf ?? asOf).AsException();
        }

        var id = Guid.CreateVersion7();
        var transaction = Postings.PublishedTotal(id, postedOn, kind, amount - known);
        var change = FundTotals.Of([transaction]);
        await db.ApplyAsync(totals, change, "The total", cancellationToken);
        await db.PostAsync([transaction], clock.GetUtcNow(), cancellationToken);
        db.PublishedTotals.Add(
            new PublishedTotal(kind, amount.MinorUnits, asOf, source, transaction.Id, id, clock.GetUtcNow())
        );
        return transaction.Id;
    }
}
