using System.Text.Json.Nodes;
using Fund.Gateway.Identity;
using Fund.Gateway.Mail;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Tests.Identity;

/// <summary>What a password may be, and how it is changed.</summary>
public sealed class PasswordTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Resets = "/api/v1/password-resets";
    private const string Good = "seven loud copper kettles";

    [Theory]
    [InlineData("short")]
    [InlineData("password1234")]
    [InlineData("Passw0rd!!!!")]
    [InlineData("monkeymonkey")]
    [InlineData("1qaz2wsx1qaz2wsx")]
    [InlineData("qwertyuiop2026")]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("ababababababab")]
    [InlineData("Trust Fund 2026!")]
    [InlineData("united-nations-1")]
    [InlineData("josephine in the garden")]
    public void What_is_guessed_first_is_refused(string password) =>
        Assert.NotNull(PasswordRules.ProblemOf(password, "josephine.k@ngo.example", "Josephine K"));

    [Theory]
    [InlineData("four quiet wooden boats")]
    [InlineData("тихие деревянные лодки")]
    [InlineData("安静的木船在河上慢慢走着呢")]
    [InlineData("xk29-plm4-qq7z")]
    public void Long_ones_without_rules_of_composition_are_taken(string password) =>
        Assert.Null(PasswordRules.ProblemOf(password, "josephine.k@ngo.example"));

    [Fact]
    public void The_longest_is_200_characters() =>
        Assert.NotNull(PasswordRules.ProblemOf(string.Concat(Enumerable.Repeat("abcdefg ", 30))));

    [Fact]
    public async Task A_reset_by_mail_works_once_and_ends_all_sessions()
    {
        var (account, old) = await gateway.AccountAsync(Role.OrganisationMember);
        var session = await gateway.TokenAsync(account.Id, TimeProvider.System.GetUtcNow());

        Assert.Equal(204, (await AskAsync(account.Email!)).Status);
        var token = RunningGateway.LinkToken((await gateway.MailsToAsync(account.Email!))[0]);
        var weak = await CompleteAsync(token, "password1234");
        Assert.Equal((400, "PASSWORD_NOT_ALLOWED"), (weak.Status, weak.Reason));
        Assert.Equal(204, (await CompleteAsync(token, Good)).Status);

        Assert.Equal("LINK_NOT_VALID", (await CompleteAsync(token, Good)).Reason);
        Assert.Equal(401, await SignInAsync(account.Email!, old));
        Assert.Equal(200, await SignInAsync(account.Email!, Good));
        Assert.Equal(401, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/session", session)).Status);
        Assert.Contains("was changed", (await gateway.MailsToAsync(account.Email!, 2))[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_sets_a_new_password_need_not_wait_for_the_guesses_of_others()
    {
        var (account, password) = await gateway.AccountAsync(Role.OrganisationMember);
        await gateway.Service.InScopeAsync<SignInThrottle>(async throttle =>
        {
            for (var i = 0; i < SignInThrottle.MostPerAccount; i++)
            {
                var elsewhere = new ClientPlace(System.Net.IPAddress.Parse($"198.51.100.{i}"), "");
                await throttle.BeginAsync(
                    account.NormalizedUserName!,
                    elsewhere,
                    TestContext.Current.CancellationToken
                );
            }
        });
        Assert.Equal(429, await SignInAsync(account.Email!, password));

        Assert.Equal(204, (await AskAsync(account.Email!)).Status);
        var token = RunningGateway.LinkToken((await gateway.MailsToAsync(account.Email!))[0]);
        Assert.Equal(204, (await CompleteAsync(token, Good)).Status);

        Assert.Equal(200, await SignInAsync(account.Email!, Good));
    }

    [Fact]
    public async Task Asking_says_the_same_for_every_address_and_sends_a_few_mails_at_most()
    {
        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember);
        var known = await AskAsync(account.Email!);
        var unknown = await AskAsync($"{Guid.CreateVersion7():N}@people.example");
        Assert.Equal((known.Status, known.Text), (unknown.Status, unknown.Text));

        for (var i = 0; i < 3; i++)
        {
            await AskAsync(account.Email!);
        }

        Assert.Equal(3, (await gateway.MailsToAsync(account.Email!, 3)).Count);
        await gateway.Service.InScopeAsync<SendMails>(work => work.RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(3, (await gateway.MailsToAsync(account.Email!, 3)).Count);
    }

    [Fact]
    public async Task Links_that_were_guessed_or_are_too_old_do_not_work()
    {
        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember);
        await AskAsync(account.Email!);
        var token = RunningGateway.LinkToken((await gateway.MailsToAsync(account.Email!))[0]);
        await gateway.Service.InScopeAsync<GatewayDb>(db =>
            db.PasswordResets.ExecuteUpdateAsync(set =>
                set.SetProperty(row => row.ExpiresAt, row => row.ExpiresAt - PasswordReset.Lifetime)
            )
        );

        foreach (var guess in new[] { token, AccessToken.Random(), "x", "' or 1=1 --" })
        {
            Assert.Equal("LINK_NOT_VALID", (await CompleteAsync(guess, Good)).Reason);
        }
    }

    [Fact]
    public async Task Changing_the_own_password_asks_for_the_old_one_and_ends_other_sessions()
    {
        var (account, password) = await gateway.AccountAsync(Role.OrganisationMember);
        var here = await gateway.TokenAsync(account.Id, TimeProvider.System.GetUtcNow());
        var elsewhere = await gateway.TokenAsync(account.Id, TimeProvider.System.GetUtcNow());

        Assert.Equal("WRONG_PASSWORD", (await ChangeAsync(here, "not mine at all", Good)).Reason);
        Assert.Equal(204, (await ChangeAsync(here, password, Good)).Status);

        Assert.Equal(200, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/session", here)).Status);
        Assert.Equal(401, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/session", elsewhere)).Status);
        Assert.Equal(200, await SignInAsync(account.Email!, Good));
    }

    private Task<ApiAnswer> ChangeAsync(string token, string old, string next) =>
        gateway.SendAsync(
            HttpMethod.Put,
            "/api/v1/password",
            token,
            new JsonObject { ["password"] = old, ["newPassword"] = next }.ToJsonString()
        );

    private Task<ApiAnswer> AskAsync(string email) =>
        gateway.SendAsync(HttpMethod.Post, Resets, body: new JsonObject { ["email"] = email }.ToJsonString());

    private Task<ApiAnswer> CompleteAsync(string token, string password) =>
        gateway.SendAsync(
            HttpMethod.Post,
            Resets + "/completion",
            body: new JsonObject { ["token"] = token, ["password"] = password }.ToJsonString()
        );

    private async Task<int> SignInAsync(string email, string password) =>
        (
            await gateway.SendAsync(
                HttpMethod.Post,
                "/api/v1/session",
                body: new JsonObject { ["email"] = email, ["password"] = password }.ToJsonString()
            )
        ).Status;
}
