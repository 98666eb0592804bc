using System.Text.Json.Nodes;

namespace Fund.Demo.Steps;

/// <summary>Step 7: published figures protect small cells; the donor's statement; the books balance.</summary>
internal static class FiguresAreShown
{
    public static async Task RunAsync(Scene scene)
    {
        scene.Report.Step("7. What is shown, to whom");
        await PublishAsync(scene);
        await StatementAsync(scene);
        await BooksAsync(scene);
    }

    private static async Task PublishAsync(Scene scene)
    {
        var report = scene.Report;
        await scene["programme-officer"].PostAsync("published-figures", new JsonObject { ["upTo"] = scene.Today(-1) });
        var figures = await scene.Public.GetAsync("published-figures");
        var minimum = figures.Number("minimumCell");
        foreach (var table in figures.Rows("tables"))
        {
            var cells = table.Rows("cells");
            var hidden = cells.Count(IsProtected);
            report.Say($"{table.Text("title")}: {cells.Count} cells, {hidden} protected");
            report.Check(
                cells.All(cell => IsProtected(cell) || cell.Number("count") == 0 || cell.Number("count") >= minimum),
                $"     nothing from 1 to {minimum - 1} is published"
            );
            var narrowest = Attacker.NarrowestInterval(table);
            report.Check(
                narrowest is null || narrowest >= minimum - 1,
                narrowest is null
                    ? "     nothing had to be protected"
                    : $"     subtracting leaves every protected cell open by at least {narrowest}"
            );
        }
    }

    private static bool IsProtected(JsonNode cell) => cell["protected"]?.GetValue<bool>() == true;

    private static async Task StatementAsync(Scene scene)
    {
        var report = scene.Report;
        var donorId = scene.Ids["member-state"];
        var contact = await scene.EnrolAsync("donor-contact", "donorContact", new JsonObject { ["donorId"] = donorId });
        var path = $"donors/{donorId}/statement?fromDate={scene.Today(-365)}&toDate={scene.Today()}";
        var statement = await contact.GetAsync(path);
        report.Say($"statement {statement.Text("number")}");
        foreach (var line in statement.Rows("lines"))
        {
            var usd = line["usdValue"] is null ? "" : Figures.Usd(line.Cents("usdValue"));
            var rate = line["rate"]?.GetValue<string>() is { Length: > 0 } value ? "at " + value : "";
            report.Say(
                $"     {line.Text("date")} {line.Text("kind"), -14} {line["amount"]!["currency"]} {line["amount"]!["amount"], 12} {rate, -9} {usd, 18}"
            );
        }

        var lines = statement.Rows("lines");
        report.Check(lines.Any(line => line.Text("kind") == "pledge"), "the statement shows the pledge");
        report.Check(
            lines.Any(line => line["rate"]?.GetValue<string>() == "0.882" && line.Cents("usdValue") == 34_013_605),
            "the contribution in EUR with its rate and USD 340,136.05"
        );
        var total = lines.Where(line => line.Text("kind") == "contribution").Sum(line => line.Cents("usdValue"));
        report.Check(total == statement.Cents("contributedUsd"), $"its lines add up to {Figures.Usd(total)}");
        report.Refused(
            await contact.TryAsync(
                HttpMethod.Get,
                path.Replace(donorId, scene.Ids["company"], StringComparison.Ordinal)
            ),
            "another donor's statement",
            "NOT_FOUND"
        );
        var impact = JsonNode.Parse("{}")!;
        var came = await scene.EventuallyAsync(async () =>
        {
            impact = await contact.GetAsync($"donors/{donorId}/impact");
            return impact.Rows("projects").Any(p => p["agreementId"]?.GetValue<string>() == scene.Ids["agreement"])
                && impact.Rows("results").Count > 0;
        });
        report.Check(came, "and what the money did");
        foreach (var project in impact.Rows("projects").Take(3))
        {
            report.Say(
                $"     {project.Text("title")} ({project.Text("countryCode")}): share {Figures.Usd(project.Cents("share"))} "
                    + $"of {Figures.Usd(project.Cents("awarded"))}"
            );
        }

        foreach (var result in impact.Rows("results"))
        {
            report.Say($"     {result.Text("measure")}: {result.Text("figure")}");
        }
    }

    private static async Task BooksAsync(Scene scene)
    {
        var report = scene.Report;
        var trial = await scene["auditor"].GetAsync("trial-balance");
        var sums = trial.Rows("sums");
        report.Check(
            sums.Count > 0
                && sums.All(sum =>
                    decimal.Parse(sum.Text("amount"), System.Globalization.CultureInfo.InvariantCulture) == 0
                ),
            $"every ledger sums to zero ({string.Join(", ", sums.Select(sum => sum.Text("currency")))})"
        );
        var p = await scene.Public.GetAsync("fund-position");
        var parts =
            p.Cents("received")
            - p.Cents("programmeSupportCosts")
            - p.Cents("operatingReserve")
            - p.Cents("reserved")
            - p.Cents("committed")
            - p.Cents("disbursed")
            + p.Cents("refunded");
        report.Check(
            parts == p.Cents("available"),
            $"the position is the sum of its parts: {Figures.Usd(parts)} available"
        );
        foreach (
            var part in new[]
            {
                "received",
                "programmeSupportCosts",
                "operatingReserve",
                "reserved",
                "committed",
                "disbursed",
                "refunded",
            }
        )
        {
            report.Say($"     {part, -24} {Figures.Usd(p.Cents(part)), 20}");
        }
    }
}
