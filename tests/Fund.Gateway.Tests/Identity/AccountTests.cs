using System.Text.Json.Nodes;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Fund.Testing;

namespace Fund.Gateway.Tests.Identity;

/// <summary>Accounts made by an administrator, and the rules of their roles.</summary>
public sealed class AccountTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Accounts = "/api/v1/accounts";
    private static readonly string Id = Guid.CreateVersion7().ToString();

    [Fact]
    public async Task An_administrator_creates_an_account_that_can_sign_in()
    {
        var administrator = await gateway.TokenAsync(Role.Administrator);
        var email = NewEmail();

        var given = JsonNode.Parse(Body(email, "donorContact", donor: Id))!.AsObject();
        given["name"] = "Amal Haddad";

        var made = await gateway.PostAsync(Accounts, administrator, given.ToJsonString());

        Assert.Equal(201, made.Status);
        Assert.Equal(Id, made.Json["donorId"]!.GetValue<string>());
        var body = new JsonObject { ["email"] = email, ["password"] = made.Json["password"]!.GetValue<string>() };
        var signedIn = await gateway.SendAsync(HttpMethod.Post, "/api/v1/session", body: body.ToJsonString());
        Assert.Equal(200, signedIn.Status);
        var list = await gateway.SendAsync(HttpMethod.Get, Accounts + "?pageSize=1", administrator);
        Assert.Equal(email, list.Json["items"]![0]!["email"]!.GetValue<string>());
        Assert.Equal("Amal Haddad", list.Json["items"]![0]!["name"]!.GetValue<string>());
        Assert.NotEqual("", list.Json["nextPageToken"]!.GetValue<string>());
        Assert.DoesNotContain("password", list.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Everybody_says_how_they_are_called()
    {
        var (account, _) = await gateway.AccountAsync(Role.DonorContact, donor: Guid.CreateVersion7());
        var token = await gateway.TokenAsync(account.Id, TimeProvider.System.GetUtcNow());

        var named = await gateway.SendAsync(HttpMethod.Put, "/api/v1/own-name", token, """{"name":" Zoë Łukasz "}""");
        var nameless = await gateway.SendAsync(HttpMethod.Put, "/api/v1/own-name", token, """{"name":" "}""");
        var long_ = await gateway.SendAsync(
            HttpMethod.Put,
            "/api/v1/own-name",
            token,
            new JsonObject { ["name"] = new string('n', 101) }.ToJsonString()
        );

        Assert.Equal((200, "Zoë Łukasz"), (named.Status, named.Json["name"]!.GetValue<string>()));
        Assert.Equal((400, 400), (nameless.Status, long_.Status));
        var session = await gateway.SendAsync(HttpMethod.Get, "/api/v1/session", token);
        Assert.Equal("Zoë Łukasz", session.Json["account"]!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_same_request_again_is_the_same_account_without_its_password_and_another_is_refused()
    {
        var administrator = await gateway.TokenAsync(Role.Administrator);
        var (email, key) = (NewEmail(), Guid.CreateVersion7().ToString());
        var body = Body(email, "auditor");

        var first = await gateway.SendAsync(HttpMethod.Post, Accounts, administrator, body, key);
        var again = await gateway.SendAsync(HttpMethod.Post, Accounts, administrator, body, key);
        var other = await gateway.SendAsync(HttpMethod.Post, Accounts, administrator, Body(NewEmail(), "auditor"), key);

        Assert.Equal(first.Json["accountId"]!.ToString(), again.Json["accountId"]!.ToString());
        Assert.Null(again.Json["password"]);
        Assert.Equal((409, "REQUEST_ID_REUSED"), (other.Status, other.Reason));
    }

    [Fact]
    public async Task An_address_has_one_account_even_when_asked_many_times_at_once()
    {
        var administrator = await gateway.TokenAsync(Role.Administrator);
        var email = NewEmail();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => gateway.PostAsync(Accounts, administrator, Body(email, "auditor")))
        );

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers.Where(answer => answer.Status != 201), answer => Assert.Equal("EMAIL_TAKEN", answer.Reason));
    }

    [Theory]
    [InlineData("authorisingOfficer", null, null, "/organisationId")]
    [InlineData("donorContact", null, null, "/donorId")]
    [InlineData("auditor", "org", null, "/organisationId")]
    [InlineData("auditor", null, "donor", "/donorId")]
    [InlineData("organisationMember", "org", "donor", "/donorId")]
    public async Task A_role_has_what_it_speaks_for_and_nothing_else(
        string role,
        string? org,
        string? donor,
        string field
    )
    {
        var administrator = await gateway.TokenAsync(Role.Administrator);
        var body = Body(NewEmail(), role, org is null ? null : Id, donor is null ? null : Id);

        var answer = await gateway.PostAsync(Accounts, administrator, body);

        Assert.Equal(400, answer.Status);
        Assert.Equal(field, answer.Json["errors"]![0]!["field"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("a@b")]
    [InlineData("a@b.example,c@d.example")]
    [InlineData("a b@c.example")]
    public async Task An_address_must_be_one_address(string email)
    {
        var administrator = await gateway.TokenAsync(Role.Administrator);

        var answer = await gateway.PostAsync(Accounts, administrator, Body(email, "auditor"));

        Assert.Equal((400, "/email"), (answer.Status, answer.Json["errors"]![0]!["field"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Only_administrators_make_accounts_and_only_some_see_any()
    {
        Role[] none = [Role.ProgrammeOfficer, Role.FundManager, Role.Reviewer, Role.Trustee];
        foreach (var role in Enum.GetValues<Role>().Except([Role.Administrator, Role.Service, Role.Public]))
        {
            var token = await gateway.TokenAsync(role);
            var list = await gateway.SendAsync(HttpMethod.Get, Accounts, token);
            var make = await gateway.PostAsync(Accounts, token, Body(NewEmail(), "administrator"));
            Assert.Equal((none.Contains(role) ? 403 : 200, 403), (list.Status, make.Status));
        }
    }

    [Fact]
    public async Task The_schema_is_what_the_model_expects()
    {
        Assert.Empty(await SchemaDiff.OfAsync<GatewayDb>());
    }

    private static string NewEmail() => $"{Guid.CreateVersion7():N}@people.example";

    private static string Body(string email, string role, string? organisation = null, string? donor = null)
    {
        var body = new JsonObject { ["email"] = email, ["role"] = role };
        if (organisation is not null)
        {
            body["organisationId"] = organisation;
        }

        if (donor is not null)
        {
            body["donorId"] = donor;
        }

        return body.ToJsonString();
    }
}
