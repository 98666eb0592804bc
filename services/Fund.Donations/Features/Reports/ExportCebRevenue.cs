using Fund.Common.V1;
using Fund.Donations.Domain;
using Fund.Donations.Domain.Reports;
using Fund.Donations.Persistence.Reports;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;
using Money = Fund.Kernel.Money;

namespace Fund.Donations.Features.Reports;

/// <summary>
/// Revenue of a year as the CEB collects it, a CSV file. Refused while a line lacks a code or the sum is not the
/// ledger's.
/// </summary>
public sealed class ExportCebRevenue(FactRows rows, TimeProvider clock)
{
    /// <summary>Short name of the Fund's administering entity in the CEB's collections.</summary>
    private const string Entity = "UNODC";

    private static readonly string[] Columns =
    [
        "entity",
        "reference_year",
        "contributor",
        "donor_type",
        "country_code",
        "revenue_type",
        "currency",
        "amount",
    ];

    public async Task HandleAsync(
        V1.ExportCebRevenueRequest request,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var year = ReferenceYear.Read(request.ReferenceYear, clock.Today());
        var revenue = await rows.RevenueAsync(year, request.NameAnonymous, cancellationToken);
        if (revenue.Problems.Count > 0)
        {
            throw ReportRefusals.CebIncomplete(year, revenue.Problems).AsException();
        }

        await using var stream = new FilePartStream(
            parts,
            $"ceb-revenue-{year}.csv",
            CsvFile.MediaType,
            cancellationToken
        );
        await WriteAsync(stream, revenue, cancellationToken);
        await stream.CompleteAsync();
    }

    private static async Task WriteAsync(Stream stream, CebRevenue revenue, CancellationToken cancellationToken)
    {
        await using var file = await CsvFile.BeginAsync(stream, Columns, cancellationToken);
        foreach (var line in revenue.Lines)
        {
            file.Text(Entity).Number(revenue.Year).Text(line.Contributor).Text(line.DonorType).Text(line.CountryCode);
            file.Text(line.RevenueType).Text(Currency.Usd.Code).Amount(Money.UsdCents(line.Cents));
            await file.EndRowAsync(cancellationToken);
        }
    }
}
