using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fund.Demo;
using Fund.Testing;
using Microsoft.Playwright;

namespace Fund.Journeys.Tests;

/// <summary>A donor's contact, from the invitation to signing out.</summary>
public sealed partial class DonorJourney(RunningFund fund)
{
    private const string Password = "vier Boote auf dem See";

    public static TheoryData<View> Views { get; } = View.Of(1);

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_contact_follows_the_money(View view)
    {
        await using var person = await fund.OpenAsync(view);
        var donor = await DonorAsync(view.Language);

        var email = await AcceptInvitationAsync(person, donor);
        await person.SignInAsync(email, Password);
        await SeeWhatIsDueAsync(person, donor);
        await TakeAReceiptAsync(person, donor);
        await MakeAStatementAsync(person, donor);
        await person.NavigateAsync("Nav.Results");
        await person.IsAtAsync("Donor.ResultsTitle");
        await ChooseMailsAsync(person);
        await MeetColleaguesAsync(person, email);

        await person.PressAsync("Nav.SignOut");
        await person.IsAtAsync("SignedOut.Title");
        await person.GoAsync("/donor");
        await person.IsAtAsync("SignIn.Title");
        person.HadNoTrouble();
    }

    /// <summary>A donor who promised three parts, paid the first, and gave something besides.</summary>
    private async Task<Donor> DonorAsync(string language)
    {
        var (run, scene) = (Guid.CreateVersion7().ToString("N")[^8..], fund.Scene);
        var donor = new Donor($"Fundación Żółw {run}", $"ŻÓŁW-{run}");
        donor.Id = (
            await fund.Finance.PostAsync("donors", new JsonObject { ["kind"] = "foundation", ["name"] = donor.Name })
        ).Text("donorId");
        var pledge = await fund.Finance.PostAsync(
            "pledges",
            new JsonObject
            {
                ["donorId"] = donor.Id,
                ["amount"] = Make.Money("3000.00", "EUR"),
                ["pledgedOn"] = scene.Today(-40),
                ["reference"] = donor.Reference,
                ["instalments"] = Make.Array(
                    Instalment("1250.50", scene.Today(-20)),
                    Instalment("749.50", scene.Today(-5)),
                    Instalment("1000.00", scene.Today(20))
                ),
            }
        );
        var first = await GiveAsync(donor, "1250.50", "EUR", -21, pledge.Text("pledgeId"));
        await GiveAsync(donor, "75.00", "USD", -12, null);
        var receipt = new JsonObject { ["contributionId"] = first, ["language"] = language };
        donor.Receipt = (await fund.Finance.PostAsync("receipts", receipt)).Text("number");
        return donor;
    }

    private static JsonObject Instalment(string amount, string due) =>
        new() { ["amount"] = Make.Money(amount, "EUR"), ["dueDate"] = due };

    private async Task<string> GiveAsync(Donor donor, string amount, string currency, int day, string? pledge)
    {
        var body = new JsonObject
        {
            ["donorId"] = donor.Id,
            ["amount"] = Make.Money(amount, currency),
            ["valueDate"] = fund.Scene.Today(day),
            ["channel"] = "bank",
        };
        if (pledge is not null)
        {
            body["pledgeId"] = pledge;
        }

        return (await fund.Finance.PostAsync("contributions", body)).Text("contributionId");
    }

    private async Task<string> AcceptInvitationAsync(Person person, Donor donor)
    {
        var email = $"zoe-{Guid.CreateVersion7():N}@people.example";
        await fund.Finance.PostAsync(
            "invitations",
            new JsonObject
            {
                ["email"] = email,
                ["role"] = "donorContact",
                ["donorId"] = donor.Id,
                ["language"] = person.View.Language,
            }
        );
        await person.OpenLinkAsync(Address().Match(await fund.MailAsync(email)).Value);
        await person.IsAtAsync("Invitation.Title");
        await person.TypeAsync("Invitation.Name", "Zoë Łukasz");
        await person.TypeAsync("Password.New", "zu kurz");
        await person.PressAsync("Invitation.Do");
        await person.IsRefusedAsync();
        await person.IsRefusedAtAsync("password");
        Assert.Equal("Zoë Łukasz", await person.Field("Invitation.Name").InputValueAsync());

        await person.TypeAsync("Password.New", Password);
        await person.PressAsync("Invitation.Do");
        await person.IsDoneAsync("invitation-accepted");
        return email;
    }

    private static async Task SeeWhatIsDueAsync(Person person, Donor donor)
    {
        await person.IsAtAsync("Home.Title");
        await person.SeesAsync("Home.Overdue");
        await person.NavigateAsync("Nav.DonorOverview");
        Assert.Equal(donor.Name, await person.TextAsync("h1"));
        foreach (var due in new[] { 749.50m, 1000m })
        {
            await person.ReadsAsync(person.Figure(due));
        }

        await person.SeesAsync("Donor.Overdue");
        await person.FollowAsync("Donor.AllPledges");
        await person.ReadsAsync(donor.Reference);
        await person.Main.Locator("summary").ClickAsync();
        await person.ReadsAsync(person.Figure(1000m));
        await person.FollowAsync("Donor.Title");
    }

    private static async Task TakeAReceiptAsync(Person person, Donor donor)
    {
        await person.FollowAsync("Donor.AllContributions");
        var file = await person.SaveAsync(person.Main.Locator("tbody a").First);
        Assert.Contains(donor.Receipt, PdfText.Of(file), StringComparison.Ordinal);
    }

    /// <summary>The same figures on screen, on paper, as PDF and as CSV.</summary>
    private async Task MakeAStatementAsync(Person person, Donor donor)
    {
        var (from, to, page) = (fund.Scene.Today(-30), fund.Scene.Today(), person.Page);
        var total = await UsdAsync(donor);
        await person.NavigateAsync("Nav.Statement");
        await person.TypeAsync("Donor.From", from);
        await person.TypeAsync("Donor.To", to);
        await person.ChooseAsync("Donor.Language", "fr");
        await person.PressAsync("Table.Show");
        await person.ReadsAsync(person.Figure(1250.5m));
        await person.ReadsAsync(person.Figure(total));

        var said = PdfText.Of(await person.SaveAsync(person.Link(person.Words["Donor.Pdf"])));
        var french = total.ToString("N2", CultureInfo.GetCultureInfo("fr"));
        Assert.Contains(Person.Plain(french), Person.Plain(said), StringComparison.Ordinal);
        var table = Encoding.UTF8.GetString(await person.SaveAsync(person.Link(person.Words["Donor.Csv"])));
        Assert.Contains(total.ToString("F2", CultureInfo.InvariantCulture), table, StringComparison.Ordinal);

        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.False(await page.Locator("header nav").First.IsVisibleAsync());
        await person.ReadsAsync(person.Figure(total));
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        Assert.Equal(person.View.Script, await person.Button(person.Words["Donor.Print"]).IsVisibleAsync());

        // Another language is the same page with the same range.
        var other = person.View.Language == "en" ? "fr" : "en";
        var link = page.Locator($"header a[hreflang={other}]");
        Assert.Equal($"/{other}/donor/statement?from={from}&to={to}&language=fr", await link.GetAttributeAsync("href"));
    }

    private async Task<decimal> UsdAsync(Donor donor)
    {
        var gifts = await fund.Finance.GetAsync($"contributions?donorId={donor.Id}");
        return gifts.Rows().Sum(gift => gift.Cents("usdValue")) / 100m;
    }

    private static async Task ChooseMailsAsync(Person person)
    {
        await person.NavigateAsync("Nav.Account");
        await person.ChooseAsync("Account.Notices", "Weekly");
        await person.PressAsync("Account.Save");
        await person.IsDoneAsync("settings-saved");
        Assert.Equal("Weekly", await person.Field("Account.Notices").InputValueAsync());
        foreach (
            var place in new[] { "Account.SecondFactor", "Account.Sessions", "Account.Tokens", "Account.Permissions" }
        )
        {
            await person.FollowAsync(place);
            await person.NavigateAsync("Nav.Account");
        }

        await person.NavigateAsync("Nav.Messages");
        await person.IsAtAsync("Messages.Title");
    }

    private static async Task MeetColleaguesAsync(Person person, string email)
    {
        await person.NavigateAsync("Nav.People");
        await person.ReadsAsync(email);
        await person.FollowAsync(person.Link(email));
        await person.ReadsAsync("Zoë Łukasz");
    }

    private sealed record Donor(string Name, string Reference)
    {
        public string Id { get; set; } = "";

        public string Receipt { get; set; } = "";
    }

    [GeneratedRegex(@"http://\S+/invitation\S+")]
    private static partial Regex Address();
}
