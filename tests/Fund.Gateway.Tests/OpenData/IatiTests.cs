using System.Xml.Linq;
using Fund.Beneficiaries.V1;
using Fund.Donations.V1;
using Fund.Gateway.OpenData;
using Fund.Gateway.Tests.Portal;
using Fund.Testing;

namespace Fund.Gateway.Tests.OpenData;

/// <summary>The IATI files, against the standard's own schemas and rules.</summary>
public sealed class IatiTests(RunningGateway gateway) : IClassFixture<RunningGateway>, IAsyncLifetime
{
    /// <summary>What is planned, paid or in the future depends on the day.</summary>
    private static readonly DateOnly Today = new(2026, 11, 22);
    private const string Activities = "/open-data/iati/activities.xml";
    private const string Organisation = "/open-data/iati/organisation.xml";

    private readonly HttpClient _http = new();
    private RunningService? _instance;

    public async ValueTask InitializeAsync()
    {
        _instance = await gateway.StartInstanceAsync(new TestClock(new(Today, default, TimeSpan.Zero)));
        _http.BaseAddress = _instance.HttpAddress;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _instance!.DisposeAsync();
    }

    [Theory]
    [InlineData(Activities, "iati-activities-schema.xsd")]
    [InlineData(Organisation, "iati-organisations-schema.xsd")]
    public async Task A_file_is_valid_by_schema_and_ruleset(string address, string schema)
    {
        var file = await FileAsync(address);

        Assert.Empty(IatiSchema.ProblemsOf(file, schema));
        Assert.Empty(IatiRuleset.BrokenBy(file, Today));
    }

    [Fact]
    public async Task A_fund_without_anything_has_valid_files_too()
    {
        PublicFacts.Tell(gateway.Backend);
        gateway.Backend.Answer("ListAwards", new GrantCalls.V1.ListAwardsResponse());
        gateway.Backend.Answer("ListPublishedActivities", new Projects.V1.ListPublishedActivitiesResponse());
        gateway.Backend.Answer("ListPublicRegister", new ListPublicRegisterResponse());
        gateway.Backend.Answer("ListPublishedReleases", new ListPublishedReleasesResponse());
        gateway.Backend.Answer("GetPositionHistory", new GetPositionHistoryResponse());

        var activities = await _http.GetStringAsync(Activities, Token);
        var organisation = await _http.GetStringAsync(Organisation, Token);

        Assert.Empty(IatiSchema.ProblemsOf(activities, "iati-activities-schema.xsd"));
        Assert.Empty(IatiRuleset.BrokenBy(activities, Today));
        Assert.Empty(IatiSchema.ProblemsOf(organisation, "iati-organisations-schema.xsd"));
        Assert.Empty(IatiRuleset.BrokenBy(organisation, Today));
    }

    /// <summary>The judge is no good unless it finds what is wrong.</summary>
    [Theory]
    [InlineData("1.1.3", "<iati-identifier>XI-EXAMPLE-VICTIMSFUND-FUND<", "<iati-identifier>XI-EXAMPLE-VICTIMSFUND<")]
    [InlineData("1.1.21", "<iati-identifier>XI-EXAMPLE-VICTIMSFUND-FUND<", "<iati-identifier>YY-FUND<")]
    [InlineData("6.11.1", "activity-date type=\"2\"", "activity-date type=\"4\"")]
    [InlineData("6.2.2", "<sector vocabulary=\"1\" code=\"15190\" />", "")]
    [InlineData(
        "11.2.1",
        "<transaction-date iso-date=\"2026-07-03\" />",
        "<transaction-date iso-date=\"2999-07-03\" />"
    )]
    [InlineData(
        "11.1.2",
        "activity-date type=\"3\" iso-date=\"2027-12-31\"",
        "activity-date type=\"3\" iso-date=\"2020-12-31\""
    )]
    [InlineData("7.5.3", "<period-end iso-date=\"2027-06-30\" />", "<period-end iso-date=\"2028-12-31\" />")]
    [InlineData("8.10.1", "<actual value=\"1722\" />", "<actual />")]
    [InlineData("7.8.1", "default-currency=\"USD\"", "")]
    [InlineData("4.1.1", "xml:lang=\"en\"", "")]
    [InlineData("3.4.4", "recipient-region code=\"998\"", "recipient-region percentage=\"40\" code=\"998\"")]
    public async Task The_ruleset_finds_what_is_wrong(string rule, string right, string wrong)
    {
        var file = await FileAsync(Activities);
        Assert.Contains(right, file, StringComparison.Ordinal);

        var broken = IatiRuleset.BrokenBy(file.Replace(right, wrong, StringComparison.Ordinal), Today);

        Assert.Contains(broken, problem => problem.StartsWith(rule + " ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_project_says_what_was_committed_paid_and_planned_and_its_budget_is_the_grant()
    {
        var file = XDocument.Parse(await FileAsync(Activities));

        var project = file.Root!.Elements("iati-activity").Single(activity => Attribute(activity, "hierarchy") == "2");
        Assert.Equal(
            [("2", "2026-06-20", "57000.00"), ("3", "2026-07-03", "30000.00")],
            project
                .Elements("transaction")
                .Select(one =>
                    (
                        Attribute(one.Element("transaction-type")!, "code"),
                        Attribute(one.Element("transaction-date")!, "iso-date"),
                        one.Element("value")!.Value
                    )
                )
        );
        Assert.Equal(["50000.00", "7000.00"], project.Elements("budget").Select(one => one.Element("value")!.Value));
        Assert.Equal(2, project.Elements("planned-disbursement").Count());
        Assert.Equal("AL", Attribute(project.Element("recipient-country")!, "code"));
        Assert.Empty(project.Elements("location"));
        Assert.Equal("VTF-2026-0001", Attribute(project.Element("other-identifier")!, "ref"));
    }

    [Fact]
    public async Task What_came_in_is_what_the_register_shows_and_what_is_not_shown_is_not_there()
    {
        var file = XDocument.Parse(await FileAsync(Activities));

        var fund = file.Root!.Elements("iati-activity").First();
        Assert.Equal(
            [("République d'Albanie", "1250000.50"), ("Individuals", "31000.00")],
            fund.Elements("transaction")
                .Select(one => (one.Element("provider-org")!.Value, one.Element("value")!.Value))
        );
        Assert.Equal("1722", fund.Descendants("actual").Single().Attribute("value")!.Value);
    }

    [Fact]
    public async Task A_protected_figure_has_no_element_at_all()
    {
        PublicFacts.Tell(gateway.Backend);
        var table = new PublishedTable { Key = "people_by_country_of_project" };
        table.Cells.Add(new PublishedCell { Protected = true });
        var figures = new PublishedFigures
        {
            ReleaseId = PublicFacts.Release,
            Number = 3,
            UpTo = "2026-09-30",
            Tables = { table },
        };
        gateway.Backend.Answer("GetPublishedFigures", new GetPublishedFiguresResponse { Figures = figures });

        var file = await _http.GetStringAsync(Activities, Token);

        Assert.DoesNotContain("<actual", file, StringComparison.Ordinal);
        Assert.Empty(IatiSchema.ProblemsOf(file, "iati-activities-schema.xsd"));
        Assert.Empty(IatiRuleset.BrokenBy(file, Today));
    }

    [Fact]
    public async Task The_organisation_file_has_what_is_promised_by_year_and_country_and_what_was_paid()
    {
        var file = XDocument.Parse(await FileAsync(Organisation));

        var organisation = file.Root!.Element("iati-organisation")!;
        Assert.Equal(
            ["30000.00", "20000.00", "7000.00"],
            organisation.Elements("total-budget").Select(one => one.Element("value")!.Value)
        );
        Assert.Equal(
            ["AL", "AL", "AL"],
            organisation
                .Elements("recipient-country-budget")
                .Select(one => Attribute(one.Element("recipient-country")!, "code"))
        );
        Assert.Equal(
            ["450000.00", "1788000.00", "1650000.00"],
            organisation.Elements("total-expenditure").Select(one => one.Element("value")!.Value)
        );
    }

    [Fact]
    public void Years_are_what_moved_between_their_ends()
    {
        var years = Years.Of(PublicProjects.History().Points.SkipWhile(point => point.Received.MinorUnits == 0));

        Assert.Equal([2024, 2025, 2026], years.Select(year => year.Year));
        Assert.Equal([3 * 250_000_00L, 12 * 250_000_00L, 11 * 250_000_00L], years.Select(year => year.ReceivedMinor));
        Assert.Equal(26 * 50_000_00L, years[^1].AvailableMinor);
    }

    private async Task<string> FileAsync(string address)
    {
        PublicFacts.Tell(gateway.Backend);
        return await _http.GetStringAsync(address, Token);
    }

    private static string Attribute(XElement element, string name) => element.Attribute(name)!.Value;

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
