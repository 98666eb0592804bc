using Fund.Donations.V1;
using Fund.Gateway.Identity;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Fund.Testing.Browser;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Signing in and out in a browser, with and without scripts; work that outlives a session.</summary>
public sealed class SessionPagesTests(RunningGateway gateway, Chromium chromium)
    : IClassFixture<RunningGateway>,
        IClassFixture<Chromium>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Somebody_signs_in_where_they_wanted_to_go_and_out_again(bool script)
    {
        var (account, password) = await gateway.AccountAsync(Role.DonorContact, donor: Guid.CreateVersion7());
        await using var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, script: script);
        var page = view.Page;

        await page.GotoAsync("/en/home");
        Assert.EndsWith("/en/sign-in?return=%2Fhome", page.Url, StringComparison.Ordinal);
        await page.GetByLabel("E-mail address").FillAsync(account.Email!);
        await page.GetByLabel("Password").FillAsync("not the password");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        Assert.Contains(
            "do not belong together",
            await page.TextContentAsync(".govuk-error-summary"),
            StringComparison.Ordinal
        );
        Assert.Equal(account.Email, await page.InputValueAsync("[name=email]"));

        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync("**/en/home");
        var cookie = Assert.Single(await view.Context.CookiesAsync(), candidate => candidate.Name == "fund");
        Assert.True(cookie.HttpOnly);
        var mark = Assert.Single(await view.Context.CookiesAsync(), candidate => candidate.Name == "fund-known");
        Assert.True(mark.HttpOnly);

        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.WaitForURLAsync("**/en/signed-out");
        await page.GotoAsync("/en/home");
        Assert.Contains("/en/sign-in", page.Url, StringComparison.Ordinal);
        Assert.Empty(view.Complaints);
    }

    [Fact]
    public async Task A_role_that_somebody_else_gave_meanwhile_is_shown_and_what_was_typed_stays()
    {
        var (account, _) = await gateway.AccountAsync(Role.Reviewer);
        var token = await gateway.TokenAsync(Role.Administrator);
        await using var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token, script: false);
        var page = view.Page;
        await page.GotoAsync($"/en/admin/people/{account.Id}");
        await page.SelectOptionAsync("[name=role]", "Trustee");
        await gateway.Service.InScopeAsync<GatewayDb>(async db =>
        {
            var row = await db.Accounts.SingleAsync(row => row.Id == account.Id);
            row.ChangeRole(Role.ProgrammeOfficer, null, null, row.Version);
            await db.SaveChangesAsync();
        });
        var change = page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Change the role" });
        await change.ClickAsync();

        Assert.Contains("Programme officer", await page.TextContentAsync(".f-down"), StringComparison.Ordinal);
        Assert.Equal("Trustee", await page.InputValueAsync("[name=role]"));
        await view.PictureAsync("role-meanwhile");
        await change.ClickAsync();
        await page.WaitForURLAsync("**?done=account-changed");
        Assert.Empty(view.Complaints);
    }

    /// <summary>Others guess in this very network; whoever has signed in with this browser signs in all the same.</summary>
    [Fact]
    public async Task A_browser_that_is_known_is_not_kept_waiting_and_another_is_told_what_to_do()
    {
        var (account, password) = await gateway.AccountAsync(Role.DonorContact, donor: Guid.CreateVersion7());
        await using var known = await chromium.OpenAsync(gateway.Http.BaseAddress!, script: false);
        await SignInAsync(known.Page, account.Email!, password);
        await known.Context.ClearCookiesAsync(new() { Name = "fund" });
        await gateway.Service.InScopeAsync<SignInThrottle>(async throttle =>
        {
            var here = new ClientPlace(System.Net.IPAddress.Loopback, "");
            for (var i = 0; i < SignInThrottle.MostPerPair; i++)
            {
                await throttle.BeginAsync(account.NormalizedUserName!, here, TestContext.Current.CancellationToken);
            }
        });

        await using var other = await chromium.OpenAsync(gateway.Http.BaseAddress!, script: false);
        await SignInAsync(other.Page, account.Email!, password);
        Assert.Contains("you need not wait", await other.Page.TextContentAsync("main"), StringComparison.Ordinal);
        await other.PictureAsync("sign-in-too-many");

        await SignInAsync(known.Page, account.Email!, password);
        Assert.EndsWith("/en/home", known.Page.Url, StringComparison.Ordinal);
    }

    private static async Task SignInAsync(Microsoft.Playwright.IPage page, string email, string password)
    {
        await page.GotoAsync("/en/sign-in");
        await page.GetByLabel("E-mail address").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForLoadStateAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_typed_when_the_session_ended_is_done_after_signing_in_again(bool script)
    {
        var (account, password) = await gateway.AccountAsync(Role.DonorContact, donor: Guid.CreateVersion7());
        await SetRoleAsync(account.Id, Role.FinanceOfficer);
        var secret = Kernel.Totp.NewSecret();
        await gateway.Service.InScopeAsync<SecondFactors>(factors =>
            factors.EnrolAsync(account.Id, secret, TestContext.Current.CancellationToken)
        );
        var token = await gateway.TokenAsync(account.Id, TimeProvider.System.GetUtcNow());
        await using var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token, script: script);
        var page = view.Page;
        var name = $"Donor {Guid.CreateVersion7():N}";

        await page.GotoAsync("/en/donors/new");
        await page.GetByLabel("Foundation").CheckAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await view.Context.ClearCookiesAsync(new() { Name = "fund" });
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Register" }).ClickAsync();

        Assert.Contains("Your session had ended", await page.TextContentAsync("main"), StringComparison.Ordinal);
        await page.GetByLabel("E-mail address").FillAsync(account.Email!);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByLabel("Code").FillAsync(Kernel.Totp.Code(secret, TimeProvider.System.GetUtcNow()));
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        if (!script)
        {
            await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        }

        await page.WaitForURLAsync("**/donors/*?done=donor-registered");
        Assert.Contains("The donor is registered", await page.TextContentAsync(".f-done"), StringComparison.Ordinal);
        var request = (RegisterDonorRequest)gateway.Backend.Last("RegisterDonor").Request;
        Assert.Equal((DonorKind.Foundation, name), (request.Kind, request.Name));
        Assert.Single(gateway.Backend.Calls, call => call.Request is RegisterDonorRequest { Name: var n } && n == name);
    }

    [Fact]
    public async Task Looking_at_pages_keeps_a_session_alive_but_not_for_ever()
    {
        var (account, _) = await gateway.AccountAsync(Role.FinanceOfficer);
        var signedIn = TimeProvider.System.GetUtcNow().AddMinutes(-40);
        var token = await gateway.TokenAsync(account.Id, signedIn);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/en/home");
        request.Headers.Add("Cookie", "fund=" + token);

        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.True(response.IsSuccessStatusCode);
        var end = await gateway.Service.InScopeAsync<GatewayDb, DateTimeOffset>(db =>
            db.Sessions.Where(session => session.AccountId == account.Id)
                .Select(session => session.LastSeenAt + Session.Lifetime)
                .SingleAsync()
        );
        Assert.InRange(end - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(58), TimeSpan.FromMinutes(60));
    }

    [Theory]
    [InlineData("//elsewhere.example")]
    [InlineData("https://elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_leads_to_no_other_site(string back)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/en/sign-in?return=" + Uri.EscapeDataString(back));
        request.Headers.Add("Cookie", "fund=" + await gateway.TokenAsync(Role.FinanceOfficer));

        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("/en/home", new Uri(gateway.Http.BaseAddress!, response.Headers.Location!).AbsolutePath);
        Assert.Equal(
            gateway.Http.BaseAddress!.Authority,
            new Uri(gateway.Http.BaseAddress!, response.Headers.Location!).Authority
        );
    }

    private Task SetRoleAsync(Guid account, Role role) =>
        gateway.Service.InScopeAsync<GatewayDb>(async db =>
        {
            await db
                .Accounts.Where(row => row.Id == account)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Role, role));
        });
}
