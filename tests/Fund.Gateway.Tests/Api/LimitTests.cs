using System.Net;
using System.Net.Http.Headers;
using Fund.Hosting;

namespace Fund.Gateway.Tests.Api;

/// <summary>How much one address and one person may ask for, and whom to believe about the address.</summary>
public sealed class LimitTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Open = "/api/v1/awards";
    private const string Reading = "/api/v1/donors";

    [Fact]
    public async Task Whoever_asks_for_too_much_waits_and_nobody_else_does()
    {
        await using var instance = await gateway.StartInstanceAsync(arguments: "--RateLimits:ReadsPerSecond=1");
        using var http = new HttpClient { BaseAddress = instance.HttpAddress };
        var noisy = await gateway.TokenAsync(Role.FinanceOfficer);
        var quiet = await gateway.TokenAsync(Role.Auditor);

        var answers = new List<HttpResponseMessage>();
        for (var number = 0; number < 20; number++)
        {
            answers.Add(await SendAsync(http, HttpMethod.Get, Reading, noisy));
        }

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.NotEmpty(refused);
        Assert.InRange(refused[0].Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 5);
        Assert.Contains("TOO_MANY_REQUESTS", await refused[0].Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(200, (int)(await SendAsync(http, HttpMethod.Get, Reading, quiet)).StatusCode);
        Assert.Equal(200, (int)(await SendAsync(http, HttpMethod.Get, Open, null)).StatusCode);

        // Another token of the same person is the same person.
        var again = await gateway.TokenAsync(Role.FinanceOfficer);
        var more = await SendAsync(http, HttpMethod.Get, Reading, again);
        Assert.Equal(429, (int)more.StatusCode);
    }

    [Theory]
    [InlineData("PublicPerSecond=1", "GET", Open)]
    [InlineData("SignInsPerMinute=2", "POST", "/api/v1/session")]
    [InlineData("AddressPerSecond=1", "GET", "/en")]
    public async Task An_address_has_its_limits_too(string setting, string method, string path)
    {
        await using var instance = await gateway.StartInstanceAsync(arguments: $"--RateLimits:{setting}");
        using var http = new HttpClient { BaseAddress = instance.HttpAddress };

        var statuses = new List<int>();
        for (var number = 0; number < 10; number++)
        {
            statuses.Add((int)(await SendAsync(http, new HttpMethod(method), path, null)).StatusCode);
        }

        Assert.Contains(429, statuses);
        Assert.NotEqual(429, statuses[0]);
    }

    [Fact]
    public async Task Only_known_proxies_are_believed_about_who_asks()
    {
        await using var trusting = await gateway.StartInstanceAsync(
            arguments: ["--RateLimits:PublicPerSecond=1", "--Proxies:Known=127.0.0.0/8, ::1"]
        );
        await using var alone = await gateway.StartInstanceAsync(arguments: "--RateLimits:PublicPerSecond=1");

        Assert.DoesNotContain(429, await FromManyAsync(trusting.HttpAddress));
        Assert.Contains(429, await FromManyAsync(alone.HttpAddress));
    }

    [Fact]
    public async Task A_proxy_that_cannot_be_read_stops_the_start()
    {
        var failure = await Assert.ThrowsAsync<BadConfigurationException>(() =>
            gateway.StartInstanceAsync(arguments: "--Proxies:Known=proxy.example")
        );

        Assert.Contains("proxy.example", string.Join(' ', failure.Problems), StringComparison.Ordinal);
    }

    private static async Task<List<int>> FromManyAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        var statuses = new List<int>();
        for (var number = 1; number <= 10; number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Open);
            request.Headers.Add("X-Forwarded-For", $"203.0.113.{number}");
            using var response = await http.SendAsync(request);
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient http,
        HttpMethod method,
        string path,
        string? token
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await http.SendAsync(request);
    }
}
