using System.Net;
using System.Text.Json.Nodes;
using Fund.Gateway.OpenData;
using Fund.Gateway.Tests.Portal;
using Fund.Testing;
using Grpc.Core;

namespace Fund.Gateway.Tests.OpenData;

/// <summary>The files for everybody: as the standards want them, and with nothing in them that is not for everybody.</summary>
public sealed class OpenDataTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    public static TheoryData<string> Files { get; } =
    [.. Datasets.All.SelectMany(dataset => dataset.Files).Select(file => file.Address)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Everybody_gets_every_file_from_any_site_and_asks_again_with_its_tag(string address)
    {
        PublicFacts.Tell(gateway.Backend);

        using var first = await gateway.Http.GetAsync(address, Token);
        using var again = new HttpRequestMessage(HttpMethod.Get, address);
        again.Headers.TryAddWithoutValidation("If-None-Match", $"\"other\", {first.Headers.ETag}");
        using var second = await gateway.Http.SendAsync(again, Token);
        using var head = await gateway.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, address), Token);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("*", first.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("max-age=300", first.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(first.Headers.ETag, head.Headers.ETag);
        Assert.NotEmpty(await first.Content.ReadAsByteArrayAsync(Token));
        Assert.False(first.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_file_whose_service_is_down_says_when_to_come_again_and_the_others_are_there()
    {
        PublicFacts.Tell(gateway.Backend);
        gateway.Backend.Fail("ListAwards", StatusCode.Unavailable);

        using var awards = await gateway.Http.GetAsync("/open-data/awards.csv", Token);
        using var calls = await gateway.Http.GetAsync("/open-data/calls.json", Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, awards.StatusCode);
        Assert.NotNull(awards.Headers.RetryAfter);
        Assert.Equal("application/problem+json", awards.Content.Headers.ContentType!.MediaType);
        Assert.Equal(HttpStatusCode.OK, calls.StatusCode);
    }

    [Fact]
    public async Task Services_are_asked_as_nobody_whoever_asks()
    {
        PublicFacts.Tell(gateway.Backend);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/open-data/calls.json");
        request.Headers.Add("Cookie", "fund=" + await gateway.TokenAsync(Hosting.Role.ProgrammeOfficer));

        using var response = await gateway.Http.SendAsync(request, Token);

        var asked = gateway.Backend.Last("ListCalls");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(asked.Headers, header => header.Value.Contains("ProgrammeOfficer"));
        Assert.Equal(await HeadersOfNobodyAsync(), [.. asked.Headers.Select(header => header.Key).Order()]);
    }

    [Fact]
    public async Task The_register_as_a_table_has_no_amount_where_none_is_shown()
    {
        var lines = await LinesAsync("/open-data/contributions.csv");

        Assert.Equal("year,donor,donor_kind,country_code,named,amount,currency", lines[0]);
        Assert.Equal("2026,République d'Albanie,memberState,AL,true,1250000.50,USD", lines[1]);
        Assert.Equal("2026,Individuals,individual,,false,31000.00,USD", lines[2]);
        Assert.Equal("2026,Anonymous donor,,,false,,", lines[3]);
    }

    [Fact]
    public async Task Awards_carry_their_agreement_once_it_is_signed()
    {
        var lines = await LinesAsync("/open-data/awards.csv");

        Assert.EndsWith("18,57000.00,USD,VTF-2026-0001,active,2026-06-20,2026-07-01,2027-12-31,30000.00", lines[1]);
        Assert.EndsWith("18,57000.00,USD,,,,,,0.00", lines[2]);
    }

    [Fact]
    public async Task A_protected_figure_is_empty_and_marked_and_never_a_zero()
    {
        var lines = await LinesAsync("/open-data/figures.csv");

        Assert.Contains("3,2026-09-30,people_by_age_and_gender,child,Feminine,112,false", lines);
        Assert.Contains("3,2026-09-30,people_by_age_and_gender,child,Masculine,,true", lines);
        Assert.Contains("3,2026-09-30,people_by_age_and_gender,NotRecorded,Feminine,0,false", lines);
    }

    [Fact]
    public async Task Applications_are_counted_for_the_calls_that_were_decided_small_groups_together()
    {
        var lines = await LinesAsync("/open-data/applications.csv");
        var json = await JsonAsync("/open-data/applications.json");

        var call = "0198f3a2-0000-7000-8000-00000000c002,2026-05-29";
        Assert.Equal($"{call},all,,23,6,26.08,1196000.00,270000.00", lines[1]);
        Assert.Equal($"{call},region,americas+asia+europe,11,2,18.18,572000.00,90000.00", lines[3]);
        Assert.Equal("asia", json["rows"]![0]!["rows"]![2]!["keys"]![1]!.GetValue<string>());
        Assert.Equal(5, json["rows"]![0]!["minimumCell"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_position_has_every_month_since_the_first_money()
    {
        var position = await JsonAsync("/open-data/position.json");

        Assert.Equal("6734910.55", position["today"]!["received"]!["amount"]!.GetValue<string>());
        Assert.Equal("2024-10-31", position["months"]![0]!["asOf"]!.GetValue<string>());
        Assert.Equal(26, position["months"]!.AsArray().Count);
    }

    [Fact]
    public async Task Calls_come_with_their_terms_in_their_languages()
    {
        var calls = await JsonAsync("/open-data/calls.json");

        var open = calls["rows"]![0]!;
        Assert.Equal("open", open["state"]!.GetValue<string>());
        Assert.StartsWith("Aide directe", open["titles"]!["fr"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("640000.00", open["envelope"]!["amount"]!.GetValue<string>());
    }

    [Fact]
    public async Task Grants_are_valid_after_360Giving()
    {
        var grants = JsonNode.Parse(SharedFiles.Read("standards/360giving/schema/360-giving-schema.json"))!;
        var package = JsonNode.Parse(SharedFiles.Read("standards/360giving/schema/360-giving-package-schema.json"))!;
        var schema = new JsonSchema(
            new Dictionary<string, JsonNode>
            {
                // The package of 1.4.3 still refers to the grant of 1.4.2; both are the file that came with it.
                [package["properties"]!["grants"]!["items"]!["$ref"]!.GetValue<string>()] = grants,
            }
        );

        var file = await JsonAsync("/open-data/360giving.json");

        Assert.Empty(schema.ProblemsOf(file, package));
        Assert.Equal(2, file["grants"]!.AsArray().Count);
        file["grants"]![0]!["awardDate"] = "12 June 2026";
        file["grants"]![1]!.AsObject().Remove("recipientOrganization");
        Assert.Equal(2, schema.ProblemsOf(file, package).Count(problem => problem.Contains("oneOf")));
    }

    [Fact]
    public async Task The_page_lists_every_file_with_its_fields()
    {
        var page = await gateway.Http.GetStringAsync("/en/open-data", Token);

        foreach (var dataset in Datasets.All)
        {
            Assert.All(dataset.Files, file => Assert.Contains($"href=\"{file.Address}\"", page));
            Assert.All(dataset.Fields, field => Assert.Contains($"<code>{field}</code>", page));
        }
    }

    private async Task<List<string>> HeadersOfNobodyAsync()
    {
        using var response = await gateway.Http.GetAsync("/open-data/calls.json", Token);
        return [.. gateway.Backend.Last("ListCalls").Headers.Select(header => header.Key).Order()];
    }

    private async Task<string[]> LinesAsync(string address)
    {
        PublicFacts.Tell(gateway.Backend);
        var text = await gateway.Http.GetStringAsync(address, Token);
        return text.TrimStart('\uFEFF').Split("\r\n");
    }

    private async Task<JsonNode> JsonAsync(string address)
    {
        PublicFacts.Tell(gateway.Backend);
        return JsonNode.Parse(await gateway.Http.GetStringAsync(address, Token))!;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
