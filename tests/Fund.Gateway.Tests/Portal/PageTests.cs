using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Fund.Testing;
using Grpc.Core;

namespace Fund.Gateway.Tests.Portal;

/// <summary>The public pages as a browser gets them.</summary>
public sealed class PageTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Theory]
    [InlineData("/en", "USD\u00A0832,602", "15 December 2026, 23:59", "Albania")]
    [InlineData("/fr", "832\u202F602\u00A0USD", "15 décembre 2026, 23:59", "Albanie")]
    public async Task The_front_page_shows_position_calls_people_and_awards(
        string path,
        string money,
        string date,
        string country
    )
    {
        PublicFacts.Tell(gateway.Backend);

        var page = await PageAsync(path);

        Assert.Equal(path[1..], page.DocumentElement.GetAttribute("lang"));
        Assert.Contains(money, page.QuerySelector("#position")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(date, page.QuerySelector("#calls")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Europe/Vienna", page.QuerySelector("#calls")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            date.Replace(" 2026", "", StringComparison.Ordinal).Replace("23:59", "23:00 UTC", StringComparison.Ordinal),
            page.QuerySelector("#calls small")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("2026-12-15T23:00Z", page.QuerySelector("#calls time")!.GetAttribute("datetime"));
        Assert.Contains(country, page.QuerySelector("#awards")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(
            path == "/en" ? "1,722" : "1\u202F722",
            page.QuerySelector("#figures")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Empty(page.QuerySelectorAll("script:not([src]), [style], [onclick]"));
    }

    [Fact]
    public async Task Protected_figures_say_so_and_show_nothing()
    {
        PublicFacts.Tell(gateway.Backend);

        var page = await PageAsync("/en/figures");

        var row = page.QuerySelectorAll("#figures tbody tr")
            .First(candidate => candidate.TextContent.Contains("Children"));
        var cells = row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).ToList();
        var hidden = "protected: fewer than 11 or needed to protect another";
        Assert.Equal(["112", hidden, hidden, "161"], cells);
        Assert.Contains("computed from the totals", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/en", "USD\u00A01,250,000.50", "USD\u00A031,000", "Member State")]
    [InlineData("/fr", "1\u202F250\u202F000,50\u00A0USD", "31\u202F000\u00A0USD", "État Membre")]
    public async Task The_register_names_who_may_be_named_and_rounds_the_others(
        string path,
        string exact,
        string rounded,
        string kind
    )
    {
        PublicFacts.Tell(gateway.Backend);

        var page = await PageAsync(path + "/register");

        var rows = page.QuerySelectorAll("#register tbody tr").Select(row => row.TextContent).ToList();
        Assert.Contains(exact, rows[0], StringComparison.Ordinal);
        Assert.Contains(kind, rows[0], StringComparison.Ordinal);
        Assert.Contains(rounded, rows[1], StringComparison.Ordinal);
        Assert.Contains(path == "/en" ? "not shown" : "non publié", rows[2], StringComparison.Ordinal);
        var asked = (Donations.V1.ListPublicRegisterRequest)gateway.Backend.Last("ListPublicRegister").Request;
        Assert.Equal(path[1..], asked.Language);
        Assert.Equal(
            $"/api/v1/public-register/file?language={path[1..]}",
            page.QuerySelector("main a[href^='/api']")!.GetAttribute("href")
        );
    }

    [Fact]
    public async Task Zero_is_shown_as_zero()
    {
        PublicFacts.Tell(gateway.Backend);

        var page = await PageAsync("/en/figures");

        var row = page.QuerySelectorAll("#figures tbody tr").First(r => r.Children[0].TextContent == "Not recorded");
        Assert.Equal("0", row.Children[1].TextContent.Trim());
    }

    [Fact]
    public async Task The_chart_has_its_data_in_a_table_and_a_summary()
    {
        PublicFacts.Tell(gateway.Backend);

        var page = await PageAsync("/en/position");

        var chart = page.QuerySelector("#position svg[role=img]")!;
        Assert.Contains("available", chart.GetAttribute("aria-label"), StringComparison.Ordinal);
        var figures = page.QuerySelectorAll("#position table td").Select(cell => cell.TextContent).ToList();
        Assert.Equal(8, figures.Count);
        Assert.Equal("832,602.47", figures[^1]);
    }

    [Theory]
    [InlineData("GetFundPosition", "#position")]
    [InlineData("ListCalls", "#calls")]
    [InlineData("GetPublishedFigures", "#figures")]
    [InlineData("ListAwards", "#awards")]
    public async Task When_a_service_is_down_its_part_says_so_and_the_rest_is_there(string rpc, string part)
    {
        PublicFacts.Tell(gateway.Backend);
        gateway.Backend.Fail(rpc, StatusCode.Internal);

        var page = await PageAsync("/en");

        Assert.Single(page.QuerySelectorAll(".f-down"));
        Assert.NotNull(page.QuerySelector(part + " .f-down"));
    }

    [Fact]
    public async Task When_every_service_hangs_the_page_still_comes()
    {
        foreach (var rpc in new[] { "GetFundPosition", "ListCalls", "GetPublishedFigures", "ListAwards" })
        {
            gateway.Backend.Answer(
                rpc,
                async (_, context) =>
                {
                    await Task.Delay(Timeout.Infinite, context.CancellationToken);
                    throw new InvalidOperationException();
                }
            );
        }

        await using var instance = await gateway.StartInstanceAsync();
        using var http = new HttpClient { BaseAddress = instance.HttpAddress, Timeout = TimeSpan.FromSeconds(8) };

        var page = await new HtmlParser().ParseDocumentAsync(await http.GetStringAsync("/en", Token), Token);

        Assert.Equal(4, page.QuerySelectorAll(".f-down").Length);
    }

    [Fact]
    public async Task Nothing_open_or_published_yet_is_said_in_words()
    {
        PublicFacts.Tell(gateway.Backend);
        gateway.Backend.Answer("ListCalls", new GrantCalls.V1.ListCallsResponse());
        gateway.Backend.Answer("GetPublishedFigures", new Beneficiaries.V1.GetPublishedFiguresResponse());
        gateway.Backend.Answer("ListAwards", new GrantCalls.V1.ListAwardsResponse());

        var page = await PageAsync("/en");

        Assert.Contains("No call is open", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("No figures have been published", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Contains("No award has been made", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".f-down"));
    }

    [Theory]
    [InlineData("fr-CA,fr;q=0.9,en;q=0.5", "/fr")]
    [InlineData("de,en;q=0.3", "/en")]
    [InlineData("es;q=0.9,fr;q=0.8,en;q=0.7", "/es")]
    [InlineData("zh-Hans-CN,en;q=0.3", "/zh")]
    [InlineData("", "/en")]
    [InlineData("not a header;;;", "/en")]
    public async Task The_front_door_leads_to_the_visitors_language(string accepts, string location)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Accept-Language", accepts);
        using var response = await gateway.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal(location, response.Headers.Location!.ToString());
        Assert.Contains("Accept-Language", response.Headers.Vary);
    }

    [Theory]
    [InlineData("/en/nothing", "Page not found")]
    [InlineData("/fr/nothing", "Page introuvable")]
    [InlineData("/nothing", "Page not found")]
    public async Task A_page_that_is_not_there_is_a_page(string path, string title)
    {
        using var response = await gateway.Http.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var page = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStringAsync(Token), Token);
        Assert.Equal(title, page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task A_mistake_of_ours_is_a_page_without_its_insides()
    {
        PublicFacts.Tell(gateway.Backend);
        var withoutTerms = new GrantCalls.V1.ListCallsResponse { Calls = { new GrantCalls.V1.Call() } };
        gateway.Backend.Answer("ListCalls", withoutTerms);

        using var response = await gateway.Http.GetAsync("/fr", Token);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.Contains("Un problème est survenu", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.Contains(
            "frame-ancestors",
            response.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/problems/invalid-fields", "INVALID_FIELDS", "400")]
    [InlineData("/fr/problems/not-found", "NOT_FOUND", "404")]
    [InlineData("/problems", null, "409")]
    public async Task The_type_of_a_problem_leads_to_a_page(string path, string? code, string status)
    {
        var page = await PageAsync(path);

        Assert.Equal(code, page.QuerySelector(".govuk-tag")?.TextContent);
        Assert.Contains(status, page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_run_our_script_only_and_stand_in_no_frame()
    {
        PublicFacts.Tell(gateway.Backend);

        using var response = await gateway.Http.GetAsync("/en", Token);

        var policy = string.Join(' ', response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("Referrer-Policy", response.Headers.Select(header => header.Key));
    }

    [Theory]
    [InlineData("/assets/nothing")]
    [InlineData("/assets/../appsettings.json")]
    [InlineData("/assets/%2e%2e/%2e%2e/etc/passwd")]
    public async Task Only_the_builds_own_assets_are_served(string path)
    {
        using var response = await gateway.Http.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<IHtmlDocument> PageAsync(string path) =>
        await new HtmlParser().ParseDocumentAsync(await gateway.Http.GetStringAsync(path, Token), Token);
}
