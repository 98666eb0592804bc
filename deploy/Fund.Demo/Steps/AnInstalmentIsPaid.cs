using System.Text.Json.Nodes;

namespace Fund.Demo.Steps;

/// <summary>Step 5: the award becomes an agreement; the first instalment is paid by four eyes, with the broker down.</summary>
internal static class AnInstalmentIsPaid
{
    private const long First = 24_000_000;

    public static async Task RunAsync(Scene scene)
    {
        scene.Report.Step("5. Agreement and first instalment");
        await FindAgreementAsync(scene);
        await AgreeAsync(scene);
        await PrepareOrganisationAsync(scene);
        await PayAsync(scene);
        await LedgerAsync(scene);
    }

    private static async Task FindAgreementAsync(Scene scene)
    {
        var officer = scene["programme-officer"];
        JsonNode? agreement = null;
        var came = await scene.EventuallyAsync(async () =>
        {
            var all = (await officer.GetAsync("agreements?pageSize=500")).Rows();
            agreement = all.FirstOrDefault(row => row.Text("organisationId") == scene.Ids["harbour"]);
            return agreement is not null;
        });
        scene.Report.Check(came, "the award became one draft agreement by event");
        scene.Ids["agreement"] = (agreement ?? throw new DemoFailedException("no agreement came")).Text("agreementId");
        scene.Report.Say($"agreement {agreement.Text("number")} over {Figures.Usd(agreement.Cents("amount"))}");
    }

    private static async Task AgreeAsync(Scene scene)
    {
        var officer = scene["programme-officer"];
        var path = $"agreements/{scene.Ids["agreement"]}";
        var version = (await officer.GetAsync(path)).Number("version");
        // The demo looks back on most of a year, so that two reporting periods are already over.
        var terms = new JsonObject
        {
            ["startsOn"] = scene.Today(-250),
            ["endsOn"] = scene.Today(-10),
            ["budget"] = Make.Array(Category("A", "180000.00"), Category("D", "90000.00"), Category("F", "30000.00")),
            ["instalments"] = Make.Array(Instalment(First, scene.Today(-240)), Instalment(6_000_000, scene.Today(-60))),
            ["reports"] = Make.Array(
                Period(scene.Today(-250), scene.Today(-130), scene.Today(-100)),
                Period(scene.Today(-129), scene.Today(-10), scene.Today(20))
            ),
        };
        await officer.PutAsync(path + "/terms", terms, version);
        await officer.PostAsync(path + "/sending");
        var early = await scene["fund-manager"].TryAsync(HttpMethod.Post, path + "/signature");
        scene.Report.Refused(early, "the Fund signing before the organisation");
        await scene["harbour-officer"].PostAsync(path + "/signature");
        var active = await scene["fund-manager"].PostAsync(path + "/signature");
        scene.Report.Check(active.Text("state") == "active", "signed by both: the agreement is active");
        var instalments = active.Rows("instalments");
        scene.Ids["instalment-1"] = instalments[0].Text("instalmentId");
        scene.Ids["instalment-2"] = instalments[1].Text("instalmentId");
        scene.Ids["report-1"] = active.Rows("reports")[0].Text("reportId");
        scene.Ids["report-2"] = active.Rows("reports")[1].Text("reportId");
    }

    private static async Task PrepareOrganisationAsync(Scene scene)
    {
        var path = $"organisations/{scene.Ids["harbour"]}";
        var held = await scene["finance-officer"]
            .TryAsync(HttpMethod.Post, $"instalments/{scene.Ids["instalment-1"]}/request");
        scene.Report.Refused(held, "an instalment to an unverified organisation");
        await scene["harbour-officer"]
            .PostAsync(
                path + "/bank-account",
                new JsonObject
                {
                    ["accountNumber"] = "GB82WEST12345698765432",
                    ["holderName"] = $"Harbour House {scene.Run}",
                }
            );
        await scene["finance-officer"].PostAsync(path + "/bank-account-verification");
        var same = await scene["finance-officer"].TryAsync(HttpMethod.Post, path + "/bank-account-verification");
        scene.Report.Refused(same, "the same person verifying the bank account twice");
        await scene["second-finance-officer"].PostAsync(path + "/bank-account-verification");
        await scene["programme-officer"]
            .PostAsync(
                path + "/due-diligence",
                new JsonObject
                {
                    ["flag"] = "none",
                    ["checkedOn"] = scene.Today(),
                    ["findings"] = "Registration, leadership and sanctions list checked.",
                }
            );
        scene.Report.Say("bank account verified by two people, due diligence current");
    }

    private static async Task PayAsync(Scene scene)
    {
        var (report, path) = (scene.Report, $"instalments/{scene.Ids["instalment-1"]}");
        await scene["finance-officer"].PostAsync(path + "/request");
        var own = await scene["finance-officer"].TryAsync(HttpMethod.Post, path + "/approval");
        report.Refused(own, "the requester approving their own request");
        var approved = await scene["second-finance-officer"].PostAsync(path + "/approval");
        var missing = approved.Rows("instalments")[0].Number("approvalsMissing");
        if (missing > 0)
        {
            report.Say($"{Figures.Usd(First)} is above the threshold: {missing} more approval needed");
            await scene["fund-manager"].PostAsync(path + "/approval");
        }

        var before = await scene.Public.GetAsync("fund-position");
        await BrokerAsync(scene, "stop");
        var paid = await scene["finance-officer"]
            .PostAsync(
                path + "/payment",
                new JsonObject { ["paymentReference"] = $"PAY-{scene.Run}", ["paidOn"] = scene.Today() }
            );
        report.Check(
            paid.Rows("instalments")[0].Text("state") == "paid",
            $"paid {Figures.Usd(First)}, with the broker down"
        );
        await BrokerAsync(scene, "start");
        JsonNode after = before;
        var posted = await scene.EventuallyAsync(
            async () =>
            {
                after = await scene.Public.GetAsync("fund-position");
                return after.Cents("disbursed") - before.Cents("disbursed") == First;
            },
            90
        );
        report.Check(posted, "nothing was lost: the disbursement reached the ledger when the broker came back");
        report.Check(after.Cents("available") == before.Cents("available"), "what is available did not change by it");
    }

    private static async Task BrokerAsync(Scene scene, string action)
    {
        if (scene.Broker.CanBeStopped)
        {
            scene.Report.Say($"broker: {action}");
            await scene.Broker.RunAsync(action);
        }
        else
        {
            scene.Report.Say($"broker: {action} left out, because it is not this machine's own");
        }
    }

    private static async Task LedgerAsync(Scene scene)
    {
        var cause = scene.Ids["instalment-1"];
        var entries = (await scene["auditor"].GetAsync($"ledger-entries?causeId={cause}")).Rows();
        foreach (var entry in entries)
        {
            scene.Report.Say(
                $"     {entry.Text("kind"), -26} {entry.Text("account"), -34} {Figures.Usd(entry.Cents("amount")), 20}"
            );
        }

        scene.Report.Check(entries.Sum(entry => entry.Cents("amount")) == 0, "its ledger entries sum to zero");
        scene.Report.Check(
            entries.Any(entry => Math.Abs(entry.Cents("amount")) == First)
                && entries.Any(entry => Math.Abs(entry.Cents("amount")) == First * 13 / 100),
            $"disbursement {Figures.Usd(First)} and programme support cost {Figures.Usd(First * 13 / 100)} (13 %)"
        );
    }

    private static JsonObject Category(string category, string amount) =>
        new() { ["category"] = category, ["amount"] = Make.Money(amount) };

    private static JsonObject Instalment(long cents, string due) =>
        new() { ["amount"] = Make.Money(cents), ["dueOn"] = due };

    private static JsonObject Period(string from, string to, string due) =>
        new()
        {
            ["periodFrom"] = from,
            ["periodTo"] = to,
            ["dueOn"] = due,
        };
}
