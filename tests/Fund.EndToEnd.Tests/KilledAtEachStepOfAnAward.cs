using System.Text.Json.Nodes;
using Fund.Demo;

namespace Fund.EndToEnd.Tests;

/// <summary>
/// kill -9 of each service at each step of an award: the request is sent, the process is killed while it is under way
/// and started again, and the same request is repeated. The award is whole or absent, and in the end whole, once.
/// </summary>
public sealed class KilledAtEachStepOfAnAward(KilledAtEachStepOfAnAward.Ready ready)
    : IClassFixture<KilledAtEachStepOfAnAward.Ready>
{
    private static readonly string[] Steps = ["award", "signature", "payment"];

    private static readonly string[] Victims = ["gateway", "grantcalls", "donations", "projects", "beneficiaries"];

    public static TheoryData<int, string, string> Cases()
    {
        var cases = new TheoryData<int, string, string>();
        foreach (var step in Steps)
        {
            foreach (var victim in Victims)
            {
                cases.Add(cases.Count, step, victim);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_award_is_whole_and_happens_once(int number, string step, string victim)
    {
        var stop = TestContext.Current.CancellationToken;
        var scene = ready.Scene;
        var kill = new Kill(scene.Fund, step, victim, number, stop);
        await kill.AroundAsync("award", key => AwardAsync(scene, number, key));
        var agreementId = await AgreementOfAsync(scene, number, stop);
        await AgreeAsync(scene, number, agreementId, kill);
        var instalmentId = await PayAsync(scene, agreementId, kill);
        await CheckAsync(scene, number, instalmentId, stop);
    }

    private static Task<Answer> AwardAsync(AwardScene scene, int number, string key) =>
        scene["programme-officer"]
            .TryAsync(
                HttpMethod.Post,
                $"proposals/{scene.Proposal(number)}/decision",
                Demo.Steps.TheBoardDecides.Award(scene.SessionId, "20000.00"),
                key
            );

    private static async Task<string> AgreementOfAsync(AwardScene scene, int number, CancellationToken stop)
    {
        var found = new List<JsonNode>();
        await Wait.UntilAsync(
            async _ =>
            {
                var all = (await scene["programme-officer"].GetAsync("agreements?pageSize=500")).Rows();
                found = [.. all.Where(row => row.Text("organisationId") == scene.Organisation(number))];
                return found.Count > 0;
            },
            TimeSpan.FromSeconds(60),
            () => $"the award of proposal {number} did not become an agreement",
            stop
        );
        return Assert.Single(found).Text("agreementId");
    }

    private static async Task AgreeAsync(AwardScene scene, int number, string agreementId, Kill kill)
    {
        var (officer, path) = (scene["programme-officer"], $"agreements/{agreementId}");
        var terms = new JsonObject
        {
            ["startsOn"] = scene.Today(1),
            ["endsOn"] = scene.Today(300),
            ["budget"] = Make.Array(new JsonObject { ["category"] = "A", ["amount"] = Make.Money("20000.00") }),
            ["instalments"] = Make.Array(
                new JsonObject { ["amount"] = Make.Money("16000.00"), ["dueOn"] = scene.Today(1) },
                new JsonObject { ["amount"] = Make.Money("4000.00"), ["dueOn"] = scene.Today(200) }
            ),
            ["reports"] = Make.Array(
                new JsonObject
                {
                    ["periodFrom"] = scene.Today(1),
                    ["periodTo"] = scene.Today(300),
                    ["dueOn"] = scene.Today(330),
                }
            ),
        };
        await officer.PutAsync(path + "/terms", terms, (await officer.GetAsync(path)).Number("version"));
        await officer.PostAsync(path + "/sending");
        await scene[$"officer{number}"].PostAsync(path + "/signature");
        await kill.AroundAsync(
            "signature",
            key => scene["fund-manager"].TryAsync(HttpMethod.Post, path + "/signature", key: key)
        );
    }

    private static async Task<string> PayAsync(AwardScene scene, string agreementId, Kill kill)
    {
        var agreement = await scene["finance-officer"].GetAsync($"agreements/{agreementId}");
        Assert.Equal("active", agreement.Text("state"));
        var instalmentId = agreement.Rows("instalments")[0].Text("instalmentId");
        var path = $"instalments/{instalmentId}";
        await scene["finance-officer"].PostAsync(path + "/request");
        await scene["second-finance-officer"].PostAsync(path + "/approval");
        var payment = new JsonObject { ["paymentReference"] = $"PAY {agreementId[..8]}", ["paidOn"] = scene.Today() };
        await kill.AroundAsync(
            "payment",
            key =>
                scene["finance-officer"]
                    .TryAsync(HttpMethod.Post, path + "/payment", (JsonObject)payment.DeepClone(), key)
        );
        return instalmentId;
    }

    private static async Task CheckAsync(AwardScene scene, int number, string instalmentId, CancellationToken stop)
    {
        var awards = (await scene["auditor"].GetAsync($"awards?callId={scene.CallId}&pageSize=500")).Rows();
        Assert.Single(awards, award => award.Text("organisationId") == scene.Organisation(number));
        IReadOnlyList<JsonNode> entries = [];
        await Wait.UntilAsync(
            async _ =>
            {
                entries = (await scene["auditor"].GetAsync($"ledger-entries?causeId={instalmentId}")).Rows();
                return entries.Count > 0;
            },
            TimeSpan.FromSeconds(60),
            () => $"instalment {instalmentId} never reached the ledger",
            stop
        );
        Assert.Equal(0, entries.Sum(entry => entry.Cents("amount")));
        // Paid once and its support cost (13 %) charged once.
        Assert.Single(entries, entry => entry.Text("account") == "disbursed");
        Assert.Equal(1_600_000, entries.Single(entry => entry.Text("account") == "disbursed").Cents("amount"));
        Assert.Equal(
            208_000,
            entries.Single(entry => entry.Text("account") == "support_costs_charged").Cents("amount")
        );
        foreach (var service in new[] { "Donations", "GrantCalls", "Projects", "Beneficiaries" })
        {
            await Wait.UntilAsync(
                async _ => await scene.Fund.AskAsync<long>(service, "select count(*) from outbox") == 0,
                TimeSpan.FromSeconds(60),
                () => $"the outbox of {service} did not drain",
                stop
            );
        }

        var position = await scene["auditor"].GetAsync("fund-position");
        var reservation = await scene["finance-officer"].GetAsync($"reservations/{scene.CallId}");
        Assert.Equal(50_000_000 - (2_000_000 * awards.Count), reservation.Cents("left"));
        Assert.Equal(position.Cents("reserved"), reservation.Cents("left"));
        Assert.Equal(2_000_000 * awards.Count, position.Cents("committed") + position.Cents("disbursed"));
        var sums = (await scene["auditor"].GetAsync("trial-balance")).Rows("sums");
        Assert.All(sums, sum => Assert.Equal(0m, decimal.Parse(sum.Text("amount"), null)));
    }

    /// <summary>Kills one process while one step is under way, starts it again, and repeats the request.</summary>
    private sealed class Kill(WholeFund fund, string step, string victim, int seed, CancellationToken stop)
    {
        public async Task AroundAsync(string now, Func<string, Task<Answer>> request)
        {
            var key = Api.NewKey();
            if (now != step)
            {
                var whole = await request(key);
                Assert.True(whole.Ok, whole.Text);
                return;
            }

            var process = fund.Of(victim).Single();
            var first = Task.Run(() => request(key), stop);
            // Anywhere from before the request arrives until just after it is answered; the seed makes it repeatable.
            await Task.Delay(new Random(seed).Next(0, 40), stop);
            await process.KillAsync(stop);
            var broken = await Record.ExceptionAsync(() => first);
            Assert.True(broken is null or HttpRequestException or TaskCanceledException, broken?.ToString());
            await process.StartAsync(stop);
            await RepeatAsync(key, request);
        }

        private async Task RepeatAsync(string key, Func<string, Task<Answer>> request)
        {
            var last = "";
            await Wait.UntilAsync(
                async _ =>
                {
                    var answer = await request(key);
                    last = answer.Text;
                    // Only "try again later" may be repeated; anything else is an answer.
                    Assert.True(answer.Ok || (int)answer.Status is 503 or 504 or 409, last);
                    return answer.Ok;
                },
                TimeSpan.FromSeconds(60),
                () => $"{step} with {victim} killed never succeeded: {last}",
                stop
            );
        }
    }

    /// <summary>One running fund with a reviewed proposal for each case.</summary>
    public sealed class Ready : IAsyncLifetime
    {
        private WholeFund? _fund;

        internal AwardScene Scene { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _fund = await WholeFund.StartAsync(instances: 1, TestContext.Current.CancellationToken);
            Scene = new AwardScene(_fund);
            await Scene.PrepareAsync(Steps.Length * Victims.Length + 1);
        }

        public async ValueTask DisposeAsync()
        {
            if (_fund is not null)
            {
                await _fund.DisposeAsync();
            }
        }
    }
}
