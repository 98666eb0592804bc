using System.Globalization;
using System.Text.Json.Nodes;
using Fund.Demo;

namespace Fund.EndToEnd.Tests;

/// <summary>Reports, people, tokens and the trail: what an office does beside the money and the projects.</summary>
internal static class MoreOfTheOffice
{
    public static IReadOnlyList<Func<Scene, Task>> Parts { get; } =
    [ReportsAsync, OperationsAsync, InvitationsAsync, TokensAsync, PasswordsAsync, TrailAsync, NoticesAsync, CallAsync];

    private static string Range(Scene scene) => $"fromDate={scene.Today(-400)}&toDate={scene.Today()}";

    private static async Task ReportsAsync(Scene scene)
    {
        var finance = scene["finance-officer"];
        var donor = scene.Ids["company"];
        var account = (await finance.GetAsync("ledger-accounts")).Rows("accounts")[0].Text("account");
        await finance.GetAsync($"ledger-accounts/{account}/statement?currencyCode=USD&{Range(scene)}");
        await finance.GetAsync($"consolidated-statement?donorIds={donor}&{Range(scene)}");
        await finance.GetAsync($"contributions-report?by=unDonorType&{Range(scene)}");
        await FileAsync(scene, "finance-officer", $"donors/{donor}/statement/file?format=csv&{Range(scene)}");
        await FileAsync(
            scene,
            "finance-officer",
            $"consolidated-statement/file?format=csv&donorIds={donor}&{Range(scene)}"
        );
        await FileAsync(scene, "finance-officer", $"contributions-report/file?by=unDonorType&{Range(scene)}");
    }

    private static async Task OperationsAsync(Scene scene)
    {
        var finance = scene["finance-officer"];
        var running = (await finance.GetAsync("operations")).Rows()[0];
        await finance.GetAsync($"operations/{running.Text("operationId")}");
    }

    private static async Task InvitationsAsync(Scene scene)
    {
        var administrator = scene["administrator"];
        var invitation = await administrator.PostAsync(
            "invitations",
            new JsonObject
            {
                ["email"] = $"invited-{scene.Run}@demo.example",
                ["role"] = "donorContact",
                ["donorId"] = scene.Ids["company"],
                ["language"] = "fr",
            }
        );
        var path = $"invitations/{invitation.Text("invitationId")}";
        await administrator.PostAsync(path + "/resending");
        await administrator.PostAsync(path + "/revocation");
        await scene.EnrolAsync("mover", "reviewer");
        var account = $"accounts/{scene.Accounts["mover"]}";
        var seen = await administrator.GetAsync(account);
        await administrator.PutAsync(
            account + "/role",
            new JsonObject { ["role"] = "trustee" },
            seen.Number("version")
        );
    }

    private static async Task TokensAsync(Scene scene)
    {
        var finance = scene["finance-officer"];
        var token = await finance.PostAsync(
            "api-tokens",
            new JsonObject
            {
                ["name"] = "Nightly figures",
                ["permissions"] = Make.Array(JsonValue.Create("listContributions")),
                ["expiresOn"] = scene.Today(30),
            }
        );
        var revoked = await finance.TryAsync(HttpMethod.Delete, $"api-tokens/{token["apiToken"]!.Text("apiTokenId")}");
        Assert.True(revoked.Ok, revoked.Text);
    }

    /// <summary>Somebody of their own: a new password ends the other sessions.</summary>
    private static async Task PasswordsAsync(Scene scene)
    {
        var changer = await scene.EnrolAsync(
            "changer",
            "donorContact",
            new JsonObject { ["donorId"] = scene.Ids["company"] }
        );
        var old = scene.Passwords[^1].Password;
        var body = new JsonObject { ["password"] = old, ["newPassword"] = "seven blue herons at the weir" };
        var changed = await changer.TryAsync(HttpMethod.Put, "password", body);
        Assert.True(changed.Ok, changed.Text);
    }

    private static async Task TrailAsync(Scene scene)
    {
        var auditor = scene["auditor"];
        await auditor.GetAsync("audit/verification?service=donations");
        var contribution = (await auditor.GetAsync("contributions")).Rows()[0].Text("contributionId");
        await auditor.GetAsync($"records/contribution/{contribution}/timeline");
        await FileAsync(scene, "auditor", $"dossiers/contribution/{contribution}/file");
        await FileAsync(scene, "auditor", $"dossiers/proposal/{scene.Ids["harbour-proposal"]}/file");
    }

    private static async Task NoticesAsync(Scene scene)
    {
        var contact = scene["donor-contact"];
        JsonNode? notice = null;
        await scene.EventuallyAsync(async () =>
            (notice = (await contact.GetAsync("notices")).Rows().FirstOrDefault()) is not null
        );
        var marked = await contact.TryAsync(
            HttpMethod.Put,
            $"notices/{notice!.Text("noticeId")}/mark",
            new JsonObject { ["read"] = true }
        );
        Assert.True(marked.Ok, marked.Text);
    }

    /// <summary>A call like the one that was decided, published for a small sum and cancelled.</summary>
    private static async Task CallAsync(Scene scene)
    {
        var officer = scene["programme-officer"];
        var terms = (JsonObject)(await officer.GetAsync($"calls/{scene.Ids["call"]}"))["terms"]!.DeepClone();
        var closes = scene
            .Clock.GetUtcNow()
            .AddDays(20)
            .ToString("yyyy-MM-dd'T'12:00:00", CultureInfo.InvariantCulture);
        terms["closesAtLocal"] = closes;
        terms["envelope"] = Make.Money("300000.00");
        var call = await officer.PostAsync("calls", new JsonObject { ["terms"] = terms });
        var path = $"calls/{call.Text("callId")}";
        var form = (JsonObject)(await officer.GetAsync(path + "/form")).DeepClone();
        var saved = await officer.TryAsync(HttpMethod.Put, path + "/form", new JsonObject { ["form"] = form });
        Assert.True(saved.Ok, saved.Text);
        await officer.PostAsync(
            $"calls/{call.Text("callId")}/cancellation",
            new JsonObject { ["reason"] = "A trial." }
        );
        await scene["harbour-officer"].GetAsync($"proposals/{scene.Ids["harbour-proposal"]}/application");

        // The call that others try is the one that was decided: the last one that was seen.
        await officer.GetAsync($"calls/{scene.Ids["call"]}");
    }

    /// <summary>Somebody downloads a file.</summary>
    internal static async Task FileAsync(Scene scene, string who, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/" + path);
        request.Headers.Authorization = new("Bearer", scene[who].Token);
        using var answer = await scene.Http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode}");
    }
}
