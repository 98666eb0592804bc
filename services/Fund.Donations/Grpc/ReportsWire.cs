using Fund.Donations.Domain;
using Fund.Donations.Domain.Reports;
using Fund.Donations.Persistence.Reports;
using Fund.Hosting;
using Fund.Kernel;
using ReportDimension = Fund.Donations.Domain.Reports.ReportDimension;

namespace Fund.Donations.Grpc;

/// <summary>Reports as they go out on the wire.</summary>
internal static class ReportsWire
{
    public static V1.ContributionsReport ToWire(this ContributionsReport report)
    {
        var (query, total) = (report.Query, report.Total());
        return new V1.ContributionsReport
        {
            FromDate = query.From.ToWire(),
            ToDate = query.To.ToWire(),
            By = (V1.ReportDimension)query.By,
            ThenBy = (V1.ReportDimension)query.ThenBy,
            Basis = (V1.ReportBasis)query.Basis,
            PresentIn = query.Presentation?.Currency.Code ?? "",
            UnitsPerUsd = query.Presentation is { } stated ? DonationRefusals.Plain(stated.UnitsPerUsd) : "",
            Lines = { report.Lines.Select(line => line.ToWire(query.Presentation)) },
            Subtotals = { report.Subtotals().Select(line => line.ToWire(query.Presentation)) },
            Total = total.ToWire(query.Presentation),
            Rounding = report.Rounding(total)?.ToWire(),
            PublishedTotals = Money.UsdCents(report.PublishedTotalsCents).ToWire(),
            LedgerReceived = Money.UsdCents(report.LedgerReceivedCents).ToWire(),
        };
    }

    public static V1.FactsAndFigures ToWire(this FactsAndFigures facts) =>
        new()
        {
            AsOf = facts.AsOf.ToWire(),
            Since = facts.Since.ToWire(),
            Received = Money.UsdCents(facts.ReceivedCents).ToWire(),
            FromPublishedTotals = Money.UsdCents(facts.PublishedCents).ToWire(),
            YearlyAverage = facts.YearlyAverage.ToWire(),
            Years = facts.YearsText,
            PrivateReceived = Money.UsdCents(facts.PrivateCents).ToWire(),
            PrivateShareBasisPoints = facts.PrivateShareBasisPoints,
            MemberStates = facts.DonorsOf(DonorKind.MemberState),
            IntergovernmentalOrganisations = facts.DonorsOf(DonorKind.IntergovernmentalOrganisation),
            PrivateSectorDonors = facts.DonorsOf(DonorKind.PrivateSector, DonorKind.Foundation),
            Individuals = facts.DonorsOf(DonorKind.Individual),
            Campaigns = facts.DonorsOf(DonorKind.Campaign),
            YearsReceived =
            {
                facts.Years.Select(year => new V1.YearOfContributions
                {
                    Year = year.Year,
                    Received = Money.UsdCents(year.Cents).ToWire(),
                }),
            },
            ContributionsAwaitingRate = facts.AwaitingRate,
        };

    public static V1.CebRevenue ToWire(this CebRevenue revenue) =>
        new()
        {
            ReferenceYear = revenue.Year,
            Lines =
            {
                revenue.Lines.Select(line => new V1.CebRevenueLine
                {
                    Contributor = line.Contributor,
                    DonorType = line.DonorType,
                    CountryCode = line.CountryCode,
                    RevenueType = line.RevenueType,
                    Amount = Money.UsdCents(line.Cents).ToWire(),
                }),
            },
            Total = Money.UsdCents(revenue.TotalCents).ToWire(),
            LedgerReceived = Money.UsdCents(revenue.LedgerCents).ToWire(),
            Problems = { revenue.Problems },
        };

    public static V1.RegisterLine ToWire(this RegisterRow line, string language) =>
        new()
        {
            DonorName = line.NameIn(language),
            Kind = (V1.DonorKind)(line.KindShown ?? 0),
            CountryCode = line.CountryCode,
            Year = line.Year,
            Amount = line.UsdCents is { } cents ? Money.UsdCents(cents).ToWire() : null,
            Named = line.Name is not null,
        };

    /// <summary>The donor's name, or words for all who are not named.</summary>
    public static string NameIn(this RegisterRow line, string language) =>
        line.Name
        ?? (
            line.Part == RegisterPart.Individuals
                ? ReportWords.Individuals(language)
                : ReportWords.AnonymousDonor(language)
        );

    private static V1.ReportLine ToWire(this ReportLine line, Presentation? presentation) =>
        new()
        {
            Key = line.Cell.Key,
            Label = line.Cell.Label,
            ThenKey = line.Cell.ThenKey,
            ThenLabel = line.Cell.ThenLabel,
            Contributions = line.Contributions,
            Received = Amount(line.ReceivedCents, presentation),
            Pledged = Amount(line.PledgedCents, presentation),
            Outstanding = Amount(line.OutstandingCents, presentation),
            AwaitingRate = { line.AwaitingRate.Select(amount => amount.ToWire()) },
            PledgedWithoutRate = { line.PledgedWithoutRate.Select(amount => amount.ToWire()) },
        };

    private static V1.ReportAmount Amount(long cents, Presentation? presentation)
    {
        var usd = Money.UsdCents(cents);
        return new V1.ReportAmount
        {
            Usd = usd.ToWire(),
            Presented = presentation?.Of(usd).ToWire(),
            PresentedExact = presentation is null ? "" : ContributionsReport.Plain(presentation.Exact(usd)),
        };
    }
}
