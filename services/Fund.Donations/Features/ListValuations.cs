using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Work that new rates made, newest first, with how far each is.</summary>
public sealed class ListValuations(DonationsDb db)
{
    public async Task<V1.ListValuationsResponse> HandleAsync(
        V1.ListValuationsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var rows = db.Set<RateValuation>().AsNoTracking();
        var page = await Page.Of(request.Page).NewestFirstAsync(rows, row => row.Id, cancellationToken);
        var response = new V1.ListValuationsResponse { Page = page.ToWire() };
        foreach (var row in page.Items)
        {
            response.Valuations.Add(Wire(row, await RemainingAsync(row, cancellationToken)));
        }

        return response;
    }

    private async Task<long> RemainingAsync(RateValuation row, CancellationToken cancellationToken)
    {
        if (row.FinishedAt is not null)
        {
            return 0;
        }

        var currency = Currency.Parse(row.CurrencyCode);
        return await db.Contributions.LongCountAsync(
            given =>
                given.Amount.Currency == currency
                && EF.Functions.GreaterThan(
                    ValueTuple.Create(given.ValueDate, given.Id),
                    ValueTuple.Create(row.AfterDate, row.AfterId)
                )
                && given.ReversedOn == null,
            cancellationToken
        );
    }

    private static V1.RateValuation Wire(RateValuation row, long remaining) =>
        new()
        {
            RateValuationId = row.Id.ToWire(),
            CurrencyCode = row.CurrencyCode,
            FromDate = row.FromDate.ToWire(),
            Valued = row.Valued,
            Corrected = row.Corrected,
            Difference = Money.UsdCents(row.DifferenceCents).ToWire(),
            Remaining = remaining,
            Finished = row.FinishedAt is not null,
            Problem = row.Problem,
        };
}
