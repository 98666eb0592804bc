using System.Text.Json.Nodes;
using Fund.Gateway.Api.OpenApi;

namespace Fund.Gateway.Tests.Api;

/// <summary>
/// Programs rely on the description: what it promised once, in <c>Api/contract.txt</c>, it goes on promising.
/// </summary>
public sealed class ApiContractTests
{
    /// <summary>Set by <c>tests/contract</c>: the promises are written anew instead of compared.</summary>
    private const string Accept = "FUND_ACCEPT_CONTRACT";
    private const string HowTo = "Run ./tests/contract to write tests/Fund.Gateway.Tests/Api/contract.txt anew";

    private static readonly string FileName = Path.Combine(
        RepositoryFiles.Root,
        "tests/Fund.Gateway.Tests/Api/contract.txt"
    );

    [Fact]
    public async Task Nothing_that_was_promised_is_broken()
    {
        var now = ApiContract.Of(JsonNode.Parse(ApiDescription.Write())!);
        var stop = TestContext.Current.CancellationToken;
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            await File.WriteAllLinesAsync(FileName, now, stop);
        }

        var promised = (await File.ReadAllLinesAsync(FileName, stop)).ToHashSet(StringComparer.Ordinal);
        var breaks = ApiContract.Breaks(promised, now);
        Assert.True(
            breaks.Count == 0,
            $"Programs that use the API would break:\n  {string.Join("\n  ", breaks)}\n"
                + $"If that is meant, it is a decision (services/decisions). {HowTo}, and have the change of it reviewed."
        );
    }

    [Theory]
    [InlineData("GET /a", "gone or narrowed: GET /a")]
    [InlineData("GET /a answers 200", "gone or narrowed: GET /a answers 200")]
    [InlineData("Thing.name: string", "gone or narrowed: Thing.name: string")]
    [InlineData("Kind = one", "gone or narrowed: Kind = one")]
    public void What_goes_away_breaks_programs(string line, string complaint)
    {
        var promised = new HashSet<string> { "GET /a", "GET /a answers 200", "Thing.name: string", "Kind = one" };

        Assert.Equal([complaint], ApiContract.Breaks(promised, promised.Except([line]).ToHashSet()));
    }

    [Fact]
    public void What_is_asked_for_in_addition_breaks_programs_unless_the_operation_is_new()
    {
        var promised = new HashSet<string> { "GET /a" };
        var now = new HashSet<string> { "GET /a", "! GET /a needs header X", "GET /b", "! GET /b needs header X" };

        Assert.Equal(["asked for from now on: GET /a needs header X"], ApiContract.Breaks(promised, now));
        Assert.Empty(ApiContract.Breaks(now, promised.Append("GET /b").ToHashSet()));
    }

    [Fact]
    public void What_is_added_breaks_nobody()
    {
        Assert.Empty(ApiContract.Breaks(new HashSet<string>(), new HashSet<string> { "GET /a", "Thing.name: string" }));
    }
}
