using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Rates, newest effective date first and by currency within a date; those that were corrected after the ones that took
/// their place.
/// </summary>
public sealed class ListRates(DonationsDb db)
{
    public async Task<V1.ListRatesResponse> HandleAsync(
        V1.ListRatesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        var rates = db.Rates.IgnoreQueryFilters().AsNoTracking();
        if (request.CurrencyCode.Length > 0)
        {
            var code = Currency.Parse(request.CurrencyCode).Code;
            rates = rates.Where(rate => rate.CurrencyCode == code);
        }

        if (page.After is { } after)
        {
            rates = rates.Where(rate =>
                db.Rates.IgnoreQueryFilters()
                    .Any(last =>
                        last.Id == after
                        && (
                            rate.EffectiveDate < last.EffectiveDate
                            || (
                                rate.EffectiveDate == last.EffectiveDate
                                && (
                                    string.Compare(rate.CurrencyCode, last.CurrencyCode) > 0
                                    || (rate.CurrencyCode == last.CurrencyCode && rate.Id < last.Id)
                                )
                            )
                        )
                    )
            );
        }

        var rows = await rates
            .OrderByDescending(rate => rate.EffectiveDate)
            .ThenBy(rate => rate.CurrencyCode)
            .ThenByDescending(rate => rate.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        var shown = rows.Take(page.Size).ToList();
        var next = rows.Count > page.Size ? Page.TokenAfter(shown[^1].Id) : "";
        return new V1.ListRatesResponse
        {
            Rates = { shown.Select(rate => rate.ToWire()) },
            Page = new Fund.Common.V1.PageResponse { NextPageToken = next },
        };
    }
}
