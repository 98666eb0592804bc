using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Applications, awards and success of a call by region, country and amount.</summary>
public sealed class GetCallStatistics(GrantCallsDb db, TimeProvider time)
{
    public async Task<V1.GetCallStatisticsResponse> HandleAsync(
        V1.GetCallStatisticsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        _ = caller;
        var callId = request.CallId.ToId("call_id");
        var call =
            await db.Calls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == callId, cancellationToken)
            ?? throw Refusals.NotFound("call", request.CallId).AsException();
        call.RequireUnsealed(time.GetUtcNow());
        var proposals = await db
            .Proposals.AsNoTracking()
            .Where(row => row.CallId == callId)
            .Where(row => row.State != ProposalState.Draft && row.State != ProposalState.Withdrawn)
            .Select(row => new ApplicationFigures(row.CountryCode, row.State, row.Requested, row.Awarded))
            .ToListAsync(cancellationToken);
        return new V1.GetCallStatisticsResponse
        {
            Rows = { CallStatistics.Of(proposals, call.MinimumGrant, call.MaximumGrant).Select(ToWire) },
        };
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
