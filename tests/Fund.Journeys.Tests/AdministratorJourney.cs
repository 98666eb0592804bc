using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fund.Demo;
using Fund.EndToEnd.Tests;
using Microsoft.Playwright;

namespace Fund.Journeys.Tests;

/// <summary>An administrator: people and what they may do, what was sent and what was done.</summary>
public sealed class AdministratorJourney(RunningFund fund)
{
    public static TheoryData<View> Views { get; } = View.Of(3);

    [Theory]
    [MemberData(nameof(Views))]
    public async Task An_administrator_looks_after_people(View view)
    {
        await using var person = await fund.OpenAsync(view);
        var (email, password) = await fund.AccountAsync("administrator");

        await person.GoAsync("/admin/people");
        await person.SignInAndSetUpAsync(email, password);
        var invited = await InviteAsync(person);
        await ChangeAPersonAsync(person);
        await SeeMailsAsync(person, invited);
        await EndASessionAsync(person, email, password);
        await MakeATokenAsync(person);
        await SearchTheTrailAsync(person);

        await person.PressAsync("Nav.SignOut");
        await person.IsAtAsync("SignedOut.Title");
        person.HadNoTrouble();
    }

    /// <summary>Dossiers are for auditors and managers; a script of ours verifies them without the system.</summary>
    [Theory]
    [MemberData(nameof(Views))]
    public async Task An_auditor_takes_a_dossier_along(View view)
    {
        await using var person = await fund.OpenAsync(view);
        var (email, password) = await fund.AccountAsync("auditor");
        var donor = await fund.Finance.PostAsync(
            "donors",
            new JsonObject { ["kind"] = "foundation", ["name"] = $"Óbuda {Guid.CreateVersion7():N}" }
        );

        await person.GoAsync("/home");
        await person.SignInAndSetUpAsync(email, password);
        await person.NavigateAsync("Nav.Audit", "Audit.Title");
        await person.ChooseAsync("Audit.Kind", "donor");
        await person.TypeAsync("Audit.Record", donor.Text("donorId"));
        await person.PressAsync("Table.Show");
        await person.SeesAsync("Act.RegisterDonor");
        await person.GoAsync($"/records/donor/{donor.Text("donorId")}");
        await person.IsAtAsync("Audit.History");
        var file = Path.GetTempFileName();
        var zip = await person.SaveAsync(person.Link(person.Words["Audit.Dossier"]));
        await File.WriteAllBytesAsync(file, zip, TestContext.Current.CancellationToken);

        Assert.Equal("", await ProblemsAsync(file));
        await TamperAsync(file);
        Assert.NotEqual("", await ProblemsAsync(file));
        File.Delete(file);
        person.HadNoTrouble();
    }

    private static async Task<string> InviteAsync(Person person)
    {
        var invited = $"trustee-{Guid.CreateVersion7():N}@people.example";
        await person.NavigateAsync("Nav.People", "People.Title");
        await person.FollowAsync("Invitations.Title");
        await person.TypeAsync("People.Name", "Łucja Żak");
        await person.ChooseAsync("Account.Role", "Trustee");
        await person.PressAsync("Invitations.Send");
        await person.IsRefusedAtAsync("email");
        Assert.Equal("Łucja Żak", await person.Field("People.Name").InputValueAsync());

        await person.TypeAsync("SignIn.Email", invited);
        await person.PressAsync("Invitations.Send");
        await person.IsDoneAsync("invited");
        await person.ReadsAsync(invited);
        var back = person.Words["Invitations.Revoke"];
        await person.PressAsync(
            person.Main.GetByRole(AriaRole.Button, new() { NameRegex = new($"^{Regex.Escape(back)}\\s+{invited}") })
        );
        await person.IsDoneAsync("invitation-revoked");
        return invited;
    }

    /// <summary>Somebody gets another role, and is kept out.</summary>
    private async Task ChangeAPersonAsync(Person person)
    {
        var (email, _) = await fund.AccountAsync("reviewer");
        await person.NavigateAsync("Nav.People", "People.Title");
        await person.TypeAsync("People.Search", email);
        await person.PressAsync("Table.Show");
        await person.FollowAsync(person.Link(email));
        await person.ChooseAsync("Account.Role", "Trustee");
        await person.PressAsync("People.ChangeRole");
        await person.IsDoneAsync("account-changed");
        Assert.Equal(person.Words["Role.Trustee"], await person.TextAsync(".f-eyebrow"));
        await person.PressAsync(
            person.Main.GetByRole(AriaRole.Button, new() { NameRegex = Begins(person, "People.Disable") })
        );
        await person.IsDoneAsync("account-changed");
        await person.SeesAsync("People.Disabled");
    }

    private async Task SeeMailsAsync(Person person, string invited)
    {
        await fund.MailAsync(invited);
        await person.NavigateAsync("Nav.People", "People.Title");
        await person.FollowAsync("Mail.Title");
        await person.ReadsAsync(invited);
        await person.SeesAsync("MailKind.Invitation");
        await person.FollowAsync("People.Title");
        await person.FollowAsync("Outside.Title");
        await person.SeesAsync("Outside.Off");
    }

    /// <summary>Another device of the same person is signed out.</summary>
    private async Task EndASessionAsync(Person person, string email, string password)
    {
        var elsewhere = await new Api(fund.Scene.Http, email).PostAsync(
            "session",
            new JsonObject { ["email"] = email, ["password"] = password }
        );
        Assert.Equal("secondFactor", elsewhere.Text("step"));
        await person.NavigateAsync("Nav.Account", "Account.Title");
        await person.FollowAsync("Account.Sessions");
        await person.SeesAsync("Sessions.This");
        var others = person.Main.GetByRole(AriaRole.Button, new() { NameRegex = Begins(person, "Sessions.EndOthers") });
        if (await others.CountAsync() > 0)
        {
            await person.PressAsync(others);
            await person.IsDoneAsync("session-ended");
        }
    }

    /// <summary>A program signs in with a token that is shown once, and is let in no more when it is revoked.</summary>
    private async Task MakeATokenAsync(Person person)
    {
        var name = $"Książka {Guid.CreateVersion7():N}";
        await person.NavigateAsync("Nav.Account", "Account.Title");
        await person.FollowAsync("Account.Tokens");
        await person.TypeAsync("Tokens.Name", name);
        var until = TimeProvider.System.GetUtcNow().AddDays(20);
        await person.TypeDateAsync("Tokens.Until", DateOnly.FromDateTime(until.UtcDateTime));
        await person.TypeAsync("Tokens.Permissions", "listAccounts");
        await person.PressAsync("Tokens.Make");
        var program = new Api(fund.Scene.Http, "a program", await person.TextAsync(".f-secret"));
        await program.GetAsync("accounts");

        var revoke = new Regex($"^{Regex.Escape(person.Words["Tokens.Revoke"])}\\s+{name}");
        await person.PressAsync(person.Main.GetByRole(AriaRole.Button, new() { NameRegex = revoke }));
        await person.IsDoneAsync("token-revoked");
        Assert.False((await program.TryAsync(HttpMethod.Get, "accounts")).Ok);
    }

    private static async Task SearchTheTrailAsync(Person person)
    {
        await person.NavigateAsync("Nav.Audit", "Audit.Title");
        await person.ChooseAsync("Audit.Service", "gateway");
        await person.PressAsync("Table.Show");
        await person.ChooseAsync("Audit.Call", "CreateInvitation");
        await person.PressAsync("Table.Show");
        await person.SeesAsync("Act.CreateInvitation");
        await person.FollowAsync("Table.Clear");
    }

    private static Regex Begins(Person person, string key) => new($"^{Regex.Escape(person.Words[key])}");

    /// <summary>A blank more in one of its files.</summary>
    private static async Task TamperAsync(string file)
    {
        using var zip = await ZipFile.OpenAsync(file, ZipArchiveMode.Update, TestContext.Current.CancellationToken);
        await using var entry = await zip
            .Entries.First(entry => entry.Name != "manifest.json")
            .OpenAsync(TestContext.Current.CancellationToken);
        entry.Seek(0, SeekOrigin.End);
        entry.WriteByte((byte)' ');
    }

    /// <summary>What the operators' script says against a dossier; empty when it says nothing.</summary>
    private static async Task<string> ProblemsAsync(string file)
    {
        var start = new ProcessStartInfo(Path.Combine(WholeFund.RepositoryRoot, "deploy", "verify-dossier"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(file);
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        said += await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0 ? "" : said;
    }
}
