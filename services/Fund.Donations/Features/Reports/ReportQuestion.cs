using Fund.Donations.Domain;
using Fund.Donations.Domain.Reports;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features.Reports;

/// <summary>Reads what a report is asked for; everything that is wrong is said at once.</summary>
internal static class ReportQuestion
{
    /// <exception cref="RefusedException">With every field that is wrong.</exception>
    public static ReportQuery Read(V1.GetContributionsReportRequest request, DateOnly today)
    {
        var check = new Check();
        var from = check.OptionalDate("from_date", request.FromDate);
        var to = request.ToDate.Length == 0 ? today : check.PastDate("to_date", request.ToDate, today);
        if (from > to)
        {
            check.Add(DonationRefusals.RangeReversed(from.Value, to));
        }

        var by = check.Choice("by", request.By);
        check.OptionalChoice("then_by", request.ThenBy);
        if (request.ThenBy == request.By && request.By != V1.ReportDimension.Unspecified)
        {
            check.Add(ReportRefusals.SameDimensionTwice(ReportWords.Key(request.By)));
        }

        check.OptionalChoice("basis", request.Basis);
        var presentation = ReadPresentation(request, check);
        var language = ReadLanguage(request.Language, check);
        check.ThrowIfAny();
        return new ReportQuery(
            from,
            to,
            (ReportDimension)by,
            (ReportDimension)request.ThenBy,
            request.Basis == V1.ReportBasis.Net ? ReportBasis.Net : ReportBasis.Booked,
            presentation,
            language
        );
    }

    /// <summary>One of the six languages; English when nothing is said.</summary>
    public static string ReadLanguage(string given, Check check)
    {
        check.That(
            given.Length == 0 || Donor.Languages.Contains(given),
            "language",
            $"'{WireConversions.Shown(given)}' is not one of the languages {string.Join(", ", Donor.Languages)}."
        );
        return given.Length == 0 ? "en" : given;
    }

    private static Presentation? ReadPresentation(V1.GetContributionsReportRequest request, Check check)
    {
        if (request.PresentIn.Length == 0 && request.UnitsPerUsd.Length == 0)
        {
            return null;
        }

        if (request.PresentIn.Length == 0 || request.UnitsPerUsd.Length == 0)
        {
            check.Add(ReportRefusals.HalfPresentation(request.PresentIn.Length == 0 ? "present_in" : "units_per_usd"));
            return null;
        }

        var currency = Currency.Find(request.PresentIn);
        if (currency is null)
        {
            check.Add(Refusals.UnknownCurrency("present_in", WireConversions.Shown(request.PresentIn)));
        }
        else if (currency.Equals(Currency.Usd))
        {
            check.Add(ReportRefusals.PresentedInUsd());
        }

        var rate = OperationalRate.Read(request.UnitsPerUsd);
        if (rate is null)
        {
            check.Add(ReportRefusals.NotARate(WireConversions.Shown(request.UnitsPerUsd)));
        }

        return currency is { } known && rate is { } units ? new Presentation(known, units) : null;
    }
}
