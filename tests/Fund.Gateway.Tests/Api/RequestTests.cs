using System.Text;
using Fund.Gateway.Api;
using Fund.Hosting;

namespace Fund.Gateway.Tests.Api;

/// <summary>What a request must look like before a service hears of it.</summary>
public sealed class RequestTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Donors = "/api/v1/donors";
    private const string Donor = """{"kind":"individual","name":"Somebody"}""";

    [Fact]
    public async Task A_list_says_beside_its_rows_what_the_answer_says_of_it()
    {
        gateway.Backend.Answer(
            "ListPublicRegister",
            new Donations.V1.ListPublicRegisterResponse
            {
                Lines = { new Donations.V1.RegisterLine { Year = 2026 } },
                UpdatedAt = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = 1_790_000_000 },
            }
        );

        var register = (await gateway.SendAsync(HttpMethod.Get, "/api/v1/public-register")).Json;

        Assert.Equal("2026-09-21T14:13:20Z", register["updatedAt"]!.GetValue<string>());
        Assert.Single(register["items"]!.AsArray());
        Assert.Equal("", register["nextPageToken"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_write_without_an_idempotency_key_is_refused()
    {
        var answer = await gateway.SendAsync(HttpMethod.Post, Donors, await FinanceAsync(), Donor);

        Assert.Equal((400, "IDEMPOTENCY_KEY_REQUIRED"), (answer.Status, answer.Reason));
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal("/problems/idempotency-key-required", answer.Json["type"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("tab\tinside")]
    [InlineData("")]
    public async Task An_idempotency_key_is_visible_ascii(string key)
    {
        var answer = await gateway.SendAsync(HttpMethod.Post, Donors, await FinanceAsync(), Donor, key);

        Assert.Equal((400, "IDEMPOTENCY_KEY_INVALID"), (answer.Status, answer.Reason));
    }

    [Theory]
    [InlineData(100, 201)]
    [InlineData(101, 400)]
    public async Task An_idempotency_key_has_at_most_100_characters(int length, int status)
    {
        var answer = await gateway.SendAsync(
            HttpMethod.Post,
            Donors,
            await FinanceAsync(),
            Donor,
            new string('~', length)
        );

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task The_request_id_cannot_come_from_the_body()
    {
        var answer = await gateway.PostAsync(Donors, await FinanceAsync(), """{"requestId":"mine"}""");

        Assert.Equal("/requestId", answer.Json["errors"]![0]!["field"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_id_in_the_address_cannot_also_be_in_the_body()
    {
        var id = Guid.CreateVersion7();
        var body = $$"""{"pledgeId":"{{id}}","reason":"x"}""";

        var answer = await gateway.PostAsync($"/api/v1/pledges/{id}/cancellation", await FinanceAsync(), body);

        Assert.Equal("/pledgeId", answer.Json["errors"]![0]!["field"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("?colour=red", "/colour")]
    [InlineData("?search=a&search=b", "/search")]
    [InlineData("?pageSize=ten", "/pageSize")]
    [InlineData("?pageSize=1.5", "/pageSize")]
    [InlineData("?page=1", "/page")]
    public async Task A_query_says_only_what_the_route_knows(string query, string field)
    {
        var answer = await gateway.SendAsync(HttpMethod.Get, Donors + query, await FinanceAsync());

        Assert.Equal((400, field), (answer.Status, answer.Json["errors"]![0]!["field"]!.GetValue<string>()));
    }

    [Fact]
    public async Task An_unknown_state_in_a_query_is_refused_with_those_allowed()
    {
        var answer = await gateway.SendAsync(HttpMethod.Get, "/api/v1/bank-entries?state=lost", await FinanceAsync());

        Assert.Contains("candidate, confirmed, dismissed, information", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_takes_nothing_from_the_query()
    {
        var answer = await gateway.PostAsync(Donors + "?name=Other", await FinanceAsync(), Donor);

        Assert.Equal(400, answer.Status);
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/jsonp", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/xml", 415)]
    [InlineData("application/json; charset=utf-8", 201)]
    [InlineData("APPLICATION/JSON", 201)]
    public async Task A_json_body_is_called_json(string type, int status)
    {
        var answer = await gateway.SendAsync(HttpMethod.Post, Donors, await FinanceAsync(), Donor, Key(), type);

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task A_missing_body_is_refused_where_one_is_needed_and_fine_where_none_is()
    {
        var token = await FinanceAsync();
        var needed = await gateway.SendAsync(HttpMethod.Post, Donors, token, null, Key());
        var empty = await gateway.SendAsync(
            HttpMethod.Post,
            $"/api/v1/reports/{Guid.Empty}/acceptance",
            token,
            null,
            Key()
        );
        var braces = await gateway.PostAsync($"/api/v1/reports/{Guid.Empty}/acceptance", token, "{}");

        Assert.Equal((400, 200, 200), (needed.Status, empty.Status, braces.Status));
    }

    [Theory]
    [InlineData(Donors, "application/json", RequestBody.JsonLimit)]
    [InlineData("/api/v1/bank-statements", "application/xml", RequestBody.FileLimit)]
    public async Task A_body_over_the_limit_is_refused_with_and_without_a_length(string path, string type, int limit)
    {
        var token = await FinanceAsync();
        foreach (var chunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path);
            request.Headers.Authorization = new("Bearer", token);
            request.Headers.Add("Idempotency-Key", Key());
            request.Headers.TransferEncodingChunked = chunked;

            // The client looks for an answer before it sends everything, so that it hears the refusal.
            request.Headers.ExpectContinue = true;
            request.Content = new ByteArrayContent(new byte[limit + 1]);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(413, (int)response.StatusCode);
        }
    }

    [Fact]
    public async Task A_large_file_reaches_the_service_byte_by_byte()
    {
        var file = new byte[12 * 1024 * 1024];
        new Random(7).NextBytes(file);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/bank-statements");
        request.Headers.Authorization = new("Bearer", await FinanceAsync());
        request.Headers.Add("Idempotency-Key", Key());
        request.Content = new ByteArrayContent(file);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/xml");

        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(200, (int)response.StatusCode);
        var received = (Donations.V1.ImportBankStatementRequest)gateway.Backend.Last("ImportBankStatement").Request;
        Assert.True(received.File.Span.SequenceEqual(file));
    }

    [Fact]
    public async Task A_body_that_comes_in_pieces_is_read_whole()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Donors);
        request.Headers.Authorization = new("Bearer", await FinanceAsync());
        request.Headers.Add("Idempotency-Key", Key());
        var name = new string('n', 200_000);
        request.Content = new StreamContent(
            new MemoryStream(Encoding.UTF8.GetBytes($$"""{"kind":"individual","name":"{{name}}"}""")),
            1_000
        );
        request.Headers.TransferEncodingChunked = true;
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(201, (int)response.StatusCode);
        Assert.Equal(name, ((Donations.V1.RegisterDonorRequest)gateway.Backend.Last("RegisterDonor").Request).Name);
    }

    [Fact]
    public async Task A_verb_that_is_not_there_is_refused_with_those_that_are()
    {
        var answer = await gateway.SendAsync(HttpMethod.Patch, Donors, await FinanceAsync());

        Assert.Equal((405, "METHOD_NOT_ALLOWED"), (answer.Status, answer.Reason));
        Assert.Equal("POST, GET, HEAD, OPTIONS", answer.Headers["Allow"]);
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/v1")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v2/donors")]
    [InlineData("/api/v1/donors/x/y/z")]
    public async Task An_address_that_is_not_there_is_a_problem(string path)
    {
        var answer = await gateway.SendAsync(HttpMethod.Get, path);

        Assert.Equal((404, "NO_SUCH_ADDRESS"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task Nothing_that_is_not_public_is_answered_without_signing_in()
    {
        foreach (var route in Routes.All.Where(route => !route.Access.IsPublic))
        {
            var before = gateway.Backend.Calls.Count;
            var exchange = Exchange.Of(route);
            var answer = await gateway.SendAsync(
                new HttpMethod(route.Verb),
                exchange.Address,
                null,
                exchange.Body,
                Key()
            );
            Assert.Equal(401, answer.Status);
            Assert.Equal(route.Verb == "HEAD" ? null : "NOT_SIGNED_IN", answer.ReasonOrNone);
            Assert.Equal(before, gateway.Backend.Calls.Count);
        }
    }

    private static string Key() => Guid.CreateVersion7().ToString();

    private Task<string> FinanceAsync() => gateway.TokenAsync(Role.FinanceOfficer);
}
