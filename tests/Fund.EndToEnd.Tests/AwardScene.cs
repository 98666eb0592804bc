using System.Globalization;
using System.Text.Json.Nodes;
using Fund.Demo;

namespace Fund.EndToEnd.Tests;

/// <summary>A fund with money, one decided-upon call and many reviewed proposals, each by an organisation of its own.</summary>
internal sealed class AwardScene
{
    private const int WindowSeconds = 30;

    private readonly HttpClient _http;
    private readonly Scene _scene;

    public AwardScene(WholeFund fund)
    {
        Fund = fund;
        _http = new HttpClient { BaseAddress = fund.Gateways.First(), Timeout = TimeSpan.FromSeconds(30) };
        _scene = new Scene(_http, new Report(), TimeProvider.System, new Broker(null));
    }

    public WholeFund Fund { get; }

    public string CallId => _scene.Ids["call"];

    public string SessionId => _scene.Ids["session"];

    public Api this[string who] => _scene[who];

    public string Proposal(int number) => _scene.Ids[$"org{number}-proposal"];

    public string Organisation(int number) => _scene.Ids[$"org{number}"];

    public async Task PrepareAsync(int proposals)
    {
        _scene.People["administrator"] = await Api.SignInAsync(
            _http,
            Fund.AdministratorEmail,
            Fund.AdministratorPassword,
            "administrator",
            Fund.AdministratorSecret
        );
        await Demo.Steps.Staff.EnrolAsync(_scene);
        await GiveAsync("2000000.00");
        for (var number = 0; number < proposals; number++)
        {
            await RegisterAsync(number);
        }

        await PublishAsync();
        await Task.WhenAll(Enumerable.Range(0, proposals).Select(ApplyAsync));
        var closes = DateTimeOffset.Parse(_scene.Ids["closes"], CultureInfo.InvariantCulture);
        var left = closes - TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(1);
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        await Task.WhenAll(Enumerable.Range(0, proposals).Select(ReviewAsync));
        var session = await this["programme-officer"]
            .PostAsync(
                $"calls/{CallId}/board-sessions",
                new JsonObject
                {
                    ["heldOn"] = _scene.Today(),
                    ["present"] = Make.Array(JsonValue.Create("A")!, JsonValue.Create("B")!, JsonValue.Create("C")!),
                }
            );
        _scene.Ids["session"] = session.Text("boardSessionId");
    }

    public string Today(int days = 0) => _scene.Today(days);

    private async Task GiveAsync(string amount)
    {
        var donor = await this["finance-officer"]
            .PostAsync(
                "donors",
                new JsonObject
                {
                    ["kind"] = "memberState",
                    ["name"] = "Republic of Examplia",
                    ["countryCode"] = "AT",
                }
            );
        await this["finance-officer"]
            .PostAsync(
                "contributions",
                new JsonObject
                {
                    ["donorId"] = donor.Text("donorId"),
                    ["amount"] = Make.Money(amount),
                    ["valueDate"] = Today(-1),
                    ["channel"] = "bank",
                }
            );
    }

    private async Task RegisterAsync(int number)
    {
        var name = $"Organisation {number} {_scene.Run}";
        var organisation = await this["programme-officer"]
            .PostAsync(
                "organisations",
                new JsonObject
                {
                    ["name"] = name,
                    ["countryCode"] = "KE",
                    ["registrationNumber"] = $"{number}-{_scene.Run}",
                    ["registeredOn"] = "2010-01-01",
                    ["assistingSinceYear"] = 2011,
                    ["hasPseaPolicy"] = true,
                }
            );
        var id = _scene.Ids[$"org{number}"] = organisation.Text("organisationId");
        await _scene.EnrolAsync($"officer{number}", "authorisingOfficer", new JsonObject { ["organisationId"] = id });
        var path = $"organisations/{id}";
        var account = new JsonObject { ["accountNumber"] = "GB82WEST12345698765432", ["holderName"] = name };
        await this[$"officer{number}"].PostAsync(path + "/bank-account", account);
        await this["finance-officer"].PostAsync(path + "/bank-account-verification");
        await this["second-finance-officer"].PostAsync(path + "/bank-account-verification");
        var diligence = new JsonObject
        {
            ["flag"] = "none",
            ["checkedOn"] = Today(),
            ["findings"] = "Nothing found.",
        };
        await this["programme-officer"].PostAsync(path + "/due-diligence", diligence);
    }

    private async Task PublishAsync()
    {
        string Local(int seconds) =>
            TimeProvider
                .System.GetUtcNow()
                .AddSeconds(seconds)
                .ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        var terms = new JsonObject
        {
            ["titles"] = Make.Array(new JsonObject { ["language"] = "en", ["text"] = "Call" }),
            ["descriptions"] = Make.Array(new JsonObject { ["language"] = "en", ["text"] = "Direct assistance." }),
            ["opensAtLocal"] = Local(-1),
            ["closesAtLocal"] = Local(WindowSeconds),
            ["timeZone"] = "Etc/UTC",
            ["envelope"] = Make.Money("500000.00"),
            ["minimumGrant"] = Make.Money("10000.00"),
            ["maximumGrant"] = Make.Money("20000.00"),
            ["minimumMonths"] = 6,
            ["maximumMonths"] = 24,
            ["grid"] = Make.Array(
                new JsonObject
                {
                    ["key"] = "all",
                    ["label"] = "All",
                    ["weight"] = 100,
                }
            ),
            ["reviewersPerProposal"] = 2,
        };
        var draft = await this["programme-officer"].PostAsync("calls", new JsonObject { ["terms"] = terms });
        _scene.Ids["call"] = draft.Text("callId");
        var call = await this["programme-officer"].PostAsync($"calls/{CallId}/publication");
        _scene.Ids["closes"] = call.Text("closesAt");
    }

    private async Task ApplyAsync(int number)
    {
        var officer = this[$"officer{number}"];
        var draft = await officer.PostAsync($"calls/{CallId}/proposals");
        var id = draft.Text("proposalId");
        lock (_scene.Ids)
        {
            _scene.Ids[$"org{number}-proposal"] = id;
        }

        var line = new JsonObject
        {
            ["category"] = "A",
            ["description"] = "Case workers",
            ["amount"] = Make.Money("20000.00"),
        };
        var content = new JsonObject
        {
            ["title"] = $"Project {number}",
            ["summary"] = "Direct assistance.",
            ["countryCode"] = "KE",
            ["requested"] = Make.Money("20000.00"),
            ["durationMonths"] = 12,
            ["budget"] = Make.Array(line),
        };
        await officer.PutAsync($"proposals/{id}", new JsonObject { ["content"] = content }, draft.Number("version"));
        await officer.PostAsync($"proposals/{id}/submission");
    }

    private async Task ReviewAsync(int number)
    {
        var officer = this["programme-officer"];
        await officer.PostAsync($"proposals/{Proposal(number)}/screening");
        foreach (var reviewer in new[] { "reviewer-1", "reviewer-2" })
        {
            var assignment = await officer.PostAsync(
                $"proposals/{Proposal(number)}/assignments",
                new JsonObject { ["reviewerId"] = _scene.Accounts[reviewer] }
            );
            var path = $"assignments/{assignment.Text("assignmentId")}";
            await this[reviewer].PostAsync(path + "/declaration", new JsonObject { ["hasConflict"] = false });
            var score = new JsonObject
            {
                ["key"] = "all",
                ["points"] = 80,
                ["reason"] = "Good.",
            };
            await this[reviewer].PostAsync(path + "/review", new JsonObject { ["scores"] = Make.Array(score) });
        }
    }
}
