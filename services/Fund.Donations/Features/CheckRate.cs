using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Says what a typed rate would do, and records nothing.</summary>
public sealed class CheckRate(DonationsDb db, PreviewRates preview, TimeProvider clock)
{
    public async Task<V1.CheckRateResponse> HandleAsync(
        V1.CheckRateRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var rate = check.Rate(request.CurrencyCode, request.EffectiveDate, request.UnitsPerUsd, clock.Today());
        check.ThrowIfAny();
        var code = rate.Currency.Code;
        var stored = await db
            .Rates.AsNoTracking()
            .SingleOrDefaultAsync(
                row => row.CurrencyCode == code && row.EffectiveDate == rate.EffectiveDate,
                cancellationToken
            );
        var inUse =
            stored is not null
            && stored.UnitsPerUsd != rate.UnitsPerUsd
            && await db.IsUsedAsync(rate.Currency, rate.EffectiveDate, cancellationToken);
        var effects = await preview.OfAsync([rate], cancellationToken);
        return new V1.CheckRateResponse
        {
            Effect = effects[0].ToWire(),
            Known = stored?.UnitsPerUsd == rate.UnitsPerUsd,
            RateInUse = inUse ? DonationRefusals.Plain(stored!.UnitsPerUsd) : "",
            Covered = await preview.IsCoveredAsync(effects, cancellationToken),
        };
    }
}

/// <summary>Rates as they are typed.</summary>
internal static class TypedRates
{
    /// <summary>Notes everything that is wrong with a typed rate.</summary>
    public static FileRate Rate(
        this Check check,
        string currencyCode,
        string effectiveDate,
        string unitsPerUsd,
        DateOnly today
    )
    {
        var currency = Currency.Find(currencyCode);
        if (currency is null)
        {
            check.Add(Refusals.UnknownCurrency("currency_code", Shown(currencyCode)));
        }
        else if (currency.Equals(Currency.Usd))
        {
            check.Add(DonationRefusals.RateOfUsd());
        }

        var effective = check.Date("effective_date", effectiveDate);
        if (effective > OperationalRate.LastDate(today))
        {
            check.Add(DonationRefusals.RateTooFarAhead(effective, OperationalRate.LastDate(today)));
        }

        var units = OperationalRate.Read(unitsPerUsd);
        if (units is null)
        {
            check.Add(DonationRefusals.BadRate("units_per_usd", Shown(unitsPerUsd)));
        }

        return new FileRate(currency ?? Currency.Usd, effective, units ?? 1m);
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
