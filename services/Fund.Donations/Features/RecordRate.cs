using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Records one operational rate by hand. It may come into force later; one that was used never changes.</summary>
public sealed class RecordRate(DonationsDb db, TakeInRates takeIn)
{
    public Task<V1.RecordRateResponse> HandleAsync(
        V1.RecordRateRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var currency = Currency.Find(request.CurrencyCode);
        if (currency is null)
        {
            check.Add(Refusals.UnknownCurrency("currency_code", Shown(request.CurrencyCode)));
        }
        else if (currency.Equals(Currency.Usd))
        {
            check.Add(DonationRefusals.RateOfUsd());
        }

        var effective = check.Date("effective_date", request.EffectiveDate);
        var units = OperationalRate.Read(request.UnitsPerUsd);
        if (units is null)
        {
            check.Add(DonationRefusals.BadRate("units_per_usd", Shown(request.UnitsPerUsd)));
        }

        check.ThrowIfAny();
        var rate = new FileRate(currency ?? Currency.Usd, effective, units ?? 1m);
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var outcome = await takeIn.RunAsync([rate], "typed", token);
                var recorded = await db
                    .Rates.AsNoTracking()
                    .SingleAsync(
                        row => row.CurrencyCode == rate.Currency.Code && row.EffectiveDate == rate.EffectiveDate,
                        token
                    );
                return new V1.RecordRateResponse { Rate = recorded.ToWire(), ContributionsValued = outcome.Valued };
            },
            cancellationToken
        );
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
