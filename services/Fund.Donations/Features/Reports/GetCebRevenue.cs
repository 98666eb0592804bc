using Fund.Donations.Domain;
using Fund.Donations.Domain.Reports;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence.Reports;
using Fund.Hosting;

namespace Fund.Donations.Features.Reports;

/// <summary>Revenue of a year by contributor with its codes, and what keeps it from being reported.</summary>
public sealed class GetCebRevenue(FactRows rows, TimeProvider clock)
{
    public async Task<V1.GetCebRevenueResponse> HandleAsync(
        V1.GetCebRevenueRequest request,
        CancellationToken cancellationToken
    )
    {
        var year = ReferenceYear.Read(request.ReferenceYear, clock.Today());
        var revenue = await rows.RevenueAsync(year, request.NameAnonymous, cancellationToken);
        return new V1.GetCebRevenueResponse { Revenue = revenue.ToWire() };
    }
}

/// <summary>The year that is reported on.</summary>
internal static class ReferenceYear
{
    private const int First = 2010;

    /// <summary>A year from that of the Fund's foundation to the present one.</summary>
    /// <exception cref="Kernel.RefusedException">YEAR_OUT_OF_RANGE.</exception>
    public static int Read(int given, DateOnly today)
    {
        var check = new Check();
        if (given < First || given > today.Year)
        {
            check.Add(ReportRefusals.YearOutOfRange("reference_year", given, First, today.Year));
        }

        check.ThrowIfAny();
        return given;
    }
}
