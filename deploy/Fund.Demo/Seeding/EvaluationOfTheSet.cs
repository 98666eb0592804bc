using System.Text.Json.Nodes;

namespace Fund.Demo.Seeding;

/// <summary>A call in the middle of its evaluation, with everything that can be seen there.</summary>
internal sealed class EvaluationOfTheSet(Scene scene, IReadOnlyList<Applicant> applicants)
{
    private static readonly string[] Reviewers = ["reviewer-1", "reviewer-2", "reviewer-3"];

    private Api Officer => scene["programme-officer"];

    private string Call => scene.Ids["set-call"];

    public async Task RunAsync()
    {
        scene.Report.Step("The call with many applicants is evaluated");
        await ScreenAsync();
        await DescribeReviewersAsync();
        foreach (var (index, applicant) in applicants.Index().Where(row => row.Item.Scores.Count > 0))
        {
            await ReviewAsync(applicant, index);
        }

        await InterestsAsync(applicants[3], Reviewers[2]);
        await ConsensusAsync(applicants[2]);
        await PutAsync($"calls/{Call}/review-plan", new JsonObject { ["dueOn"] = scene.Today(14) });
        var portfolio = await Officer.PostAsync(
            $"calls/{Call}/portfolio",
            new JsonObject { ["terms"] = new JsonObject { ["mostPerRegionPercent"] = 60 } }
        );
        var chosen = portfolio.Rows("lines").Count(line => line["chosen"]?.GetValue<bool>() == true);
        scene.Report.Say(
            $"a portfolio of {chosen} proposals over {Figures.Usd(portfolio.Cents("cost"))} is before the Board"
        );
    }

    private async Task ScreenAsync()
    {
        var closed = await scene.EventuallyAsync(
            async () => (await Officer.GetAsync($"calls/{Call}")).Text("state") != "open",
            120
        );
        scene.Report.Check(closed, "its deadline has passed");
        foreach (var applicant in applicants)
        {
            var screened = await Officer.PostAsync($"proposals/{Proposal(applicant)}/screening");
            var expected = applicant.Scores.Count == 0 ? "ineligible" : "eligible";
            scene.Report.Check(screened.Text("state") == expected, $"{applicant.Name} is {screened.Text("state")}");
        }
    }

    /// <summary>What they read and know, by which they are proposed.</summary>
    private async Task DescribeReviewersAsync()
    {
        (string[] Languages, string[] Countries)[] known =
        [
            (["en", "es"], ["PE", "BR"]),
            (["en", "fr"], ["BF", "KE"]),
            (["en", "ar", "ru"], ["JO", "MD"]),
        ];
        foreach (var (reviewer, (languages, countries)) in Reviewers.Zip(known))
        {
            var profile = new JsonObject
            {
                ["languages"] = new JsonArray([.. languages.Select(code => JsonValue.Create(code))]),
                ["countries"] = new JsonArray([.. countries.Select(code => JsonValue.Create(code))]),
                ["mostProposals"] = 10,
            };
            await PutAsync($"reviewers/{scene.Accounts[reviewer]}/profile", profile);
        }
    }

    private async Task PutAsync(string path, JsonObject body)
    {
        var answer = await Officer.TryAsync(HttpMethod.Put, path, body);
        if (!answer.Ok)
        {
            throw new DemoFailedException($"{path} answered {(int)answer.Status}: {answer.Text}");
        }
    }

    /// <summary>As many reviews as there are scores; where one lacks, a draft of it waits.</summary>
    private async Task ReviewAsync(Applicant applicant, int index)
    {
        for (var number = 0; number < 2; number++)
        {
            var reviewer = Reviewers[(index + number) % Reviewers.Length];
            var path = $"assignments/{await AssignAsync(applicant, reviewer)}";
            await scene[reviewer].PostAsync(path + "/interests", new JsonObject { ["confidential"] = true });
            if (number < applicant.Scores.Count)
            {
                await scene[reviewer].PostAsync(path + "/review", Scores(applicant.Scores[number]));
            }
            else
            {
                var draft = Scores(70);
                draft["privateNotes"] = "Ask for the lease and the last audit before scoring the budget.";
                await scene[reviewer].PutAsync(path + "/draft", draft, version: 0);
            }
        }

        scene.Report.Say($"{applicant.Name}: {string.Join(" and ", applicant.Scores)} of 100");
    }

    /// <summary>A third reviewer declares an interest, on which staff have not decided yet.</summary>
    private async Task InterestsAsync(Applicant applicant, string reviewer)
    {
        var assignment = await AssignAsync(applicant, reviewer);
        await scene[reviewer]
            .PostAsync(
                $"assignments/{assignment}/interests",
                new JsonObject
                {
                    ["interests"] = new JsonObject { ["other"] = true },
                    ["explanation"] = "The director spoke at a conference that I organised.",
                    ["confidential"] = true,
                }
            );
    }

    private async Task ConsensusAsync(Applicant applicant) =>
        await Officer.PostAsync(
            $"proposals/{Proposal(applicant)}/consensus",
            new JsonObject
            {
                ["note"] =
                    "Both read the partners' letters again. The second reviewer had missed the agreement with the labour court; 80 is what "
                    + "both can stand for.",
            }
        );

    private async Task<string> AssignAsync(Applicant applicant, string reviewer)
    {
        var assignment = await Officer.PostAsync(
            $"proposals/{Proposal(applicant)}/assignments",
            new JsonObject { ["reviewerId"] = scene.Accounts[reviewer] }
        );
        return assignment.Text("assignmentId");
    }

    private string Proposal(Applicant applicant) => scene.Ids[$"{applicant.Key}-proposal"];

    /// <summary>Points that add up to a total, as evenly as the weights allow.</summary>
    private static JsonObject Scores(int total)
    {
        var left = total;
        var rows = new JsonArray();
        foreach (var (index, row) in CallTerms.Grid.Index())
        {
            var isLast = index == CallTerms.Grid.Count - 1;
            var points = isLast ? Math.Min(left, row.Weight) : Math.Min(row.Weight, (row.Weight * total + 50) / 100);
            left -= points;
            rows.Add(
                new JsonObject
                {
                    ["key"] = row.Key,
                    ["points"] = points,
                    ["reason"] =
                        points * 100 >= 80 * row.Weight
                            ? "Convincing, and shown with figures."
                            : "Plausible; evidence is thin in places.",
                }
            );
        }

        return new JsonObject { ["scores"] = rows };
    }
}
