using System.Xml.Linq;
using Fund.GrantCalls.V1;
using Fund.Projects.V1;
using static Fund.Gateway.OpenData.IatiXml;

namespace Fund.Gateway.OpenData;

/// <summary>One project as an IATI activity. Its place is a country and nothing nearer.</summary>
internal static class IatiProject
{
    public static XElement Of(Award award, PublishedActivity agreement, DateOnly today, Publisher publisher)
    {
        var project = new Project(award, agreement, publisher);
        return new XElement(
            "iati-activity",
            Defaults(),
            new XAttribute("hierarchy", "2"),
            new XElement("iati-identifier", project.Identifier),
            ReportingOrganisation(publisher),
            new XElement("title", Narrative(agreement.Title)),
            new XElement(
                "description",
                new XAttribute("type", "1"),
                Narrative(
                    $"Direct assistance to victims of trafficking in persons by {award.OrganisationName}, "
                        + $"{award.DurationMonths} months."
                )
            ),
            new XElement(
                "participating-org",
                new XAttribute("ref", publisher.Identifier),
                new XAttribute("type", Publisher.IatiType),
                new XAttribute("role", "1"),
                new XAttribute("activity-id", publisher.FundActivity),
                Narrative(publisher.Name)
            ),
            IatiActivities.Accountable(publisher),
            new XElement("participating-org", new XAttribute("role", "4"), Narrative(award.OrganisationName)),
            new XElement(
                "other-identifier",
                new XAttribute("ref", agreement.AgreementNumber),
                new XAttribute("type", "A1")
            ),
            Code("activity-status", StatusOf(agreement.State)),
            Dates(project, agreement.State, today),
            Code("recipient-country", agreement.CountryCode),
            IatiActivities.Classification(),
            Budgets(project),
            agreement.Instalments.Where(part => part.PaidOn.Length == 0).Select(project.Planned),
            project.Transaction("2", project.Signed, agreement.Amount.MinorUnits, "Grant agreement"),
            from part in agreement.Instalments
            where part.PaidOn.Length > 0
            orderby part.Number
            let day = Wire.Day(part.PaidOn)!.Value
            select project.Transaction("3", day, part.Amount.MinorUnits, $"Instalment {part.Number}"),
            IatiActivities.Related(publisher.FundActivity, "1")
        );
    }

    private static IEnumerable<XElement> Dates(Project project, AgreementState state, DateOnly today)
    {
        yield return IatiActivities.ActivityDate("1", project.Starts);
        if (project.Starts <= today)
        {
            yield return IatiActivities.ActivityDate("2", project.Starts);
        }

        yield return IatiActivities.ActivityDate("3", project.Ends);
        if (state == AgreementState.Closed && project.Ends <= today)
        {
            yield return IatiActivities.ActivityDate("4", project.Ends);
        }
    }

    /// <summary>
    /// The grant by year of the project, for a budget may cover no more than a year: what falls due in it. What is due
    /// before the first day or after the last belongs to the first or last year, so that the years add up to the grant.
    /// </summary>
    private static IEnumerable<XElement> Budgets(Project project)
    {
        for (var start = project.Starts; start <= project.Ends; start = start.AddYears(1))
        {
            var next = start.AddYears(1);
            var isFirst = start == project.Starts;
            var isLast = next > project.Ends;
            var cents = project
                .Instalments.Where(part =>
                    (isFirst || Wire.Day(part.DueOn) >= start) && (isLast || Wire.Day(part.DueOn) < next)
                )
                .Sum(part => part.Amount.MinorUnits);
            if (cents > 0)
            {
                yield return new XElement(
                    "budget",
                    new XAttribute("type", "1"),
                    new XAttribute("status", "2"),
                    Date("period-start", start),
                    Date("period-end", isLast ? project.Ends : next.AddDays(-1)),
                    Value(cents, project.Signed)
                );
            }
        }
    }

    private static string StatusOf(AgreementState state) =>
        state switch
        {
            AgreementState.Active => "2",
            AgreementState.Closing => "3",
            AgreementState.Closed => "4",
            AgreementState.Terminated => "5",
            AgreementState.Suspended => "6",
            _ => "1",
        };

    /// <summary>What the parts of the activity are made from.</summary>
    private sealed class Project(Award award, PublishedActivity agreement, Publisher publisher)
    {
        public string Identifier { get; } = publisher.ActivityOf(award.AwardId);

        public DateOnly Signed { get; } = Wire.Day(agreement.SignedOn)!.Value;

        public DateOnly Starts { get; } = Wire.Day(agreement.StartsOn)!.Value;

        public DateOnly Ends { get; } = Wire.Day(agreement.EndsOn)!.Value;

        public IReadOnlyList<PublishedInstalment> Instalments => agreement.Instalments;

        public XElement Transaction(string type, DateOnly day, long minorUnits, string what) =>
            new(
                "transaction",
                Code("transaction-type", type),
                Date("transaction-date", day),
                Value(minorUnits, day),
                new XElement("description", Narrative(what)),
                Provider(),
                Receiver()
            );

        public XElement Planned(PublishedInstalment part) =>
            new(
                "planned-disbursement",
                new XAttribute("type", "1"),
                Date("period-start", Wire.Day(part.DueOn)!.Value),
                Value(part.Amount.MinorUnits, Wire.Day(part.DueOn)!.Value),
                Provider(),
                Receiver()
            );

        private XElement Provider() =>
            new(
                "provider-org",
                new XAttribute("ref", publisher.Identifier),
                new XAttribute("provider-activity-id", publisher.FundActivity),
                new XAttribute("type", Publisher.IatiType),
                Narrative(publisher.Name)
            );

        private XElement Receiver() => new("receiver-org", Narrative(award.OrganisationName));
    }
}
