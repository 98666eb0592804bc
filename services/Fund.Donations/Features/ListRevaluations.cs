using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Contributions whose USD value changed because their rate did, newest first, with all differences in all.</summary>
public sealed class ListRevaluations(DonationsDb db)
{
    public async Task<V1.ListRevaluationsResponse> HandleAsync(
        V1.ListRevaluationsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var rows = Narrowed(request);
        var totals = await rows.GroupBy(_ => 1)
            .Select(group => new { Count = group.Count(), Cents = group.Sum(row => row.NewUsdCents - row.OldUsdCents) })
            .SingleOrDefaultAsync(cancellationToken);
        var page = await Page.Of(request.Page).NewestFirstAsync(rows, row => row.Id, cancellationToken);
        var ids = page.Items.Select(row => row.ContributionId).ToList();
        var contributions = await db
            .Contributions.AsNoTracking()
            .Where(row => ids.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        return new V1.ListRevaluationsResponse
        {
            Revaluations = { page.Items.Select(row => Wire(row, contributions[row.ContributionId])) },
            Total = totals?.Count ?? 0,
            TotalDifference = Money.UsdCents(totals?.Cents ?? 0).ToWire(),
            Page = page.ToWire(),
        };
    }

    private IQueryable<Revaluation> Narrowed(V1.ListRevaluationsRequest request)
    {
        var check = new Check();
        var contribution = check.OptionalId("contribution_id", request.ContributionId);
        var from = check.OptionalDate("from_date", request.FromDate);
        var to = check.OptionalDate("to_date", request.ToDate);
        check.ThrowIfAny();
        var rows = db.Revaluations.AsNoTracking();
        if (contribution is { } id)
        {
            rows = rows.Where(row => row.ContributionId == id);
        }

        if (request.CurrencyCode.Length > 0)
        {
            var currency = Currency.Parse(request.CurrencyCode);
            rows = rows.Where(row =>
                db.Contributions.Any(given => given.Id == row.ContributionId && given.Amount.Currency == currency)
            );
        }

        if (from is { } first)
        {
            rows = rows.Where(row => row.RevaluedOn >= first);
        }

        return to is { } last ? rows.Where(row => row.RevaluedOn <= last) : rows;
    }

    private static V1.Revaluation Wire(Revaluation row, Contribution contribution) =>
        new()
        {
            RevaluationId = row.Id.ToWire(),
            ContributionId = row.ContributionId.ToWire(),
            DonorId = contribution.DonorId.ToWire(),
            Amount = contribution.Amount.ToWire(),
            ValueDate = contribution.ValueDate.ToWire(),
            RevaluedOn = row.RevaluedOn.ToWire(),
            OldRate = DonationRefusals.Plain(row.OldUnitsPerUsd),
            NewRate = DonationRefusals.Plain(row.NewUnitsPerUsd),
            OldUsd = Money.UsdCents(row.OldUsdCents).ToWire(),
            NewUsd = Money.UsdCents(row.NewUsdCents).ToWire(),
            Difference = Money.UsdCents(row.NewUsdCents - row.OldUsdCents).ToWire(),
        };
}
