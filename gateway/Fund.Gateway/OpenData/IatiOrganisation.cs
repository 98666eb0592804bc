using System.Xml.Linq;
using static Fund.Gateway.OpenData.IatiXml;

namespace Fund.Gateway.OpenData;

/// <summary>
/// The IATI organisation file: what the Fund has promised to pay this year and the next two, in all and by country, and
/// what it paid in the years before.
/// </summary>
internal static class IatiOrganisation
{
    private const int YearsAhead = 2;

    public static byte[] File(PublishedData data, Publisher publisher) =>
        Write("iati-organisations", data.Today, [Organisation(data, publisher)]);

    private static XElement Organisation(PublishedData data, Publisher publisher)
    {
        var years = Enumerable.Range(data.Today.Year, YearsAhead + 1).ToList();
        var due = (
            from grant in data.Grants
            from part in grant.Agreement?.Instalments.AsEnumerable() ?? []
            let day = Wire.Day(part.PaidOn.Length > 0 ? part.PaidOn : part.DueOn)!.Value
            select (day.Year, Country: grant.Award.CountryCode, part.Amount.MinorUnits)
        ).ToList();
        return new XElement(
            "iati-organisation",
            Defaults(),
            new XElement("organisation-identifier", publisher.Identifier),
            new XElement("name", Narrative(publisher.Name)),
            ReportingOrganisation(publisher),
            from year in years
            let cents = due.Where(part => part.Year == year).Sum(part => part.MinorUnits)
            select new XElement("total-budget", new XAttribute("status", "2"), Period(year, cents)),
            from part in due
            where years.Contains(part.Year)
            group part.MinorUnits by (part.Country, part.Year) into country
            orderby country.Key
            select new XElement(
                "recipient-country-budget",
                new XAttribute("status", "2"),
                Code("recipient-country", country.Key.Country),
                Period(country.Key.Year, country.Sum())
            ),
            Years
                .Of(data.History)
                .Select(year => new XElement("total-expenditure", Period(year.Year, year.DisbursedMinor)))
        );
    }

    private static IEnumerable<XElement> Period(int year, long minorUnits)
    {
        var first = new DateOnly(year, 1, 1);
        return [Date("period-start", first), Date("period-end", new DateOnly(year, 12, 31)), Value(minorUnits, first)];
    }
}
