using System.Text.Json.Nodes;
using Fund.Gateway.Identity;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Tests.Identity;

/// <summary>One-time passwords and recovery codes, and what an unfinished sign-in may do.</summary>
public sealed class SecondFactorTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Session = "/api/v1/session";
    private const string Completion = "/api/v1/session/completion";
    private const string Factor = "/api/v1/second-factor";

    public static TheoryData<Role> StaffRoles { get; } =
    [
        Role.ProgrammeOfficer,
        Role.FinanceOfficer,
        Role.FundManager,
        Role.Auditor,
        Role.Administrator,
        Role.Trustee,
        Role.Reviewer,
    ];

    [Theory]
    [MemberData(nameof(StaffRoles))]
    public async Task Staff_can_do_nothing_before_a_second_factor_is_set_up(Role role)
    {
        var (account, password) = await gateway.AccountAsync(role);

        var signedIn = await SignInAsync(account.Email!, password);

        Assert.Equal("enrolment", signedIn.Json["step"]!.GetValue<string>());
        var token = signedIn.Json["accessToken"]!.GetValue<string>();
        foreach (var path in new[] { "/api/v1/donors", "/api/v1/accounts", "/api/v1/sessions", "/api/v1/notices" })
        {
            var refused = await gateway.SendAsync(HttpMethod.Get, path, token);
            Assert.Equal((401, "ENROLMENT_NEEDED"), (refused.Status, refused.Reason));
        }

        var finished = await EnrolAsync(token);
        Assert.Equal(401, (await gateway.SendAsync(HttpMethod.Get, Session, token)).Status);
        var session = await gateway.SendAsync(HttpMethod.Get, Session, finished.Token);
        Assert.Equal("signedIn", session.Json["step"]!.GetValue<string>());
        Assert.Equal(SecondFactors.RecoveryCodes, finished.RecoveryCodes.Count);
    }

    [Fact]
    public async Task A_code_may_come_with_the_password_or_after_it_and_counts_once()
    {
        var person = await PersonAsync();

        var without = await SignInAsync(person.Email, person.Password);
        Assert.Equal("secondFactor", without.Json["step"]!.GetValue<string>());
        var half = without.Json["accessToken"]!.GetValue<string>();
        Assert.Equal("SECOND_FACTOR_NEEDED", (await gateway.SendAsync(HttpMethod.Get, "/api/v1/donors", half)).Reason);
        Assert.Equal("SECOND_FACTOR_NEEDED", (await gateway.SendAsync(HttpMethod.Post, Factor, half, "{}")).Reason);

        var code = person.NextCode();
        var finished = await CompleteAsync(half, code);
        Assert.Equal(200, finished.Status);
        Assert.NotEqual(half, finished.Json["accessToken"]!.GetValue<string>());
        Assert.Equal(401, (await gateway.SendAsync(HttpMethod.Get, Session, half)).Status);

        var again = await SignInAsync(person.Email, person.Password, code);
        Assert.Equal((401, "WRONG_CODE"), (again.Status, again.Reason));
    }

    [Fact]
    public async Task Of_many_sign_ins_at_once_with_one_code_one_succeeds()
    {
        var person = await PersonAsync();
        var code = person.NextCode();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => SignInAsync(person.Email, person.Password, code))
        );

        Assert.Single(answers, answer => answer.Status == 200);
    }

    [Fact]
    public async Task Of_two_sign_ins_at_once_with_one_recovery_code_one_succeeds()
    {
        var person = await PersonAsync();
        var code = person.RecoveryCodes[0];

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => SignInAsync(person.Email, person.Password, code.ToUpperInvariant()))
        );

        Assert.Single(answers, answer => answer.Status == 200);
        var token = answers.Single(answer => answer.Status == 200).Json["accessToken"]!.GetValue<string>();
        var state = await gateway.SendAsync(HttpMethod.Get, Factor, token);
        Assert.Equal(SecondFactors.RecoveryCodes - 1, state.Json["recoveryCodesLeft"]!.GetValue<int>());
    }

    [Fact]
    public async Task Codes_of_two_steps_ago_or_ahead_and_of_other_secrets_are_refused()
    {
        var person = await PersonAsync();
        var now = TimeProvider.System.GetUtcNow();
        foreach (
            var code in new[]
            {
                Totp.Code(person.Secret, now - (Totp.Step * 3)),
                Totp.Code(person.Secret, now + (Totp.Step * 3)),
                Totp.Code(Totp.NewSecret(), now),
                "abcd-efgh-jkmn-pqrs",
            }
        )
        {
            var answer = await SignInAsync(person.Email, person.Password, code);
            Assert.Equal((401, "WRONG_CODE"), (answer.Status, answer.Reason));
        }
    }

    [Fact]
    public async Task Guessing_codes_is_locked_out()
    {
        var person = await PersonAsync();
        var half = (await SignInAsync(person.Email, person.Password)).Json["accessToken"]!.GetValue<string>();

        var guesses = await Task.WhenAll(
            Enumerable.Range(0, SignInThrottle.MostPerPair + 3).Select(i => CompleteAsync(half, $"{i:D6}"))
        );

        Assert.Equal(SignInThrottle.MostPerPair, guesses.Count(guess => guess.Status == 401));
        Assert.All(
            guesses.Where(guess => guess.Status != 401),
            guess => Assert.Equal("TOO_MANY_SIGN_INS", guess.Reason)
        );
        Assert.Equal(429, (await CompleteAsync(half, person.NextCode())).Status);
    }

    [Fact]
    public async Task Secrets_and_recovery_codes_are_not_in_the_database()
    {
        var person = await PersonAsync();

        var dump = await gateway.Database.ScalarAsync<string>(
            "select (select string_agg(second_factors::text, ' ') from second_factors) || (select string_agg(recovery_codes::text, ' ') from recovery_codes)"
        );

        Assert.DoesNotContain(person.Secret, dump, StringComparison.Ordinal);
        Assert.All(person.RecoveryCodes, code => Assert.DoesNotContain(code, dump, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_second_factor_needs_the_password_and_the_old_one_counts_until_it_is_confirmed()
    {
        var person = await PersonAsync();

        var refused = await gateway.SendAsync(HttpMethod.Post, Factor, person.Token, """{"password":"not mine"}""");
        Assert.Equal((400, "WRONG_PASSWORD"), (refused.Status, refused.Reason));
        var offered = await gateway.SendAsync(
            HttpMethod.Post,
            Factor,
            person.Token,
            new JsonObject { ["password"] = person.Password }.ToJsonString()
        );
        Assert.StartsWith("otpauth://totp/", offered.Json["address"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(200, (await SignInAsync(person.Email, person.Password, person.NextCode())).Status);

        var secret = offered.Json["secret"]!.GetValue<string>();
        var confirmed = await ConfirmAsync(person.Token, Totp.Code(secret, TimeProvider.System.GetUtcNow()));
        Assert.Equal(200, confirmed.Status);
        Assert.Equal("", confirmed.Json["accessToken"]!.GetValue<string>());
        Assert.Equal(401, (await SignInAsync(person.Email, person.Password, person.RecoveryCodes[0])).Status);
    }

    [Fact]
    public async Task Who_needs_it_cannot_remove_it_and_others_can_with_a_code()
    {
        var staff = await PersonAsync();
        var kept = await gateway.SendAsync(
            HttpMethod.Post,
            Factor + "/removal",
            staff.Token,
            new JsonObject { ["code"] = staff.NextCode() }.ToJsonString()
        );
        Assert.Equal((409, "SECOND_FACTOR_REQUIRED"), (kept.Status, kept.Reason));

        var contact = await PersonAsync(Role.OrganisationMember);
        var wrong = await gateway.SendAsync(
            HttpMethod.Post,
            Factor + "/removal",
            contact.Token,
            """{"code":"000000"}"""
        );
        Assert.Equal("WRONG_CODE", wrong.Reason);
        var removed = await gateway.SendAsync(
            HttpMethod.Post,
            Factor + "/removal",
            contact.Token,
            new JsonObject { ["code"] = contact.RecoveryCodes[3] }.ToJsonString()
        );
        Assert.Equal(204, removed.Status);
        var signedIn = await SignInAsync(contact.Email, contact.Password);
        Assert.Equal("signedIn", signedIn.Json["step"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_secret_that_was_never_confirmed_is_worth_nothing()
    {
        var (account, password) = await gateway.AccountAsync(Role.OrganisationMember);
        var token = (await SignInAsync(account.Email!, password)).Json["accessToken"]!.GetValue<string>();
        var body = new JsonObject { ["password"] = password }.ToJsonString();
        var secret = (await gateway.SendAsync(HttpMethod.Post, Factor, token, body)).Json["secret"]!.GetValue<string>();

        var early = await SignInAsync(account.Email!, password, Totp.Code(secret, TimeProvider.System.GetUtcNow()));
        Assert.Equal("WRONG_CODE", early.Reason);
        await gateway.Service.InScopeAsync<GatewayDb>(db =>
            db.SecondFactors.ExecuteUpdateAsync(set =>
                set.SetProperty(
                    row => row.PendingSince,
                    row => row.PendingSince - SecondFactors.PendingFor - TimeSpan.FromMinutes(1)
                )
            )
        );
        var late = await ConfirmAsync(token, Totp.Code(secret, TimeProvider.System.GetUtcNow()));
        Assert.Equal("WRONG_CODE", late.Reason);
    }

    private async Task<Person> PersonAsync(Role role = Role.FinanceOfficer)
    {
        var (account, password) = await gateway.AccountAsync(role);
        var signedIn = await SignInAsync(account.Email!, password);
        var token = signedIn.Json["accessToken"]!.GetValue<string>();
        var person = await EnrolAsync(token, password);
        return person with
        {
            Email = account.Email!,
            Password = password,
            Token = person.Token.Length > 0 ? person.Token : token,
        };
    }

    private async Task<Person> EnrolAsync(string token, string password = "")
    {
        var body = new JsonObject { ["password"] = password }.ToJsonString();
        var offered = await gateway.SendAsync(HttpMethod.Post, Factor, token, body);
        var secret = offered.Json["secret"]!.GetValue<string>();

        // The code of the step before leaves those of this step and the next for the tests.
        var step = Totp.StepOf(TimeProvider.System.GetUtcNow()) - 1;
        var confirmed = await ConfirmAsync(token, Totp.Code(secret, step));
        Assert.Equal(200, confirmed.Status);
        return new Person(
            "",
            "",
            confirmed.Json["accessToken"]!.GetValue<string>(),
            secret,
            [.. confirmed.Json["recoveryCodes"]!.AsArray().Select(code => code!.GetValue<string>())]
        );
    }

    private Task<ApiAnswer> ConfirmAsync(string token, string code) =>
        gateway.SendAsync(
            HttpMethod.Post,
            Factor + "/confirmation",
            token,
            new JsonObject { ["code"] = code }.ToJsonString()
        );

    private Task<ApiAnswer> CompleteAsync(string token, string code) =>
        gateway.SendAsync(HttpMethod.Post, Completion, token, new JsonObject { ["code"] = code }.ToJsonString());

    private Task<ApiAnswer> SignInAsync(string email, string password, string code = "") =>
        gateway.SendAsync(
            HttpMethod.Post,
            Session,
            body: new JsonObject
            {
                ["email"] = email,
                ["password"] = password,
                ["code"] = code,
            }.ToJsonString()
        );

    private sealed record Person(
        string Email,
        string Password,
        string Token,
        string Secret,
        IReadOnlyList<string> RecoveryCodes
    )
    {
        public string NextCode() => Totp.Code(Secret, TimeProvider.System.GetUtcNow());
    }
}
