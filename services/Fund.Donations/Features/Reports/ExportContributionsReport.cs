using Fund.Common.V1;
using Fund.Donations.Domain;
using Fund.Donations.Domain.Reports;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Reports;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;
using Money = Fund.Kernel.Money;

namespace Fund.Donations.Features.Reports;

/// <summary>The report of contributions as a CSV file: a row per line, the total last.</summary>
public sealed class ExportContributionsReport(DonationsDb db, ReportRows rows, TimeProvider clock)
{
    private const int MostLines = 200_000;

    private static readonly string[] Columns =
    [
        "key",
        "label",
        "then_key",
        "then_label",
        "contributions",
        "received_usd",
        "pledged_usd",
        "outstanding_usd",
    ];

    private static readonly string[] Presented =
    [
        "currency",
        "units_per_usd",
        "received",
        "received_exact",
        "pledged",
        "outstanding",
    ];

    public async Task HandleAsync(
        V1.ExportContributionsReportRequest request,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var query = ReportQuestion.Read(Question(request), clock.Today());
        var references = await db.ReadReferencesAsync(cancellationToken);
        var report = await rows.ReadAsync(query, references.Rates, MostLines, cancellationToken);
        await using var stream = new FilePartStream(
            parts,
            $"contributions-{ReportWords.Key(query.By)}-{query.To:yyyy-MM-dd}.csv",
            CsvFile.MediaType,
            cancellationToken
        );
        await WriteAsync(stream, report, cancellationToken);
        await stream.CompleteAsync();
    }

    private static async Task WriteAsync(Stream stream, ContributionsReport report, CancellationToken cancellationToken)
    {
        var presentation = report.Query.Presentation;
        string[] columns =
        [
            .. Columns,
            .. presentation is null ? [] : Presented,
            "awaiting_rate",
            "pledged_without_rate",
        ];
        await using var file = await CsvFile.BeginAsync(stream, columns, cancellationToken);
        foreach (var line in report.Lines)
        {
            await RowAsync(file, line, line.Cell, presentation, cancellationToken);
        }

        var total = new ReportCell("total", "Total", "", "");
        await RowAsync(file, report.Total(), total, presentation, cancellationToken);
    }

    private static ValueTask RowAsync(
        CsvFile file,
        ReportLine line,
        ReportCell cell,
        Presentation? presentation,
        CancellationToken cancellationToken
    )
    {
        var (received, pledged, outstanding) = (
            Money.UsdCents(line.ReceivedCents),
            Money.UsdCents(line.PledgedCents),
            Money.UsdCents(line.OutstandingCents)
        );
        file.Text(cell.Key).Text(cell.Label).Text(cell.ThenKey).Text(cell.ThenLabel).Number(line.Contributions);
        file.Amount(received).Amount(pledged).Amount(outstanding);
        if (presentation is not null)
        {
            file.Text(presentation.Currency.Code).Number((decimal?)presentation.UnitsPerUsd);
            file.Amount(presentation.Of(received)).Number((decimal?)presentation.Exact(received));
            file.Amount(presentation.Of(pledged)).Amount(presentation.Of(outstanding));
        }

        file.Text(InWords(line.AwaitingRate)).Text(InWords(line.PledgedWithoutRate));
        return file.EndRowAsync(cancellationToken);
    }

    private static string InWords(IEnumerable<Money> amounts) => string.Join("; ", amounts);

    private static V1.GetContributionsReportRequest Question(V1.ExportContributionsReportRequest request) =>
        new()
        {
            FromDate = request.FromDate,
            ToDate = request.ToDate,
            By = request.By,
            ThenBy = request.ThenBy,
            Basis = request.Basis,
            PresentIn = request.PresentIn,
            UnitsPerUsd = request.UnitsPerUsd,
            Language = request.Language,
        };
}
