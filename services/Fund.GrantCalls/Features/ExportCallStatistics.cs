using System.Text.Json;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;

namespace Fund.GrantCalls.Features;

/// <summary>The statistics of a call as a CSV file.</summary>
public sealed class ExportCallStatistics(GrantCallsDb db, CallForms forms, TimeProvider time)
{
    private static readonly string[] Columns =
    [
        "by",
        "key",
        "applications",
        "eligible",
        "awards",
        "success_percent",
        "requested_usd",
        "awarded_usd",
    ];

    public async Task HandleAsync(
        V1.ExportCallStatisticsRequest request,
        Caller caller,
        IServerStreamWriter<Fund.Common.V1.FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var call = await db.UnsealedCallAsync(request.CallId, time.GetUtcNow(), cancellationToken);
        var rows = await db.CountAsync(forms, call, caller, cancellationToken);
        await using var stream = new FilePartStream(parts, "statistics.csv", CsvFile.MediaType, cancellationToken);
        await using (var file = await CsvFile.BeginAsync(stream, Columns, cancellationToken))
        {
            foreach (var row in rows)
            {
                await file.Text(JsonNamingPolicy.SnakeCaseLower.ConvertName(row.Kind.ToString()))
                    .Text(row.Key)
                    .Number(row.Applications)
                    .Number(row.Eligible)
                    .Number(row.Awards)
                    .Number(row.SuccessHundredths / 100m)
                    .Amount(Money.UsdCents(row.RequestedCents))
                    .Amount(Money.UsdCents(row.AwardedCents))
                    .EndRowAsync(cancellationToken);
            }
        }

        await stream.CompleteAsync();
    }
}
