using System.Text.Json.Nodes;
using Fund.Gateway.Identity;
using Fund.Hosting;

namespace Fund.Gateway.Tests.Identity;

/// <summary>Signing in, being locked out, and what a token is worth.</summary>
public sealed class SignInTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Session = "/api/v1/session";

    [Fact]
    public async Task The_right_password_gives_a_token_that_works_until_signing_out()
    {
        var (account, password) = await gateway.AccountAsync(Role.OrganisationMember);

        var signedIn = await SignInAsync(account.Email!, password);
        Assert.Equal(200, signedIn.Status);
        Assert.Equal("signedIn", signedIn.Json["step"]!.GetValue<string>());
        Assert.Equal("organisationMember", signedIn.Json["account"]!["role"]!.GetValue<string>());
        var token = signedIn.Json["accessToken"]!.GetValue<string>();

        var shown = await gateway.SendAsync(HttpMethod.Get, Session, token);
        Assert.Equal(account.Email, shown.Json["account"]!["email"]!.GetValue<string>());

        var signedOut = await gateway.SendAsync(HttpMethod.Delete, Session, token);
        Assert.Equal(204, signedOut.Status);
        var after = await gateway.SendAsync(HttpMethod.Get, Session, token);
        Assert.Equal(401, after.Status);
        Assert.Equal("Bearer", after.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task The_address_is_recognised_in_capitals_and_with_spaces_around()
    {
        var (account, password) = await gateway.AccountAsync(Role.OrganisationMember);

        var answer = await SignInAsync($"  {account.Email!.ToUpperInvariant()} ", password);

        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer()
    {
        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember);

        var wrong = await SignInAsync(account.Email!, "not the password");
        var unknown = await SignInAsync($"{Guid.CreateVersion7():N}@people.example", "not the password");

        Assert.Equal((401, "WRONG_EMAIL_OR_PASSWORD"), (wrong.Status, wrong.Reason));
        Assert.Equal(WithoutTrace(wrong), WithoutTrace(unknown));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Guessing_is_locked_out_whether_or_not_the_account_exists(bool exists)
    {
        var (account, password) = await gateway.AccountAsync(Role.OrganisationMember);
        var email = exists ? account.Email! : $"{Guid.CreateVersion7():N}@people.example";

        // All at once: counting before checking leaves no gap.
        var guesses = await Task.WhenAll(
            Enumerable.Range(0, SignInThrottle.MostPerPair + 3).Select(i => SignInAsync(email, $"guess {i}"))
        );

        Assert.Equal(SignInThrottle.MostPerPair, guesses.Count(guess => guess.Status == 401));
        var locked = Assert.Single(guesses.Where(guess => guess.Status == 429).DistinctBy(guess => guess.Reason));
        Assert.Equal("TOO_MANY_SIGN_INS", locked.Reason);
        Assert.InRange(int.Parse(locked.Headers["Retry-After"]), 1, (int)SignInThrottle.Window.TotalSeconds);
        var right = await SignInAsync(email, password);
        Assert.Equal(429, right.Status);
    }

    [Fact]
    public async Task Earlier_mistakes_are_forgotten_when_the_password_is_right()
    {
        var (account, password) = await gateway.AccountAsync(Role.OrganisationMember);
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < SignInThrottle.MostPerPair - 1; i++)
            {
                Assert.Equal(401, (await SignInAsync(account.Email!, "wrong")).Status);
            }

            Assert.Equal(200, (await SignInAsync(account.Email!, password)).Status);
        }
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Basic dXNlcjpwdw==")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.")]
    [InlineData("Bearer eyJhbGciOiJIUzI1NiIsImtpZCI6Ii4uLy4uL2V0Yy9wYXNzd2QifQ.eyJzdWIiOiJhZG1pbiJ9.c2ln")]
    [InlineData("Bearer fund_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Bearer fund_' or 1=1 --aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_token_that_was_not_given_out_is_refused_even_where_none_is_needed(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/fund-position");
        request.Headers.TryAddWithoutValidation("Authorization", header);
        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(401, (int)response.StatusCode);
    }

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember);
        var token = await gateway.TokenAsync(
            account.Id,
            TimeProvider.System.GetUtcNow() - Fund.Gateway.Identity.Session.Lifetime
        );

        var answer = await gateway.SendAsync(HttpMethod.Get, Session, token);

        Assert.Equal((401, "NOT_SIGNED_IN"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task A_token_ends_when_it_is_not_used_and_at_the_latest_after_twelve_hours()
    {
        var start = TimeProvider.System.GetUtcNow();
        var clock = new Testing.TestClock(start);
        await using var later = await gateway.StartInstanceAsync(clock);
        var (used, idle) = (await gateway.TokenAsync(Role.Auditor), await gateway.TokenAsync(Role.Auditor));
        Task<SignedIn?> FindAsync(string token) =>
            later.InScopeAsync<SessionLookUp, SignedIn?>(found =>
                found.FindAsync(token, TestContext.Current.CancellationToken)
            );

        for (var minutes = 0; minutes < 12 * 60; minutes += 50)
        {
            clock.Now = start + TimeSpan.FromMinutes(minutes);
            Assert.NotNull(await FindAsync(used));
        }

        clock.Now = start + Fund.Gateway.Identity.Session.Longest + TimeSpan.FromSeconds(5);
        Assert.Null(await FindAsync(used));
        clock.Now = start + Fund.Gateway.Identity.Session.Lifetime + TimeSpan.FromSeconds(5);
        Assert.Null(await FindAsync(idle));
    }

    [Fact]
    public async Task Nobody_is_kept_out_of_a_known_place_by_guesses_made_elsewhere()
    {
        var (account, password) = await gateway.AccountAsync(Role.OrganisationMember);
        Assert.Equal(200, (await SignInAsync(account.Email!, password)).Status);
        await GuessEverywhereAsync(account.NormalizedUserName!);

        // Elsewhere it is locked now.
        await gateway.Service.InScopeAsync<SignInThrottle>(throttle =>
            RefusedAsync(throttle, account.NormalizedUserName!, At("203.0.113.9"))
        );
        Assert.Equal(200, (await SignInAsync(account.Email!, password)).Status);
    }

    [Fact]
    public async Task A_known_browser_waits_for_nobody_elses_guesses_wherever_it_is_and_allows_few_itself()
    {
        var (name, other) = (NewName(), NewName());
        var mark = AccessToken.Random();
        var here = At("203.0.113.9");
        await gateway.Service.InScopeAsync<SignInThrottle>(async throttle =>
        {
            var stop = TestContext.Current.CancellationToken;
            await throttle.RememberAsync(name, At("192.0.2.1") with { Mark = mark }, stop);
            await GuessEverywhereAsync(name);
            await GuessEverywhereAsync(other);

            await RefusedAsync(throttle, name, here);
            await RefusedAsync(throttle, name, here with { Mark = AccessToken.Random() });
            for (var i = 0; i < SignInThrottle.MostPerPair; i++)
            {
                await throttle.BeginAsync(name, here with { Mark = mark }, stop);
            }

            await RefusedAsync(throttle, name, here with { Mark = mark });

            // It is known for the one who signed in with it.
            await RefusedAsync(throttle, other, here with { Mark = mark });
        });
    }

    private Task GuessEverywhereAsync(string name) =>
        gateway.Service.InScopeAsync<SignInThrottle>(async throttle =>
        {
            for (var i = 0; i < SignInThrottle.MostPerAccount; i++)
            {
                await throttle.BeginAsync(name, At($"198.51.100.{i}"), TestContext.Current.CancellationToken);
            }
        });

    private static async Task RefusedAsync(SignInThrottle throttle, string name, ClientPlace place)
    {
        var refused = await Assert.ThrowsAsync<Fund.Kernel.RefusedException>(() =>
            throttle.BeginAsync(name, place, TestContext.Current.CancellationToken)
        );
        Assert.Equal("TOO_MANY_SIGN_INS", refused.Refusal.Reason);
    }

    private static ClientPlace At(string address) => new(System.Net.IPAddress.Parse(address), "");

    private static string NewName() => $"{Guid.CreateVersion7():N}@PEOPLE.EXAMPLE";

    [Fact]
    public async Task Sessions_are_listed_with_their_device_and_ended_one_by_one_or_all_others()
    {
        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember);
        var tokens = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            tokens.Add(await gateway.TokenAsync(account.Id, TimeProvider.System.GetUtcNow()));
        }

        var list = await gateway.SendAsync(HttpMethod.Get, "/api/v1/sessions", tokens[0]);
        Assert.Equal(3, list.Json["items"]!.AsArray().Count);
        var other = list.Json["items"]!.AsArray().First(row => !row!["current"]!.GetValue<bool>())!;
        var id = other["sessionId"]!.GetValue<string>();
        var stranger = await gateway.TokenAsync(Role.Auditor);
        Assert.Equal(404, (await gateway.SendAsync(HttpMethod.Delete, $"/api/v1/sessions/{id}", stranger)).Status);
        Assert.Equal(204, (await gateway.SendAsync(HttpMethod.Delete, $"/api/v1/sessions/{id}", tokens[0])).Status);
        Assert.Equal(404, (await gateway.SendAsync(HttpMethod.Delete, $"/api/v1/sessions/{id}", tokens[0])).Status);

        var ended = await gateway.SendAsync(HttpMethod.Post, "/api/v1/sessions/ending-of-others", tokens[0]);
        Assert.Equal(1, ended.Json["ended"]!.GetValue<int>());
        Assert.Equal(200, (await gateway.SendAsync(HttpMethod.Get, Session, tokens[0])).Status);
        Assert.Equal(401, (await gateway.SendAsync(HttpMethod.Get, Session, tokens[1])).Status);
        Assert.Equal(401, (await gateway.SendAsync(HttpMethod.Get, Session, tokens[2])).Status);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Windows")]
    [InlineData(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML) Chrome/126.0 Safari/537.36 Edg/126.0",
        "Edge, Linux"
    )]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17 Safari/604",
        "Safari, iPhone"
    )]
    [InlineData("curl/8.5.0", "curl")]
    [InlineData("something <script>", "")]
    public void A_device_is_the_family_of_browser_and_system_and_nothing_else(string agent, string device) =>
        Assert.Equal(device, ClientPlace.FamilyOf(agent));

    [Fact]
    public async Task A_token_revoked_at_one_instance_is_soon_worth_nothing_at_another()
    {
        await using var other = await gateway.StartInstanceAsync();
        using var http = new HttpClient { BaseAddress = other.HttpAddress };
        var token = await gateway.TokenAsync(Role.Auditor);
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Assert.Equal(200, (int)(await http.GetAsync(Session, TestContext.Current.CancellationToken)).StatusCode);

        await gateway.SendAsync(HttpMethod.Delete, Session, token);

        await Testing.Eventually.EqualAsync(
            401,
            async () => (int)(await http.GetAsync(Session)).StatusCode,
            "the status at the other instance",
            Sessions.Believed + TimeSpan.FromSeconds(2)
        );
    }

    [Fact]
    public async Task Tokens_and_passwords_are_not_in_the_database()
    {
        var (account, password) = await gateway.AccountAsync(Role.OrganisationMember);
        var token = (await SignInAsync(account.Email!, password)).Json["accessToken"]!.GetValue<string>();

        var dump = await gateway.Database.ScalarAsync<string>(
            "select (select string_agg(accounts::text, ' ') from accounts) || (select string_agg(sessions::text, ' ') from sessions)"
        );

        Assert.DoesNotContain(token, dump, StringComparison.Ordinal);
        Assert.DoesNotContain(password, dump, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_hears_who_is_asking_and_nothing_of_the_access_token()
    {
        var donor = Guid.CreateVersion7();
        var (account, _) = await gateway.AccountAsync(Role.DonorContact, donor: donor);
        var token = await gateway.TokenAsync(account.Id, TimeProvider.System.GetUtcNow());

        await gateway.SendAsync(HttpMethod.Get, $"/api/v1/donors/{donor}/impact", token);

        var headers = gateway.Backend.Last("GetDonorImpact").Headers;
        var tokens = new IdentityTokens(
            "donations",
            null,
            new Dictionary<string, System.Security.Cryptography.ECDsa>
            {
                ["gateway"] = Testing.TestIdentity.Shared.Key("gateway"),
            },
            TimeProvider.System
        );
        var caller = await tokens.ValidateAsync(headers.GetValue(IdentityTokens.MetadataKey));
        Assert.Equal("127.0.0.1", caller.Address);
        Assert.True(Guid.TryParse(caller.Session, out _));
        Assert.Equal(account.ToCaller(), caller with { Address = null, Session = null });
        Assert.DoesNotContain(
            headers,
            entry => !entry.IsBinary && entry.Value.Contains(token, StringComparison.Ordinal)
        );
    }

    private Task<ApiAnswer> SignInAsync(string email, string password) =>
        gateway.SendAsync(
            HttpMethod.Post,
            Session,
            body: new JsonObject { ["email"] = email, ["password"] = password }.ToJsonString()
        );

    private static string WithoutTrace(ApiAnswer answer)
    {
        var json = answer.Json.AsObject();
        json.Remove("traceId");
        return $"{answer.Status} {json.ToJsonString()}";
    }
}
