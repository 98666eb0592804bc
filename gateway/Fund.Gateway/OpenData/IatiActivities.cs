using System.Xml.Linq;
using Fund.Beneficiaries.V1;
using Fund.Donations.V1;
using static Fund.Gateway.OpenData.IatiXml;

namespace Fund.Gateway.OpenData;

/// <summary>
/// The IATI activity file: one activity for the Fund as a whole with what it received and achieved, and one for every
/// project under a signed agreement with what was committed and paid. An award without an agreement is no activity yet.
/// </summary>
internal static class IatiActivities
{
    /// <summary>United Nations Office on Drugs and Crime, in the list of channels of the OECD.</summary>
    private const string Channel = "41128";

    /// <summary>Facilitation of orderly migration, which is where the OECD counts help for victims of trafficking.</summary>
    private const string Sector = "15190";

    /// <summary>Developing countries, not further specified.</summary>
    private const string NoRegion = "998";

    public static byte[] File(PublishedData data, Publisher publisher) =>
        Write("iati-activities", data.Today, All(data, publisher));

    private static IEnumerable<XElement> All(PublishedData data, Publisher publisher)
    {
        yield return FundAsWhole(data, publisher);
        foreach (var grant in data.Grants)
        {
            if (grant.Agreement is { } agreement)
            {
                yield return IatiProject.Of(grant.Award, agreement, data.Today, publisher);
            }
        }
    }

    private static XElement FundAsWhole(PublishedData data, Publisher publisher) =>
        new(
            "iati-activity",
            Defaults(),
            new XAttribute("hierarchy", "1"),
            new XElement("iati-identifier", publisher.FundActivity),
            ReportingOrganisation(publisher),
            new XElement("title", Narrative(publisher.Name)),
            new XElement(
                "description",
                new XAttribute("type", "1"),
                Narrative(
                    "Voluntary contributions from Member States, organisations and individuals, given as grants to "
                        + "non-governmental organisations that assist victims of trafficking in persons directly."
                )
            ),
            Donors(data),
            Accountable(publisher),
            Code("activity-status", "2"),
            ActivityDate("2", data.Began),
            Code("activity-scope", "1"),
            new XElement("recipient-region", new XAttribute("code", NoRegion), new XAttribute("vocabulary", "1")),
            Classification(),
            data.Register.Where(line => line.Amount is { MinorUnits: > 0 })
                .Select(line => Incoming(line, data.Today, publisher)),
            data.Grants.Where(grant => grant.Agreement is not null)
                .Select(grant => Related(publisher.ActivityOf(grant.Award.AwardId), "2")),
            Result(data)
        );

    public static XElement Accountable(Publisher publisher) =>
        new(
            "participating-org",
            new XAttribute("ref", publisher.Identifier),
            new XAttribute("type", Publisher.IatiType),
            new XAttribute("role", "2"),
            new XAttribute("crs-channel-code", Channel),
            Narrative(publisher.Name)
        );

    public static XElement ActivityDate(string type, DateOnly day) =>
        new("activity-date", new XAttribute("type", type), new XAttribute("iso-date", Wire.Iso(day)));

    public static XElement Related(string identifier, string type) =>
        new("related-activity", new XAttribute("ref", identifier), new XAttribute("type", type));

    /// <summary>What all of the Fund's money has in common, in the order of the schema.</summary>
    public static IEnumerable<XElement> Classification() =>
        [
            new XElement("sector", new XAttribute("vocabulary", "1"), new XAttribute("code", Sector)),
            .. new[] { "5.2", "8.7", "16.2" }.Select(target => new XElement(
                "tag",
                new XAttribute("vocabulary", "3"),
                new XAttribute("code", target)
            )),
            Code("default-flow-type", "10"),
            Code("default-finance-type", "110"),
            new XElement("default-aid-type", new XAttribute("code", "C01")),
            Code("default-tied-status", "5"),
        ];

    /// <summary>Those who may be named, and the words for all others together.</summary>
    private static IEnumerable<XElement> Donors(PublishedData data) =>
        data
            .Register.DistinctBy(line => line.DonorName)
            .OrderBy(line => line.DonorName, StringComparer.Ordinal)
            .Select(line => new XElement(
                "participating-org",
                new XAttribute("type", TypeOf(line.Kind)),
                new XAttribute("role", "1"),
                Narrative(line.DonorName)
            ));

    /// <summary>
    /// What a donor gave in a year, dated on its last day: the register is by year, and nothing finer is published.
    /// </summary>
    private static XElement Incoming(RegisterLine line, DateOnly today, Publisher publisher)
    {
        var last = new DateOnly(line.Year, 12, 31);
        var day = last < today ? last : today;
        return new XElement(
            "transaction",
            Code("transaction-type", "1"),
            Date("transaction-date", day),
            Value(line.Amount.MinorUnits, day),
            new XElement("description", Narrative($"Contributions of {line.Year}, as in the public register")),
            new XElement("provider-org", new XAttribute("type", TypeOf(line.Kind)), Narrative(line.DonorName)),
            new XElement(
                "receiver-org",
                new XAttribute("ref", publisher.Identifier),
                new XAttribute("receiver-activity-id", publisher.FundActivity),
                Narrative(publisher.Name)
            )
        );
    }

    /// <summary>Published figures only; a protected one has no element at all, as the standard wants it.</summary>
    private static XElement? Result(PublishedData data)
    {
        var periods = data
            .Releases.OrderBy(release => release.Number)
            .Select(release => (UpTo: Wire.Day(release.UpTo), People: PeopleOf(release)))
            .Where(release => release.UpTo >= data.Began)
            .Select(release => new XElement(
                "period",
                Date("period-start", data.Began),
                Date("period-end", release.UpTo!.Value),
                release.People is { } people ? new XElement("actual", new XAttribute("value", people)) : null
            ))
            .ToList();
        return periods.Count == 0
            ? null
            : new XElement(
                "result",
                new XAttribute("type", "1"),
                new XAttribute("aggregation-status", "false"),
                new XElement("title", Narrative("Victims of trafficking in persons assisted")),
                new XElement(
                    "indicator",
                    new XAttribute("measure", "1"),
                    new XAttribute("ascending", "true"),
                    new XElement("title", Narrative("People assisted directly, each counted once")),
                    periods
                )
            );
    }

    private static int? PeopleOf(PublishedFigures release) =>
        release
            .Tables.FirstOrDefault(table => table.Key == "people_by_country_of_project")
            ?.Cells.FirstOrDefault(cell => cell.Row.Length == 0 && cell.Column.Length == 0 && cell.HasCount)
            ?.Count;

    /// <summary>IATI's type of organisation.</summary>
    private static string TypeOf(DonorKind kind) =>
        kind switch
        {
            DonorKind.MemberState => "10",
            DonorKind.IntergovernmentalOrganisation => "40",
            DonorKind.Foundation => "60",
            DonorKind.PrivateSector => "70",
            _ => "90",
        };
}
