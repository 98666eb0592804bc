using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Records one operational rate by hand. It may come into force later; one that was used is corrected only with a
/// reason, and stays on record.
/// </summary>
public sealed class RecordRate(DonationsDb db, TakeInRates takeIn, TimeProvider clock)
{
    private const int LongestReason = 500;

    public Task<V1.RecordRateResponse> HandleAsync(
        V1.RecordRateRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var rate = check.Rate(request.CurrencyCode, request.EffectiveDate, request.UnitsPerUsd, clock.Today());
        var reason = check.OptionalText("correction_reason", request.CorrectionReason, LongestReason);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var outcome = await takeIn.RunAsync([rate], "typed", reason, leaveOut: false, token);
                var recorded = await db
                    .Rates.AsNoTracking()
                    .SingleAsync(
                        row => row.CurrencyCode == rate.Currency.Code && row.EffectiveDate == rate.EffectiveDate,
                        token
                    );
                return new V1.RecordRateResponse
                {
                    Rate = recorded.ToWire(),
                    ContributionsValued = outcome.Valued,
                    ContributionsCorrected = outcome.Corrected,
                    Difference = outcome.Difference.ToWire(),
                    MoreToValue = outcome.More,
                };
            },
            cancellationToken
        );
    }
}
