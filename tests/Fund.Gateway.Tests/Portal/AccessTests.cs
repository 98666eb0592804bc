using System.Net;
using Fund.Gateway.Portal.Access;
using Fund.Hosting;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Who may open which page.</summary>
public sealed class AccessTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private static readonly Role[] People =
    [
        .. Enum.GetValues<Role>().Where(role => role is not (Role.Service or Role.Public)),
    ];

    public static TheoryData<string> Pages { get; } = [.. PortalPages.All.Select(page => page.Template)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_page_says_who_may_open_it(string template) =>
        Assert.NotNull(PortalPages.All.First(page => page.Template == template).Access);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Whoever_has_not_signed_in_is_sent_to_do_so(string template)
    {
        var page = PortalPages.All.First(candidate => candidate.Template == template);
        using var response = await gateway.Http.GetAsync("/en" + page.Address, Token);

        if (page.Access!.IsOpen)
        {
            Assert.NotEqual(HttpStatusCode.Found, response.StatusCode);
            return;
        }

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal($"/en/sign-in?return={Uri.EscapeDataString(page.Address)}", response.Headers.Location!.ToString());
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Roles_that_may_not_open_a_page_are_told_so(string template)
    {
        var page = PortalPages.All.First(candidate => candidate.Template == template);
        foreach (var role in page.Access is PageForAttribute some ? People.Except(some.Roles) : [])
        {
            using var response = await GetAsync("/en" + page.Address, await gateway.TokenAsync(role));

            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            var text = await response.Content.ReadAsStringAsync(Token);
            Assert.Contains("not for your role", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("cross-site", null)]
    [InlineData("same-site", null)]
    [InlineData(null, "https://elsewhere.example")]
    [InlineData(null, "null")]
    public async Task A_form_that_another_site_sends_is_refused(string? site, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/en/sign-out");
        request.Headers.Add("Cookie", "fund=" + await gateway.TokenAsync(Role.FinanceOfficer));
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await gateway.Http.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", false, 200)]
    [InlineData("POST", false, 401)]
    [InlineData("POST", true, 400)]
    public async Task The_cookie_reads_from_the_api_but_writes_only_with_our_own_header(
        string method,
        bool header,
        int status
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1/donors");
        request.Headers.Add("Cookie", "fund=" + await gateway.TokenAsync(Role.FinanceOfficer));
        if (header)
        {
            request.Headers.Add(SessionCookie.Header, "1");
        }

        using var response = await gateway.Http.SendAsync(request, Token);

        Assert.Equal(status, (int)response.StatusCode);
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Cookie", "fund=" + token);
        return await gateway.Http.SendAsync(request, Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
