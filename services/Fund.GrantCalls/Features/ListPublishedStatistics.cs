using System.Globalization;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// What everybody may know of the applications of decided calls, newest call first: as soon as every decision on the call
/// is public, which is when the minutes of its session are approved.
/// </summary>
public sealed class ListPublishedStatistics(GrantCallsDb db, CallForms forms)
{
    public async Task<V1.ListPublishedStatisticsResponse> HandleAsync(
        V1.ListPublishedStatisticsRequest request,
        CancellationToken cancellationToken
    )
    {
        var sessions = db.PublicSessions();
        var calls = db
            .Calls.AsNoTracking()
            .Where(call => call.Stage == CallStage.Decided || call.Stage == CallStage.Completed)
            .Where(call =>
                !db.BoardDecisions.Any(decision =>
                    decision.CallId == call.Id && !sessions.Any(session => session.Id == decision.BoardSessionId)
                )
            );
        if (request.CallId.Length > 0)
        {
            var callId = request.CallId.ToId("call_id");
            calls = calls.Where(call => call.Id == callId);
        }

        var page = await Page.Of(request.Page).NewestFirstAsync(calls, call => call.Id, cancellationToken);
        var response = new V1.ListPublishedStatisticsResponse { Page = page.ToWire() };
        foreach (var call in page.Items)
        {
            var rows = await db.CountAsync(forms, call, Caller.Anonymous, cancellationToken);
            response.Statistics.Add(ToWire(call, PublishedStatistics.Of(rows)));
        }

        return response;
    }

    private static V1.PublishedStatistics ToWire(Call call, IEnumerable<PublishedRow> rows) =>
        new()
        {
            CallId = call.Id.ToWire(),
            Titles = { call.Titles.Select(Wire.ToWire) },
            ClosedOn = call.ClosesAtLocal.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            MinimumCell = PublishedStatistics.MinimumCell,
            Rows = { rows.Select(ToWire) },
        };

    private static V1.PublishedStatisticsRow ToWire(PublishedRow row) =>
        new()
        {
            Kind = Wire.Same<StatisticsKind, V1.StatisticsKind>(row.Figures.Kind),
            Keys = { row.Keys },
            Applications = row.Figures.Applications,
            Awards = row.Figures.Awards,
            SuccessHundredths = row.Figures.SuccessHundredths,
            Awarded = Money.UsdCents(row.Figures.AwardedCents).ToWire(),
            Requested = row.Requested?.ToWire(),
        };
}
