using System.Text.Json.Nodes;

namespace Fund.Demo.Steps;

/// <summary>Step 1: rates, a bank statement with a person confirming each match, four kinds of donors, a late rate.</summary>
internal static class MoneyComesIn
{
    private static readonly string[] RarelyRated = ["JPY", "KWD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "ISK"];

    public static async Task RunAsync(Scene scene)
    {
        var (report, finance) = (scene.Report, scene["finance-officer"]);
        report.Step("1. Money comes in");
        var rates = await finance.PostFileAsync("rates/imports", Files.Read("un-operational-rates.xml", scene));
        report.Say($"UN operational rates: {rates.Number("newRates")} new, {rates.Number("knownRates")} known");

        await RegisterDonorsAsync(scene);
        await ImportStatementAsync(scene);
        await ConfirmMatchesAsync(scene);
        await RecordByHandAsync(scene);
        await ValueLateAsync(scene);

        var position = await scene.Public.GetAsync("fund-position");
        report.Say(
            $"received {Figures.Usd(position.Cents("received"))}, available {Figures.Usd(position.Cents("available"))}"
        );
    }

    private static async Task RegisterDonorsAsync(Scene scene)
    {
        foreach (
            var (key, kind, name, country) in new[]
            {
                ("member-state", "memberState", $"Republic of Examplia {scene.Run}", "AT"),
                ("company", "privateSector", $"Lumen Textiles {scene.Run}", "DE"),
                ("individual", "individual", $"A. Friend {scene.Run}", "FR"),
                ("campaign", "campaign", $"World Day campaign {scene.Run}", ""),
            }
        )
        {
            var body = new JsonObject { ["kind"] = kind, ["name"] = name };
            if (country.Length > 0)
            {
                body["countryCode"] = country;
            }

            scene.Ids[key] = (await scene["finance-officer"].PostAsync("donors", body)).Text("donorId");
        }

        var pledge = await scene["finance-officer"]
            .PostAsync(
                "pledges",
                new JsonObject
                {
                    ["donorId"] = scene.Ids["member-state"],
                    ["amount"] = Make.Money("300000.00", "EUR"),
                    ["pledgedOn"] = scene.Today(-30),
                    ["reference"] = $"NV-{scene.Run}",
                }
            );
        scene.Ids["pledge"] = pledge.Text("pledgeId");
        scene.Report.Say("a Member State pledged EUR 300,000.00");
    }

    private static async Task ImportStatementAsync(Scene scene)
    {
        var (report, finance) = (scene.Report, scene["finance-officer"]);
        var file = Files.Read("bank-statement.xml", scene);
        var statements = (await finance.PostFileAsync("bank-statements", file)).Rows("statements");
        report.Say(
            $"bank statement: {statements.Count} accounts, {statements.Sum(s => s.Number("newEntries"))} new entries"
        );
        report.Check(statements.Count == 2, "one statement in EUR and one in USD");
        var again = (await finance.PostFileAsync("bank-statements", file)).Rows("statements");
        report.Check(again.Sum(s => s.Number("newEntries")) == 0, "the same file a second time brings nothing new");
        scene.Ids["statement-eur"] = statements[0].Text("bankStatementId");
        scene.Ids["statement-usd"] = statements[1].Text("bankStatementId");
    }

    private static async Task ConfirmMatchesAsync(Scene scene)
    {
        var (report, finance) = (scene.Report, scene["finance-officer"]);
        var before = (await scene.Public.GetAsync("fund-position")).Cents("received");
        foreach (var (statement, donor) in new[] { ("statement-eur", "member-state"), ("statement-usd", "company") })
        {
            var list = await finance.GetAsync($"bank-entries?bankStatementId={scene.Ids[statement]}&state=candidate");
            var entry = list.Rows().Single();
            var best = entry.Rows("proposals")[0];
            report.Check(
                best.Text("donorId") == scene.Ids[donor],
                $"the {donor} is proposed first, score {best.Number("score")}"
            );
            var part = new JsonObject { ["donorId"] = best.Text("donorId"), ["amount"] = entry["amount"]!.DeepClone() };
            if (best["pledgeId"]?.GetValue<string>() is { Length: > 0 } pledge)
            {
                part["pledgeId"] = pledge;
            }

            var path = $"bank-entries/{entry.Text("bankEntryId")}/confirmation";
            var booked = (await finance.PostAsync(path, new JsonObject { ["parts"] = Make.Array(part) }))
                .Rows("contributions")
                .Single();
            report.Say(
                $"confirmed {booked["amount"]!.ToJsonString()} at rate {booked.Text("rate")}: {Figures.Usd(booked.Cents("usdValue"))}"
            );
        }

        var after = (await scene.Public.GetAsync("fund-position")).Cents("received");
        report.Check(
            after - before == 34_013_605 + 6_000_000,
            "EUR 300,000.00 at 0.882 and USD 60,000.00 make USD 400,136.05"
        );
    }

    private static async Task RecordByHandAsync(Scene scene)
    {
        foreach (
            var (donor, amount, channel) in new[]
            {
                ("individual", "250.00", "inPerson"),
                ("campaign", "50000.00", "campaign"),
            }
        )
        {
            await scene["finance-officer"]
                .PostAsync(
                    "contributions",
                    new JsonObject
                    {
                        ["donorId"] = scene.Ids[donor],
                        ["amount"] = Make.Money(amount),
                        ["valueDate"] = scene.Today(-2),
                        ["channel"] = channel,
                    }
                );
            scene.Report.Say($"the {donor} gave USD {amount}");
        }
    }

    private static async Task ValueLateAsync(Scene scene)
    {
        var (report, finance) = (scene.Report, scene["finance-officer"]);
        string? currency = null;
        foreach (var candidate in RarelyRated)
        {
            if ((await finance.GetAsync($"rates?currencyCode={candidate}")).Rows().Count == 0)
            {
                currency = candidate;
                break;
            }
        }

        if (currency is null)
        {
            report.Say("every currency of the list has a rate by now: the late rate was shown in earlier runs");
            return;
        }

        var before = (await scene.Public.GetAsync("fund-position")).Cents("received");
        var gift = await finance.PostAsync(
            "contributions",
            new JsonObject
            {
                ["donorId"] = scene.Ids["individual"],
                ["amount"] = Make.Money("100000", currency),
                ["valueDate"] = scene.Today(-1),
                ["channel"] = "bank",
            }
        );
        report.Check(gift.Text("valuationState") == "awaitingRate", $"{currency} 100,000 waits for a rate");
        report.Check(
            (await scene.Public.GetAsync("fund-position")).Cents("received") == before,
            "and counts nowhere in USD meanwhile"
        );
        await finance.PostAsync(
            "rates",
            new JsonObject
            {
                ["currencyCode"] = currency,
                ["effectiveDate"] = scene.Today(-20),
                ["unitsPerUsd"] = "125",
            }
        );
        var valued = await scene.EventuallyAsync(async () =>
            (await finance.GetAsync($"contributions/{gift.Text("contributionId")}")).Text("valuationState") == "valued"
        );
        report.Check(valued, $"valued by itself when the rate came: 125 {currency} per USD");
        var received = (await scene.Public.GetAsync("fund-position")).Cents("received");
        report.Check(received - before == 80_000, $"{currency} 100,000 is USD 800.00");
    }
}
