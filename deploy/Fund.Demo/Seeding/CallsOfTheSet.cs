using System.Text.Json.Nodes;

namespace Fund.Demo.Seeding;

/// <summary>
/// Calls at every stage beside the one that is played: one in evaluation, with its deadline just past, one that is open
/// with drafts and questions. The first is opened before the played one, so that nobody waits twice for a deadline.
/// </summary>
internal sealed class CallsOfTheSet(Scene scene, string folder)
{
    /// <summary>In cents; less than what is asked for, so that there is something to choose.</summary>
    private const long Envelope = 20_000_000;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(75);

    private readonly IReadOnlyList<Applicant> _applicants = Applicant.Read(folder);

    private Api Officer => scene["programme-officer"];

    /// <summary>A call over which reviewers will sit; everybody applies.</summary>
    public async Task OpenAsync()
    {
        scene.Report.Step("A call with many applicants");
        foreach (var applicant in _applicants)
        {
            await EnrolAsync(applicant);
        }

        await Steps.ACallIsPublished.HaveAsync(scene, Envelope);
        scene.Ids["set-call"] = await PublishAsync(CallTerms.Of(scene, Envelope, Window));
        foreach (var applicant in _applicants)
        {
            scene.Ids[$"{applicant.Key}-proposal"] = await ApplyAsync(applicant, scene.Ids["set-call"]);
        }

        scene.Report.Say(
            $"{_applicants.Count} organisations ask for {Figures.Usd(100 * _applicants.Sum(applicant => applicant.Amount))}, "
                + $"and {Figures.Usd(Envelope)} is there"
        );
    }

    /// <summary>Screened, reviewed, the portfolio before the Board; one review lacks, and an interest waits.</summary>
    public async Task EvaluateAsync() => await new EvaluationOfTheSet(scene, _applicants).RunAsync();

    /// <summary>The Board sits on it: once, with decisions and minutes, and once more in three weeks.</summary>
    public async Task DecideAsync() => await new SessionsOfTheSet(scene, _applicants).RunAsync();

    /// <summary>The open call of the set has the whole form, drafts at every stage, and questions.</summary>
    public async Task FillTheOpenCallAsync()
    {
        var call = scene.Ids["open-call"];
        foreach (var id in new[] { call, scene.Ids["draft-call"] })
        {
            await SaveFormAsync(id);
        }

        await ApplyAsync(_applicants[0], call);
        await DraftAsync(_applicants[1], call, _applicants[1].Content());
        await DraftAsync(_applicants[3], call, _applicants[3].Beginning());
        await scene[Who(_applicants[2])].PostAsync($"calls/{call}/proposals");
        (int Asker, string Question, string? Answer)[] questions =
        [
            (
                0,
                "May the grant pay for a vehicle?",
                "Rent of a vehicle, yes; a purchase only where no rent can be had. Say so in the budget."
            ),
            (
                1,
                "Can a consortium apply?",
                "One organisation applies and is responsible. Name the others under partners, with their shares."
            ),
            (
                2,
                "Is a certificate of registration in Spanish enough?",
                "Yes. Certificates in the six languages of the portal need no translation."
            ),
            (3, "May people be helped who were never formally identified?", null),
        ];
        foreach (var (asker, question, answer) in questions)
        {
            var asked = await scene[Who(_applicants[asker])]
                .PostAsync($"calls/{call}/clarifications", new JsonObject { ["question"] = question });
            if (answer is not null)
            {
                await Officer.PostAsync(
                    $"clarifications/{asked.Text("clarificationId")}/answer",
                    new JsonObject { ["answer"] = answer }
                );
            }
        }

        await Officer.PostAsync(
            $"calls/{call}/extension",
            new JsonObject
            {
                ["closesAtLocal"] = CallTerms.Local(scene, TimeSpan.FromDays(49)),
                ["reason"] = "The portal could not be reached from two countries for three days.",
            }
        );
        scene.Report.Say("the open call has one submitted proposal, three drafts, four questions and a later deadline");
    }

    /// <summary>The call that was played is told about: a letter for each decision.</summary>
    public async Task SendLettersAsync()
    {
        var path = $"calls/{scene.Ids["call"]}/letters";
        await Officer.PostAsync(path);
        var letters = (await Officer.GetAsync($"letters?callId={scene.Ids["call"]}")).Rows();
        await Officer.PostAsync(
            path + "/dispatch",
            new JsonObject { ["letterIds"] = new JsonArray([.. letters.Select(row => (JsonNode)row.Text("letterId"))]) }
        );
        scene.Report.Say($"{letters.Count} letters of the call that was decided are sent");
    }

    public static string Who(Applicant applicant) => $"{applicant.Key}-officer";

    private async Task EnrolAsync(Applicant applicant)
    {
        var today = scene.Clock.GetUtcNow();
        var organisation = await Officer.PostAsync(
            "organisations",
            new JsonObject
            {
                ["name"] = applicant.Name,
                ["countryCode"] = applicant.Country,
                ["registrationNumber"] = $"{applicant.Country}-{applicant.Key}-{scene.Run}",
                ["registeredOn"] = Make.Date(today.AddYears(-applicant.Years)),
                ["assistingSinceYear"] = today.Year - Math.Max(2, applicant.Years - 1),
                ["hasPseaPolicy"] = true,
            }
        );
        scene.Ids[applicant.Key] = organisation.Text("organisationId");
        var tenant = new JsonObject { ["organisationId"] = scene.Ids[applicant.Key] };
        await scene.EnrolAsync(Who(applicant), "authorisingOfficer", tenant);
    }

    private async Task<string> PublishAsync(JsonObject terms)
    {
        var call = (await Officer.PostAsync("calls", new JsonObject { ["terms"] = terms })).Text("callId");
        await SaveFormAsync(call);
        await Officer.PostAsync($"calls/{call}/publication");
        return call;
    }

    private async Task SaveFormAsync(string call)
    {
        var body = new JsonObject { ["form"] = CallTerms.Form() };
        var saved = await Officer.TryAsync(HttpMethod.Put, $"calls/{call}/form", body);
        if (!saved.Ok)
        {
            throw new DemoFailedException($"the form of {call} was not taken: {saved.Text}");
        }
    }

    private async Task<string> ApplyAsync(Applicant applicant, string call)
    {
        var id = await DraftAsync(applicant, call, applicant.Content());
        var submitted = await scene[Who(applicant)].PostAsync($"proposals/{id}/submission");
        scene.Report.Say($"{applicant.Name} applied: proposal {submitted.Text("number")}");
        return id;
    }

    private async Task<string> DraftAsync(Applicant applicant, string call, JsonObject content)
    {
        var person = scene[Who(applicant)];
        var draft = await person.PostAsync($"calls/{call}/proposals");
        var id = draft.Text("proposalId");
        if (content["budget"]!.AsArray().Count > 0)
        {
            // Whoever has come as far as the budget has sent the annexes.
            foreach (var answer in await Annexes.SendAsync(person, id, applicant))
            {
                content["answers"]!.AsArray().Add(answer);
            }
        }

        await person.PutAsync($"proposals/{id}", new JsonObject { ["content"] = content }, draft.Number("version"));
        return id;
    }
}
