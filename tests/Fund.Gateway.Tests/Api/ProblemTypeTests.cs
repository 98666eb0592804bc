using System.Text.RegularExpressions;
using Fund.Gateway.Api.ProblemTypes;
using Fund.Kernel;

namespace Fund.Gateway.Tests.Api;

/// <summary>Every reason in the sources has its page, and every page a reason in the sources.</summary>
public sealed partial class ProblemTypeTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    /// <summary>Texts in the sources that look like reasons and are none.</summary>
    private static readonly HashSet<string> NoReasons = new(StringComparer.Ordinal)
    {
        "ECDSA_P256",
        "TOO_LARGE",
        "UN_OPERATIONAL_RATES",
        "UN_OPERATIONAL_RATES_DATASET",
    };

    /// <summary>By the folder it stands in: shared, gateway, donations, grantcalls, projects, beneficiaries.</summary>
    private static readonly ILookup<string, string> InSources = RepositoryFiles
        .Sources("services")
        .Concat(RepositoryFiles.Sources("gateway"))
        .SelectMany(path =>
            Reason().Matches(File.ReadAllText(path)).Select(match => (Origin(path), Reason: match.Groups[1].Value))
        )
        .Where(found => !NoReasons.Contains(found.Reason))
        .Distinct()
        .ToLookup(found => found.Item1, found => found.Reason);

    [Fact]
    public void Every_reason_in_the_sources_is_explained_where_it_comes_from()
    {
        var missing = InSources.SelectMany(origin =>
            origin
                .Where(reason => !Explained(origin.Key).Contains(reason))
                .Select(reason => $"{reason} has no entry in Api/ProblemTypes/{origin.Key}.json")
        );

        Assert.Empty(missing);
    }

    [Fact]
    public void Nothing_is_explained_that_nobody_answers_with()
    {
        var words = InSources.SelectMany(origin => origin).ToHashSet(StringComparer.Ordinal);

        // A single word looks like many other texts, so these are not looked for in the sources.
        var unfound = ProblemCatalogue.All.Keys.Where(reason => !words.Contains(reason));
        Assert.Equal(["REQUIRED", "UNAVAILABLE"], unfound.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_reason_has_the_status_that_its_kind_gives_it()
    {
        var wrong = new List<string>();
        foreach (var path in RepositoryFiles.Sources("services").Concat(RepositoryFiles.Sources("gateway")))
        {
            foreach (Match match in Made().Matches(File.ReadAllText(path)))
            {
                var kind = match.Groups[1] is { Success: true } said
                    ? Enum.Parse<RefusalKind>(said.Value)
                    : RefusalKind.BadInput;
                var reason = match.Groups[2].Value;
                var status = Gateway.Api.Problems.StatusOf(new Refusal(kind, reason, ""));
                if (!Types(Origin(path)).Any(type => type.Reason == reason && type.Statuses.Contains(status)))
                {
                    wrong.Add($"{reason} of {Origin(path)} comes with {status}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_explanation_is_whole_sentences_and_known_statuses()
    {
        foreach (var type in ProblemCatalogue.ByOrigin.SelectMany(origin => origin.Value))
        {
            Assert.NotEmpty(type.Statuses);
            Assert.All(
                type.Statuses,
                status =>
                    Assert.NotEqual("Something went wrong", Gateway.Api.ProblemTitles.Of(status == 500 ? 400 : status))
            );
            Assert.EndsWith(".", type.Means, StringComparison.Ordinal);
            Assert.EndsWith(".", type.Todo, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_type_is_a_page_and_anything_else_is_none()
    {
        foreach (var type in ProblemCatalogue.All.Values)
        {
            var page = await gateway.SendAsync(HttpMethod.Get, type.Path);

            Assert.Equal(200, page.Status);
            Assert.Contains(type.Reason, page.Text, StringComparison.Ordinal);
        }

        Assert.Equal(404, (await gateway.SendAsync(HttpMethod.Get, "/problems/no-such-reason-at-all")).Status);
    }

    private static HashSet<string> Explained(string origin) =>
        Types(origin).Select(type => type.Reason).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<ProblemType> Types(string origin) =>
        ProblemCatalogue
            .ByOrigin.GetValueOrDefault(origin, [])
            .Concat(ProblemCatalogue.ByOrigin[ProblemCatalogue.Shared]);

    private static string Origin(string path)
    {
        var parts = Path.GetRelativePath(RepositoryFiles.Root, path).Replace('\\', '/').Split('/');
        return parts[0] == "gateway"
            ? ProblemCatalogue.Gateway
            : parts[1].Replace("Fund.", "", StringComparison.Ordinal).ToLowerInvariant();
    }

    [GeneratedRegex("\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\"")]
    private static partial Regex Reason();

    /// <summary>A refusal as it is made: with its kind, or as one of a field.</summary>
    [GeneratedRegex("(?:RefusalKind\\.(\\w+),|OfField\\()\\s*\"([A-Z][A-Z0-9_]+)\"")]
    private static partial Regex Made();
}
