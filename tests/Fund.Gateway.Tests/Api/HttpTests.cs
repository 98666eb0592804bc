using System.Net.Http.Headers;
using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Gateway.Tests.Api;

/// <summary>What HTTP itself offers: tags, conditional requests, links, HEAD, OPTIONS, other sites, compression.</summary>
public sealed class HttpTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Id = "0198f3a2-7c1e-7b11-9f61-3a55c0d4e8b2";
    private const string Donor = $"/api/v1/donors/{Id}";
    private const string Change = """{"kind":"foundation","name":"A"}""";

    [Fact]
    public async Task A_thing_with_a_version_has_it_as_its_tag_and_a_change_says_which_it_is_made_to()
    {
        var token = await gateway.TokenAsync(Role.FinanceOfficer);
        gateway.Backend.Answer(
            "GetDonor",
            new GetDonorResponse
            {
                Donor = new Donor { DonorId = Id, Version = 3 },
            }
        );

        var read = await gateway.SendAsync(HttpMethod.Get, Donor, token);
        var changed = await gateway.SendAsync(HttpMethod.Put, Donor, token, Change, "k", ifMatch: "\"3\"");

        Assert.Equal("\"3\"", read.Headers["ETag"]);
        Assert.Equal(200, changed.Status);
        Assert.Equal(3, ((ChangeDonorRequest)gateway.Backend.Last("ChangeDonor").Request).ExpectedVersion);
    }

    [Theory]
    [InlineData(null, 428, "IF_MATCH_REQUIRED")]
    [InlineData("*", 400, "IF_MATCH_INVALID")]
    [InlineData("W/\"3\"", 400, "IF_MATCH_INVALID")]
    [InlineData("\"3\", \"4\"", 400, "IF_MATCH_INVALID")]
    [InlineData("3", 400, "IF_MATCH_INVALID")]
    [InlineData("\"\"", 400, "IF_MATCH_INVALID")]
    [InlineData("\"9999999999\"", 400, "IF_MATCH_INVALID")]
    public async Task A_change_that_does_not_say_what_it_is_made_to_is_refused(string? tag, int status, string reason)
    {
        var token = await gateway.TokenAsync(Role.FinanceOfficer);

        var answer = await gateway.SendAsync(HttpMethod.Put, Donor, token, Change, "k", ifMatch: tag);

        Assert.Equal((status, reason), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task A_change_to_an_older_version_is_answered_with_what_it_is_now()
    {
        var token = await gateway.TokenAsync(Role.ProgrammeOfficer);
        const string path = $"/api/v1/calls/{Id}";
        gateway.Backend.Refuse("UpdateCall", Refusals.ChangedMeanwhile("call"));
        gateway.Backend.Answer(
            "GetCall",
            new GetCallResponse
            {
                Call = new Call { CallId = Id, Version = 8 },
            }
        );

        var answer = await gateway.SendAsync(HttpMethod.Put, path, token, "{}", "k", ifMatch: "\"7\"");

        Assert.Equal((412, "CHANGED_MEANWHILE"), (answer.Status, answer.Reason));
        Assert.Equal(412, answer.Json["status"]!.GetValue<int>());
        Assert.Equal("\"8\"", answer.Headers["ETag"]);
        Assert.Equal(8, answer.Json["current"]!["version"]!.GetValue<int>());

        gateway.Backend.Refuse("GetCall", Refusals.NotFound("call", Id));
        var blind = await gateway.SendAsync(HttpMethod.Put, path, token, "{}", "k", ifMatch: "\"7\"");
        Assert.Equal((412, null), (blind.Status, blind.Json["current"]));
    }

    [Fact]
    public async Task Public_data_can_be_kept_a_while_and_is_not_sent_twice()
    {
        const string path = "/api/v1/awards";
        var first = await gateway.SendAsync(HttpMethod.Get, path);

        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", $"\"other\", {first.Headers["ETag"]}");
        using var second = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((200, "public, max-age=60"), (first.Status, first.Headers["Cache-Control"]));
        Assert.Equal("Authorization", first.Headers["Vary"]);
        Assert.Equal(304, (int)second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        var token = await gateway.TokenAsync(Role.Reviewer);
        var signedIn = await gateway.SendAsync(HttpMethod.Get, path, token);
        Assert.Equal("no-store", signedIn.Headers["Cache-Control"]);
        Assert.False(signedIn.Headers.ContainsKey("ETag"));
    }

    [Fact]
    public async Task A_list_links_to_its_next_page_with_everything_that_was_asked_for()
    {
        var token = await gateway.TokenAsync(Role.FinanceOfficer);
        gateway.Backend.Answer(
            "ListDonors",
            new ListDonorsResponse { Page = new PageResponse { NextPageToken = "a+b" } }
        );

        var answer = await gateway.SendAsync(
            HttpMethod.Get,
            "/api/v1/donors?pageSize=2&search=a%20%26b&pageToken=before",
            token
        );

        Assert.Equal(
            "</api/v1/donors?pageSize=2&search=a%20%26b&pageToken=a%2Bb>; rel=\"next\"",
            answer.Headers["Link"]
        );
        gateway.Backend.Answer("ListDonors", new ListDonorsResponse { Page = new PageResponse() });
        var last = await gateway.SendAsync(HttpMethod.Get, "/api/v1/donors", token);
        Assert.False(last.Headers.ContainsKey("Link"));
    }

    [Fact]
    public async Task HEAD_has_the_headers_of_GET_and_no_body()
    {
        var get = await gateway.SendAsync(HttpMethod.Get, "/api/v1/awards");
        using var request = new HttpRequestMessage(HttpMethod.Head, "/api/v1/awards");
        using var head = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)head.StatusCode);
        Assert.Equal(get.Headers["ETag"], head.Headers.ETag!.ToString());
        Assert.Equal(get.Headers["Content-Length"], $"{head.Content.Headers.ContentLength}");
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task OPTIONS_says_what_is_possible_and_only_open_data_can_be_read_from_other_sites()
    {
        var open = await gateway.SendAsync(HttpMethod.Options, "/api/v1/awards");
        var closed = await gateway.SendAsync(HttpMethod.Options, Donor);
        var read = await gateway.SendAsync(HttpMethod.Get, "/api/v1/awards");
        var own = await gateway.SendAsync(HttpMethod.Get, Donor, await gateway.TokenAsync(Role.FinanceOfficer));

        Assert.Equal((204, "GET, HEAD, OPTIONS"), (open.Status, open.Headers["Allow"]));
        Assert.Equal("*", open.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal("GET, HEAD", open.Headers["Access-Control-Allow-Methods"]);
        Assert.Equal((204, "GET, HEAD, OPTIONS, PUT"), (closed.Status, Sorted(closed.Headers["Allow"])));
        Assert.Equal("*", read.Headers["Access-Control-Allow-Origin"]);
        Assert.All(
            new[] { closed, own },
            answer => Assert.DoesNotContain(answer.Headers.Keys, name => name.StartsWith("Access-Control", Ordinal))
        );
        Assert.DoesNotContain("Access-Control-Allow-Credentials", read.Headers.Keys);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Long_answers_are_compressed_but_never_one_that_shows_a_secret(string coding)
    {
        var token = await gateway.TokenAsync(Role.FinanceOfficer);
        var donors = Enumerable.Range(0, 100).Select(number => new Donor { Name = $"Donor {number}" });
        gateway.Backend.Answer("ListDonors", new ListDonorsResponse { Donors = { donors } });

        Assert.Equal(coding, await CodingAsync(HttpMethod.Get, "/api/v1/donors", token, null, coding));
        Assert.Equal("", await CodingAsync(HttpMethod.Get, "/api/v1/session", token, null, coding));
        gateway.Backend.Answer(
            "RegisterDonor",
            new RegisterDonorResponse
            {
                Donor = new Donor { DonorId = Id, Name = new string('a', 5000) },
            }
        );
        Assert.Equal("", await CodingAsync(HttpMethod.Post, "/api/v1/donors", token, "{}", coding));
    }

    [Fact]
    public async Task Every_answer_says_that_it_is_data_and_not_a_page()
    {
        foreach (var path in new[] { "/api/v1/awards", "/api/v1/donors", "/api/nothing", "/openapi/v1.json" })
        {
            var answer = await gateway.SendAsync(HttpMethod.Get, path);

            Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
            Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
            Assert.Equal("default-src 'none'; frame-ancestors 'none'", answer.Headers["Content-Security-Policy"]);
            Assert.False(answer.Headers.ContainsKey("Server"));
        }
    }

    [Theory]
    [InlineData("/evil.example")]
    [InlineData("/%5Cevil.example")]
    [InlineData("en//evil.example")]
    [InlineData("fr/%2F%2Fevil.example")]
    [InlineData("favicon.ico?to=https://evil.example")]
    [InlineData("en/sign-in?return=https://evil.example")]
    public async Task Nothing_leads_to_another_site(string path)
    {
        var here = gateway.Http.BaseAddress!;
        using var answer = await gateway.Http.GetAsync(
            new Uri(here.AbsoluteUri + path),
            TestContext.Current.CancellationToken
        );

        var to = answer.Headers.Location is { } location ? new Uri(here, location) : here;
        Assert.Equal(here.Authority, to.Authority);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static string Sorted(string list) => string.Join(", ", list.Split(", ").Order(StringComparer.Ordinal));

    private async Task<string> CodingAsync(HttpMethod method, string path, string token, string? body, string coding)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(coding));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        if (body is not null)
        {
            request.Content = new StringContent(body, null, "application/json");
        }

        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
        return string.Join(",", response.Content.Headers.ContentEncoding);
    }
}
