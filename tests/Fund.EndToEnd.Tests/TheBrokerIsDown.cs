using System.Text.Json.Nodes;
using Fund.Demo;

namespace Fund.EndToEnd.Tests;

/// <summary>The line to the broker is cut for every process at once and mended later.</summary>
public sealed class TheBrokerIsDown
{
    [Fact]
    public async Task What_was_acknowledged_meanwhile_takes_effect_when_it_is_back()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var fund = await WholeFund.StartAsync(instances: 1, stop);
        var scene = new AwardScene(fund);
        await scene.PrepareAsync(proposals: 3);

        fund.Broker.Cut();
        for (var number = 0; number < 3; number++)
        {
            var award = await scene["programme-officer"]
                .PostAsync(
                    $"proposals/{scene.Proposal(number)}/decision",
                    Demo.Steps.TheBoardDecides.Award(scene.SessionId, "20000.00")
                );
            Assert.Equal("awarded", award.Text("state"));
        }

        Assert.Equal(3, await fund.AskAsync<long>("GrantCalls", "select count(*) from outbox"));
        Assert.Empty((await scene["programme-officer"].GetAsync("agreements")).Rows());

        fund.Broker.Mend();
        IReadOnlyList<JsonNode> agreements = [];
        await Wait.UntilAsync(
            async _ =>
            {
                agreements = (await scene["programme-officer"].GetAsync("agreements")).Rows();
                return agreements.Count == 3;
            },
            TimeSpan.FromSeconds(60),
            () => $"{agreements.Count} of 3 awards became agreements after the broker came back",
            stop
        );
        Assert.Equal(0, await fund.AskAsync<long>("GrantCalls", "select count(*) from outbox"));
        Assert.Equal(3, agreements.Select(row => row.Text("awardId")).Distinct().Count());
    }
}
