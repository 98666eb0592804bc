using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Fund.Demo.Steps;

namespace Fund.Demo.Seeding;

/// <summary>
/// Loads the invented set of <c>seeds/demo</c> through the gateway, as a finance officer would, and plays one call from
/// its publication to the reports of its project; a second call is in evaluation and before the Board, a third is open, and a
/// fourth a draft.
/// </summary>
internal static class DemoData
{
    /// <param name="scene">Signed in as the administrator.</param>
    /// <param name="folder">Folder with the files.</param>
    public static async Task RunAsync(Scene scene, string folder)
    {
        await LoadAsync(scene, folder);
        var calls = new CallsOfTheSet(scene, folder);
        await calls.OpenAsync();
        await PlayAsync(scene);
        await calls.EvaluateAsync();
        await calls.DecideAsync();
        await calls.FillTheOpenCallAsync();
        await calls.SendLettersAsync();
        scene.Report.Step("Accounts of this set");
        foreach (var (email, password, secret) in scene.Passwords)
        {
            scene.Report.Say($"{email, -55} {password} {secret}".TrimEnd());
        }
    }

    /// <summary>The people, the donors and what they gave.</summary>
    public static async Task LoadAsync(Scene scene, string folder)
    {
        await Staff.EnrolAsync(scene);
        scene.Report.Step("The invented set");
        var finance = scene["finance-officer"];
        await finance.PostFileAsync("rates/imports", await File.ReadAllTextAsync(Path.Combine(folder, "rates.xml")));
        scene.Report.Say("rates of ten years");
        await ImportAsync(scene, folder, "donors.csv", "donors");
        await ImportAsync(scene, folder, "contributions.csv", "contributions");
        await MoneyComesIn.RunAsync(scene);
    }

    /// <summary>The calls, and contacts of donors who gave.</summary>
    public static async Task PlayAsync(Scene scene)
    {
        await OrganisationsApply.EnrolAsync(scene);
        await ACallIsPublished.RunAsync(scene);
        await OrganisationsApply.RunAsync(scene);
        await TheBoardDecides.RunAsync(scene);
        await AnInstalmentIsPaid.RunAsync(scene);
        await TheOrganisationReports.RunAsync(scene);
        await FiguresAreShown.RunAsync(scene);
        await ACallIsPublished.MoreAsync(scene);
        await WaitingWork.RunAsync(scene, await EnrolDonorsAsync(scene));
    }

    private static async Task ImportAsync(Scene scene, string folder, string file, string kind)
    {
        var finance = scene["finance-officer"];
        var begun = await finance.PostAsync("imports", new JsonObject { ["kind"] = kind, ["fileName"] = file });
        var path = $"imports/{begun.Text("importId")}";
        var content = await File.ReadAllTextAsync(Path.Combine(folder, file), Encoding.UTF8);
        var sent = await finance.TryFileAsync(HttpMethod.Put, path + "/content", content, "text/csv");
        if (!sent.Ok)
        {
            throw new DemoFailedException($"{file} was not taken: {sent.Text}");
        }

        await StateAsync(scene, path, "checked");
        await finance.PostAsync(path + "/start");
        await StateAsync(scene, path, "done");
        var done = await finance.GetAsync(path);
        scene.Report.Check(
            Rows(done, "badRows") == 0 && Rows(done, "doneRows") == Rows(done, "rows"),
            $"{file}: {Rows(done, "doneRows")} of {Rows(done, "rows")} rows taken in"
        );
    }

    /// <summary>A count of rows; 64 bits are text in JSON, and zero is left out.</summary>
    private static long Rows(JsonNode import, string name) =>
        import[name] is { } count ? long.Parse(count.ToString(), CultureInfo.InvariantCulture) : 0;

    private static async Task StateAsync(Scene scene, string path, string state)
    {
        var last = "";
        var came = await scene.EventuallyAsync(async () =>
        {
            last = (await scene["finance-officer"].GetAsync(path)).Text("state");
            return last == state;
        });
        if (!came)
        {
            throw new DemoFailedException($"{path} is {last}, expected {state}");
        }
    }

    /// <summary>Contacts of three donors who gave, so that a donor's pages have something to show.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> EnrolDonorsAsync(Scene scene)
    {
        var ids = new Dictionary<string, string>();
        foreach (var name in new[] { "Ruritania", "Northwind Traders", "Evergreen" })
        {
            var found = await scene["finance-officer"]
                .GetAsync($"donors?search={Uri.EscapeDataString(name)}&pageSize=1");
            var donor = found.Rows() is [{ } first, ..]
                ? first
                : throw new DemoFailedException($"the donor {name} was not loaded");
            ids[name] = donor.Text("donorId");
            var who = "donor-" + name.ToLowerInvariant().Replace(' ', '-');
            await scene.EnrolAsync(who, "donorContact", new JsonObject { ["donorId"] = donor.Text("donorId") });
        }

        return ids;
    }
}
