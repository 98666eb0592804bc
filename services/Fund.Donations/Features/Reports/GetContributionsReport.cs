using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Reports;

namespace Fund.Donations.Features.Reports;

/// <summary>Contributions paid, pledged and outstanding by one or two dimensions.</summary>
public sealed class GetContributionsReport(DonationsDb db, ReportRows rows, TimeProvider clock)
{
    private const int MostLines = 5_000;

    public async Task<V1.GetContributionsReportResponse> HandleAsync(
        V1.GetContributionsReportRequest request,
        CancellationToken cancellationToken
    )
    {
        var query = ReportQuestion.Read(request, clock.Today());
        var references = await db.ReadReferencesAsync(cancellationToken);
        var report = await rows.ReadAsync(query, references.Rates, MostLines, cancellationToken);
        return new V1.GetContributionsReportResponse { Report = report.ToWire() };
    }
}
