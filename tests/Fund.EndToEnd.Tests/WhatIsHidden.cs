using Fund.Demo;

namespace Fund.EndToEnd.Tests;

/// <summary>
/// Two promises about a proposal, held against every route there is: whoever is recused from it reaches nothing of it,
/// whatever else they may be; and before the deadline nobody outside the applicant's organisation reaches anything that
/// it says. The routes come from the description, so one that is new is asked as well.
/// </summary>
[Collection(AfterTheMainJobCollection.Name)]
public sealed class WhatIsHidden(AfterTheMainJob world)
{
    /// <summary>All that somebody who once reviewed can become, as the gateway's database names it.</summary>
    private static readonly string[] Roles =
    [
        "programme_officer",
        "finance_officer",
        "fund_manager",
        "trustee",
        "auditor",
        "administrator",
        "reviewer",
    ];

    /// <summary>Where somebody recused sees that they are: the number of the proposal, and no more of it.</summary>
    private static readonly string[] OwnRecusal = ["listAssignments", "getReview"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Dictionary<string, string> Ids => world.Scene.Ids;

    [Fact]
    public async Task Whoever_is_recused_reaches_nothing_of_the_proposal_by_any_route_in_any_role()
    {
        Assert.Equal("", string.Join('\n', world.Troubles));
        string[] ids = [Ids["marked-proposal"], Ids["marked-number"]];
        string[] words =
        [
            MarkedProposals.Reviewed,
            MarkedProposals.ReviewedAmount,
            Country,
            Ids["marked-letter"],
            Ids["marked-file"],
            Ids["reviewer-1-marked"],
            Ids["reviewer-2-marked"],
            .. ids,
        ];
        var person = world.Scene["recused-reviewer"];
        var account = world.Scene.Accounts["recused-reviewer"];
        var wrong = new List<string>();
        foreach (var role in Roles)
        {
            await world
                .Fund.DatabaseOf("Gateway")
                .ExecuteAsync($"update accounts set role = '{role}' where id = '{account}'");
            // The gateway believes what it knows of a session for seconds, or until sessions end.
            await person.PostAsync("sessions/ending-of-others");
            var reads = ReadsOfReviewed();
            var shown = await reads.RunAsync(person.Token, words, Stop);
            Assert.True(reads.Answered > 40, $"{role}: only {reads.Answered} of {reads.Asked} were answered");
            wrong.AddRange(
                shown
                    .Where(one => !(OwnRecusal.Contains(one.Operation) && ids.Contains(one.What)))
                    .Select(one => $"{role} {one.Operation} {one.Address} shows {one.What}")
            );
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));

        // The same questions by somebody who is not recused do find it: they are the right ones.
        foreach (var (who, least) in new[] { ("any programmeOfficer", 8), ("any trustee", 6), ("any auditor", 6) })
        {
            var shown = await ReadsOfReviewed().RunAsync(world.Tokens[who], [MarkedProposals.Reviewed], Stop);
            var operations = shown.Select(one => one.Operation).Distinct().Order(StringComparer.Ordinal).ToList();
            Assert.True(operations.Count >= least, $"{who} finds it by {string.Join(", ", operations)} only");
        }
    }

    [Fact]
    public async Task Before_the_deadline_nobody_else_reaches_what_a_proposal_says_by_any_route()
    {
        string[] words = [MarkedProposals.Sealed, MarkedProposals.SealedAmount, Country];
        var people = world
            .Tokens.Select(person => (Who: person.Key, Token: (string?)person.Value))
            .Concat(Others.Select(who => (Who: who, Token: world.Scene[who].Token)))
            .Append((Who: "the public", Token: null));
        var wrong = new List<string>();
        foreach (var (who, token) in people)
        {
            // The country of the other proposal, which is no longer sealed, is found for its own call; not here.
            var shown = await ReadsOfSealed().RunAsync(token, words, Stop);
            wrong.AddRange(
                shown
                    .Where(one =>
                        one.What != Country || one.Address.Contains(Ids["sealed-call"], StringComparison.Ordinal)
                    )
                    .Select(one => $"{who} {one.Operation} {one.Address} shows {one.What}")
            );
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
        var own = await ReadsOfSealed().RunAsync(world.Scene["heron-member"].Token, words, Stop);
        var operations = own.Select(one => one.Operation).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(operations.Count >= 3, $"its own people find it by {string.Join(", ", operations)} only");
    }

    /// <summary>Reviewers of the organisation's other proposal, and another applicant.</summary>
    private static readonly string[] Others = ["reviewer-1", "harbour-officer", "recused-reviewer"];

    /// <summary>The code as JSON has it, so that no other word is taken for it.</summary>
    private static string Country => $"\"{MarkedProposals.Country}\"";

    private EveryRead ReadsOfReviewed() =>
        Reads(
            "marked",
            MarkedProposals.Reviewed,
            [
                Record("proposal", Ids["marked-proposal"]),
                Record("assignment", Ids["reviewer-1-marked"]),
                Record("call", Ids["marked-call"]),
                Record("board_session", Ids["marked-session"]),
                new Dictionary<string, string> { ["assignmentId"] = Ids["reviewer-1-marked"] },
            ]
        );

    private EveryRead ReadsOfSealed() =>
        Reads(
            "sealed",
            MarkedProposals.Sealed,
            [Record("proposal", Ids["sealed-proposal"]), Record("call", Ids["sealed-call"])]
        );

    private EveryRead Reads(string key, string search, IReadOnlyList<IReadOnlyDictionary<string, string>> more)
    {
        var ids = new Dictionary<string, string>(world.Ids)
        {
            ["callId"] = Ids[$"{key}-call"],
            ["proposalId"] = Ids[$"{key}-proposal"],
            ["organisationId"] = Ids["heron"],
            ["assignmentId"] = Ids["recused-reviewer-marked"],
            ["fileId"] = Ids[$"{key}-file"],
            ["letterId"] = Ids["marked-letter"],
            ["boardSessionId"] = Ids["marked-session"],
        };
        return new EveryRead(world.Http, world.Witness.Document, ids, more, search);
    }

    private static Dictionary<string, string> Record(string kind, string id) =>
        new() { ["recordKind"] = kind, ["recordId"] = id };
}
