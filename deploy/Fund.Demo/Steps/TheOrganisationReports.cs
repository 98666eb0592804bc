using System.Globalization;
using System.Text.Json.Nodes;

namespace Fund.Demo.Steps;

/// <summary>Step 6: narrative, financial and beneficiary reports in two periods; the second instalment follows them.</summary>
internal static class TheOrganisationReports
{
    private static readonly string[] AgeBands = ["9-17", "18-20", "21-23", "24-26", "27-29", "30-38", "39-47", "48+"];

    public static async Task RunAsync(Scene scene)
    {
        var report = scene.Report;
        report.Step("6. The organisation reports");
        var second = $"instalments/{scene.Ids["instalment-2"]}";
        var held = await scene["finance-officer"].TryAsync(HttpMethod.Post, second + "/request");
        report.Refused(held, "the second instalment before the first report is accepted");

        var known = await scene.EventuallyAsync(async () =>
            (await scene["harbour-officer"].TryAsync(HttpMethod.Get, $"agreements/{scene.Ids["agreement"]}/counts")).Ok
        );
        report.Check(known, "beneficiary reporting knows the project by event");
        await RefuseBadReturnsAsync(scene);
        var shared = Pseudonym(scene, 0);
        await ReportPeriodAsync(scene, 1, [shared, .. Enumerable.Range(1, 79).Select(n => Pseudonym(scene, n))]);
        await ReportPeriodAsync(scene, 2, [shared, .. Enumerable.Range(80, 69).Select(n => Pseudonym(scene, n))]);
        var counts = await scene["programme-officer"].GetAsync($"agreements/{scene.Ids["agreement"]}/counts");
        report.Check(
            counts.Number("peopleAssisted") == 149,
            $"80 and 70 people, one of them in both periods: {counts.Number("peopleAssisted")} people"
        );

        await scene["finance-officer"].PostAsync(second + "/request");
        report.Check(true, "the second instalment can be requested now");
        await scene["second-finance-officer"].PostAsync(second + "/approval");
        var state = (await scene["finance-officer"].GetAsync($"agreements/{scene.Ids["agreement"]}")).Rows(
            "instalments"
        )[1];
        if (state.Number("approvalsMissing") > 0)
        {
            await scene["fund-manager"].PostAsync(second + "/approval");
        }

        var payment = new JsonObject { ["paymentReference"] = $"PAY2-{scene.Run}", ["paidOn"] = scene.Today() };
        var before = (await scene.Public.GetAsync("fund-position")).Cents("disbursed");
        await scene["finance-officer"].PostAsync(second + "/payment", payment);
        var posted = await scene.EventuallyAsync(async () =>
            (await scene.Public.GetAsync("fund-position")).Cents("disbursed") - before == 6_000_000
        );
        report.Check(posted, "and was paid: USD 60,000.00, which reached the ledger");
    }

    private static async Task RefuseBadReturnsAsync(Scene scene)
    {
        var path = $"agreements/{scene.Ids["agreement"]}/aggregate-returns";
        JsonObject Cell(string gender, int count) =>
            new()
            {
                ["measure"] = "assisted",
                ["gender"] = gender,
                ["count"] = count,
            };
        var all = new[]
        {
            "Feminine",
            "Masculine",
            "TransgenderFeminine",
            "TransgenderMasculine",
            "NonConforming",
            "NonSpecifiedUnknown",
        };
        var cells = new JsonArray([Cell("", 100), .. all.Select((gender, index) => Cell(gender, index == 0 ? 60 : 5))]);
        var body = new JsonObject { ["reportId"] = scene.Ids["report-1"], ["cells"] = cells };
        var refused = await scene["harbour-officer"].TryAsync(HttpMethod.Post, path, body);
        scene.Report.Refused(
            refused,
            "a return whose parts do not make its total",
            "INVALID_FIELDS",
            "INVALID_FIELD",
            "PARTS_DO_NOT_MAKE_TOTAL"
        );
        var strange = await scene["dawn-officer"].TryAsync(HttpMethod.Post, path, (JsonObject)body.DeepClone());
        scene.Report.Refused(strange, "a return for somebody else's project", "NOT_FOUND");
    }

    private static async Task ReportPeriodAsync(Scene scene, int number, string[] pseudonyms)
    {
        var (report, officer) = (scene.Report, scene["harbour-officer"]);
        var reportId = scene.Ids[$"report-{number}"];
        var spending = new JsonObject
        {
            ["narrative"] = new JsonObject
            {
                ["activities"] = "Shelter nights, legal consultations, training places.",
                ["results"] = "As planned in most respects.",
            },
            ["spending"] = Make.Array(Spent("A", "90000.00"), Spent("D", "45000.00"), Spent("F", "15000.00")),
        };
        var strange = await scene["dawn-officer"]
            .TryAsync(HttpMethod.Post, $"reports/{reportId}/submission", (JsonObject)spending.DeepClone());
        report.Refused(strange, "a report for somebody else's project", "NOT_FOUND");
        await officer.PostAsync($"reports/{reportId}/submission", spending);
        var incomplete = await scene["programme-officer"].TryAsync(HttpMethod.Post, $"reports/{reportId}/acceptance");
        report.Refused(incomplete, "accepting the report before its beneficiary return");

        var records = new JsonArray([.. pseudonyms.Select((pseudonym, index) => (JsonNode)Record(pseudonym, index))]);
        var made = await officer.PostAsync(
            $"agreements/{scene.Ids["agreement"]}/case-returns",
            new JsonObject { ["reportId"] = reportId, ["records"] = records }
        );
        await scene["programme-officer"].PostAsync($"returns/{made.Text("returnId")}/acceptance");
        var arrived = await scene.EventuallyAsync(async () =>
            (await scene["programme-officer"].GetAsync($"reports/{reportId}"))["beneficiaryReturnAccepted"]
                ?.GetValue<bool>() == true
        );
        report.Check(arrived, $"period {number}: {pseudonyms.Length} people in the beneficiary return, accepted");
        var accepted = await scene["programme-officer"].PostAsync($"reports/{reportId}/acceptance");
        report.Check(accepted.Text("state") == "accepted", $"period {number}: narrative and financial report accepted");
    }

    /// <summary>Spending in US dollars and, at 129.20 to the dollar, in Kenyan shillings.</summary>
    private static JsonObject Spent(string category, string amount)
    {
        var shillings = decimal.Parse(amount, CultureInfo.InvariantCulture) * 129.20m;
        return new JsonObject
        {
            ["category"] = category,
            ["local"] = Make.Money(shillings.ToString("F2", CultureInfo.InvariantCulture), "KES"),
            ["usd"] = Make.Money(amount),
        };
    }

    /// <summary>What an organisation would make from its own case numbers: nothing in it tells who it is.</summary>
    private static string Pseudonym(Scene scene, int number)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes($"{scene.Run}/{number}");
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))[..16];
    }

    private static JsonObject Record(string pseudonym, int index) =>
        new()
        {
            ["pseudonym"] = pseudonym,
            ["gender"] =
                index % 10 == 3 ? "TransgenderFeminine"
                : index % 4 == 1 ? "Masculine"
                : "Feminine",
            ["ageBand"] = AgeBands[index * index % AgeBands.Length],
            ["citizenships"] = Make.Array(JsonValue.Create("KE")),
            ["traffickingStatus"] = "ActualVictimOfTrafficking",
            ["typesOfExploitation"] = Make.Array(
                JsonValue.Create(
                    index % 17 == 0 ? "OrganRemoval"
                    : index % 3 == 0 ? "ForcedLabour"
                    : "SexualExploitation"
                )
            ),
            ["countriesOfExploitation"] = Make.Array(JsonValue.Create("KE")),
            ["services"] = Make.Array(
                JsonValue.Create("SocialCare"),
                JsonValue.Create(index % 2 == 0 ? "Legal" : "Education")
            ),
        };
}
