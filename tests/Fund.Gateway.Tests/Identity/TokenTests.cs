using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Fund.Gateway.Api;
using Fund.Gateway.Identity;
using Fund.Hosting;
using Route = Fund.Gateway.Api.Route;

namespace Fund.Gateway.Tests.Identity;

/// <summary>Tokens and clients of programs: a named part of what their owner may, and no more.</summary>
public sealed class TokenTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Tokens = "/api/v1/api-tokens";

    [Fact]
    public async Task A_token_may_what_it_was_given_until_it_is_revoked()
    {
        var owner = await gateway.TokenAsync(Role.FinanceOfficer);
        var made = await MakeAsync(owner, false, "listDonors");
        Assert.Equal(201, made.Status);
        var token = made.Json["secret"]!.GetValue<string>();

        Assert.Equal(200, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/donors", token)).Status);
        var other = await gateway.SendAsync(HttpMethod.Get, "/api/v1/pledges", token);
        Assert.Equal((403, "TOKEN_MAY_NOT"), (other.Status, other.Reason));
        foreach (var path in new[] { "/api/v1/session", "/api/v1/sessions", Tokens, "/api/v1/second-factor" })
        {
            Assert.Equal("TOKEN_MAY_NOT", (await gateway.SendAsync(HttpMethod.Get, path, token)).Reason);
        }

        var list = await gateway.SendAsync(HttpMethod.Get, Tokens, owner);
        Assert.DoesNotContain(token, list.Text, StringComparison.Ordinal);
        var id = made.Json["apiToken"]!["apiTokenId"]!.GetValue<string>();
        Assert.NotNull(
            list.Json["items"]!.AsArray().Single(row => row!["apiTokenId"]!.GetValue<string>() == id)!["lastUsedAt"]
        );
        var stranger = await gateway.TokenAsync(Role.ProgrammeOfficer);
        Assert.Equal(404, (await gateway.SendAsync(HttpMethod.Delete, $"{Tokens}/{id}", stranger)).Status);
        Assert.Equal(204, (await gateway.SendAsync(HttpMethod.Delete, $"{Tokens}/{id}", owner)).Status);
        Assert.Equal(401, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/donors", token)).Status);
    }

    [Theory]
    [InlineData("createAccount")]
    [InlineData("createApiToken")]
    [InlineData("acceptInvitation")]
    [InlineData("recuseProposal")]
    [InlineData("no such thing")]
    public async Task Nobody_gives_a_program_what_they_have_not_or_ways_in(string permission)
    {
        var refused = await MakeAsync(await gateway.TokenAsync(Role.Administrator), false, permission);

        Assert.Equal(400, refused.Status);
        Assert.Equal("/permissions", refused.Json["errors"]![0]!["field"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_secret_is_shown_once_and_is_nowhere_in_the_database()
    {
        var owner = await gateway.TokenAsync(Role.FinanceOfficer);
        var (key, body) = (Guid.CreateVersion7().ToString(), Body(false, "listDonors"));
        var first = await gateway.SendAsync(HttpMethod.Post, Tokens, owner, body, key);
        var again = await gateway.SendAsync(HttpMethod.Post, Tokens, owner, body, key);

        Assert.Null(again.Json["secret"]);
        Assert.Equal(first.Json["apiToken"]!.ToJsonString(), again.Json["apiToken"]!.ToJsonString());
        var dump = await gateway.Database.ScalarAsync<string>(
            "select (select string_agg(api_tokens::text, ' ') from api_tokens) || (select string_agg(encode(response, 'escape'), ' ') from requests)"
        );
        Assert.DoesNotContain(first.Json["secret"]!.GetValue<string>(), dump, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_gets_short_lived_tokens_for_its_secret(bool inHeader)
    {
        var owner = await gateway.TokenAsync(Role.FinanceOfficer);
        var made = await MakeAsync(owner, true, "listDonors", "listPledges");
        var (id, secret) = (
            made.Json["apiToken"]!["apiTokenId"]!.GetValue<string>(),
            made.Json["secret"]!.GetValue<string>()
        );
        Assert.Equal(401, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/donors", secret)).Status);

        var answer = await AskAsync(id, secret, inHeader, scope: "listDonors");

        Assert.Equal(200, answer.Status);
        Assert.Equal("Bearer", answer.Json["token_type"]!.GetValue<string>());
        Assert.Equal(900, answer.Json["expires_in"]!.GetValue<int>());
        var token = answer.Json["access_token"]!.GetValue<string>();
        Assert.Equal(200, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/donors", token)).Status);
        Assert.Equal("TOKEN_MAY_NOT", (await gateway.SendAsync(HttpMethod.Get, "/api/v1/pledges", token)).Reason);
        Assert.Equal(401, await PageAsync(token));

        await gateway.SendAsync(HttpMethod.Delete, $"{Tokens}/{id}", owner);
        Assert.Equal(401, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/donors", token)).Status);
        Assert.Equal("invalid_client", Error(await AskAsync(id, secret, inHeader)));
    }

    [Fact]
    public async Task What_a_client_asks_wrongly_is_refused_as_the_standard_says()
    {
        var made = await MakeAsync(await gateway.TokenAsync(Role.FinanceOfficer), true, "listDonors");
        var (id, secret) = (
            made.Json["apiToken"]!["apiTokenId"]!.GetValue<string>(),
            made.Json["secret"]!.GetValue<string>()
        );

        Assert.Equal("invalid_scope", Error(await AskAsync(id, secret, true, scope: "createAccount")));
        Assert.Equal("unsupported_grant_type", Error(await AskAsync(id, secret, true, grant: "password")));
        var wrong = await AskAsync(id, "guess", true);
        Assert.Equal((401, "invalid_client"), (wrong.Status, Error(wrong)));
        Assert.StartsWith("Basic", wrong.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.Equal("invalid_client", Error(await AskAsync(Guid.CreateVersion7().ToString(), secret, false)));
        for (var i = 0; i < SignInThrottle.MostPerPair; i++)
        {
            await AskAsync(id, "guess", false);
        }

        Assert.Equal(429, (await AskAsync(id, secret, false)).Status);
    }

    [Fact]
    public void Every_route_has_its_permission_with_roles_and_every_gateway_rpc_its_line()
    {
        Assert.Equal(
            Routes.All.Select(route => route.OperationId).Distinct().Order(StringComparer.Ordinal),
            PermissionTable.All.Keys.Order(StringComparer.Ordinal)
        );
        foreach (var permission in PermissionTable.All.Values)
        {
            Assert.NotEmpty(permission.Roles);
            Assert.Equal(permission.Route.Access.IsPublic, permission.IsPublic);
        }

        var own = Gateway
            .V1.GatewayReflection.Descriptor.Services.Concat(Gateway.V1.AuditReflection.Descriptor.Services)
            .Concat(Gateway.V1.MessagingReflection.Descriptor.Services)
            .Concat(Gateway.V1.TenantsReflection.Descriptor.Services)
            .Concat(Gateway.V1.PapersReflection.Descriptor.Services)
            .SelectMany(service => service.Methods)
            .Select(method => method.Name);
        Assert.Equal(own.Order(StringComparer.Ordinal), Permissions.Table.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_administrator_has_no_permission_that_shows_victims_data_and_nobody_but_staff_decides_on_money()
    {
        var administrators = PermissionTable
            .All.Values.Where(permission => permission.Roles.Contains(Role.Administrator) && !permission.IsPublic)
            .Select(permission => permission.Part)
            .Distinct();
        Assert.DoesNotContain("beneficiaries", administrators);
        var approve = PermissionTable.All["approveInstalment"].Roles;
        Assert.DoesNotContain(Role.Administrator, approve);
        Assert.DoesNotContain(Role.ProgrammeOfficer, approve);
        Assert.DoesNotContain(
            Role.Auditor,
            PermissionTable
                .All.Values.Where(p => p.Part is "projects" or "grantcalls" or "beneficiaries")
                // Making a file of what they may read changes nothing.
                .Where(p => p.Route.Verb is not ("GET" or "HEAD") && p.Name != "printBoardPack")
                .SelectMany(p => p.Roles)
        );
    }

    [Fact]
    public async Task The_table_is_a_file_and_an_answer_with_the_same_lines()
    {
        var file = await gateway.SendAsync(HttpMethod.Get, "/permissions.csv");
        var answer = await gateway.SendAsync(
            HttpMethod.Get,
            "/api/v1/permissions",
            await gateway.TokenAsync(Role.Trustee)
        );

        Assert.Equal("text/csv", file.ContentType);
        Assert.Equal(
            PermissionTable.All.Count + 1,
            file.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length
        );
        var rows = (answer.Json["permissions"] ?? answer.Json["items"])!.AsArray();
        Assert.Equal(PermissionTable.All.Count, rows.Count);
    }

    private static string Error(ApiAnswer answer) => answer.Json["error"]!.GetValue<string>();

    private async Task<int> PageAsync(string token)
    {
        // A program's token in a browser's cookie is nobody.
        using var request = new HttpRequestMessage(HttpMethod.Get, Route.Prefix + "/donors");
        request.Headers.Add("Cookie", "fund=" + token);
        using var response = await gateway.Http.SendAsync(request);
        return (int)response.StatusCode;
    }

    private async Task<ApiAnswer> AskAsync(
        string id,
        string secret,
        bool inHeader,
        string scope = "",
        string grant = "client_credentials"
    )
    {
        var form = new Dictionary<string, string> { ["grant_type"] = grant, ["scope"] = scope };
        if (!inHeader)
        {
            form["client_id"] = id;
            form["client_secret"] = secret;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, OAuthEndpoint.Path)
        {
            Content = new FormUrlEncodedContent(form),
        };
        if (inHeader)
        {
            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        }

        using var response = await gateway.Http.SendAsync(request);
        return await ApiAnswer.OfAsync(response);
    }

    private Task<ApiAnswer> MakeAsync(string owner, bool isClient, params string[] permissions) =>
        gateway.PostAsync(Tokens, owner, Body(isClient, permissions));

    private static string Body(bool isClient, params string[] permissions) =>
        new JsonObject
        {
            ["name"] = "nightly figures",
            ["isClient"] = isClient,
            ["permissions"] = new JsonArray([.. permissions.Select(name => JsonValue.Create(name))]),
            ["expiresOn"] = TimeProvider.System.GetUtcNow().AddDays(30).ToString("yyyy-MM-dd"),
        }.ToJsonString();
}
