using System.Text.Json.Nodes;

namespace Fund.Demo.Steps;

/// <summary>The people of the secretariat and the Board.</summary>
internal static class Staff
{
    public static async Task EnrolAsync(Scene scene)
    {
        scene.Report.Step("The people: one account each, made by the administrator");
        foreach (
            var (who, role) in new[]
            {
                ("programme-officer", "programmeOfficer"),
                ("finance-officer", "financeOfficer"),
                ("second-finance-officer", "financeOfficer"),
                ("fund-manager", "fundManager"),
                ("reviewer-1", "reviewer"),
                ("reviewer-2", "reviewer"),
                ("reviewer-3", "reviewer"),
                ("trustee", "trustee"),
                ("auditor", "auditor"),
            }
        )
        {
            var chair = ASession.Trustees[0];
            await scene.EnrolAsync(who, role, who == chair.Who ? new JsonObject { ["name"] = chair.Name } : null);
        }

        scene.Report.Say(string.Join(", ", scene.Accounts.Keys));
        var nobody = await scene.Public.TryAsync(
            HttpMethod.Post,
            "donors",
            new JsonObject { ["kind"] = "individual", ["name"] = "Nobody" }
        );
        scene.Report.Refused(nobody, "writing without an identity");
    }
}
