using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.GrantCalls.Features;

/// <summary>Applications, awards and success of a call by region, country, amount and what applicants chose.</summary>
public sealed class GetCallStatistics(GrantCallsDb db, CallForms forms, TimeProvider time)
{
    public async Task<V1.GetCallStatisticsResponse> HandleAsync(
        V1.GetCallStatisticsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var call = await db.UnsealedCallAsync(request.CallId, time.GetUtcNow(), cancellationToken);
        var rows = await db.CountAsync(forms, call, caller, cancellationToken);
        return new V1.GetCallStatisticsResponse { Rows = { rows.Select(ToWire) } };
    }

    private static V1.StatisticsRow ToWire(StatisticsRow row) =>
        new()
        {
            Kind = Wire.Same<StatisticsKind, V1.StatisticsKind>(row.Kind),
            Key = row.Key,
            Applications = row.Applications,
            Eligible = row.Eligible,
            Awards = row.Awards,
            Requested = Money.UsdCents(row.RequestedCents).ToWire(),
            Awarded = Money.UsdCents(row.AwardedCents).ToWire(),
            SuccessHundredths = row.SuccessHundredths,
        };
}
