using System.Text.Json.Nodes;
using Fund.Donations.V1;
using Fund.Hosting;
using Fund.Projects.V1;
using Grpc.Core;

namespace Fund.Gateway.Tests.Identity;

/// <summary>Organisations, donors and reviewers with their people, as administrators see them; and everybody's tokens.</summary>
public sealed class TenantTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task An_organisation_has_its_people_invitations_and_tokens_and_nobody_elses()
    {
        var (organisation, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Know(organisation, "Harbour Women's Refuge");
        var administrator = await gateway.TokenAsync(Role.Administrator);
        Assert.Equal(
            "empty",
            (await TenantAsync(administrator, "organisation", organisation))["state"]!.GetValue<string>()
        );

        await InviteAsync(administrator, organisation, $"{Guid.CreateVersion7():N}@people.example");
        await InviteAsync(administrator, other, $"{Guid.CreateVersion7():N}@people.example");
        var invited = await TenantAsync(administrator, "organisation", organisation);
        Assert.Equal("invited", invited["state"]!.GetValue<string>());
        Assert.Equal("Harbour Women's Refuge", invited["name"]!.GetValue<string>());

        var member = await gateway.TokenAsync(Role.OrganisationMember, organisation);
        await gateway.TokenAsync(Role.AuthorisingOfficer, organisation);
        await gateway.TokenAsync(Role.OrganisationMember, other);
        await GiveTokenAsync(member);
        var known = await TenantAsync(administrator, "organisation", organisation);
        Assert.Equal("active", known["state"]!.GetValue<string>());
        Assert.Equal(2, known["people"]!.GetValue<int>());
        Assert.Equal(1, known["openInvitations"]!.GetValue<int>());
        Assert.Equal(1, known["apiTokens"]!.GetValue<int>());
        Assert.Equal(2, (await ItemsAsync(administrator, $"/api/v1/accounts?organisationId={organisation}")).Count);
        Assert.Single(await ItemsAsync(administrator, $"/api/v1/invitations?organisationId={organisation}"));
        var tokens = await ItemsAsync(
            administrator,
            $"/api/v1/api-tokens?everybodys=true&organisationId={organisation}"
        );
        Assert.Contains(
            "@people.example",
            Assert.Single(tokens)!["ownerEmail"]!.GetValue<string>(),
            StringComparison.Ordinal
        );

        var list = await ItemsAsync(administrator, "/api/v1/tenants?kind=organisation&search=harbour");
        Assert.Equal(2, Assert.Single(list)!["people"]!.GetValue<int>());
        Assert.Equal("harbour", ((ListOrganisationsRequest)gateway.Backend.Last("ListOrganisations").Request).Search);
        var page = await PageAsync(administrator, $"/en/admin/tenants/Organisation/{organisation}");
        Assert.Contains("Harbour Women", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Donors_and_reviewers_are_tenants_too()
    {
        var donor = Guid.CreateVersion7();
        gateway.Backend.Answer(
            "ListDonors",
            new ListDonorsResponse
            {
                Donors =
                {
                    new Donor { DonorId = donor.ToString("D"), Name = "Exampleland" },
                },
            }
        );
        await gateway.TokenAsync(Role.DonorContact, donor: donor);
        await gateway.TokenAsync(Role.DonorContact, donor: donor);
        var administrator = await gateway.TokenAsync(Role.Administrator);
        Assert.Equal(2, (await TenantAsync(administrator, "donor", donor))["people"]!.GetValue<int>());

        var (reviewer, _) = await gateway.AccountAsync(Role.Reviewer);
        var found = await TenantAsync(administrator, "reviewer", reviewer.Id);
        Assert.Equal((reviewer.Email, 1), (found["name"]!.GetValue<string>(), found["people"]!.GetValue<int>()));
        var reviewers = await ItemsAsync(administrator, $"/api/v1/tenants?kind=reviewer&search={reviewer.Email}");
        Assert.Single(reviewers);
        Assert.Contains(
            reviewer.Email!,
            await PageAsync(administrator, $"/en/admin/tenants/Reviewer/{reviewer.Id}"),
            StringComparison.Ordinal
        );
        // What stands for anything in a pattern stands for itself in a search.
        await gateway.Database.ExecuteAsync(
            $"update accounts set email = replace(email, '@', '_x@') where id = '{reviewer.Id}'"
        );
        Assert.Single(await ItemsAsync(administrator, "/api/v1/tenants?kind=reviewer&search=_X@people"));
        var nobody = await gateway.SendAsync(HttpMethod.Get, $"/api/v1/tenants/reviewer/{donor}", administrator);
        Assert.Equal(404, nobody.Status);
    }

    [Fact]
    public async Task Somebody_is_invited_into_a_tenant_from_its_page()
    {
        var donor = Guid.CreateVersion7();
        gateway.Backend.Answer(
            "ListDonors",
            new ListDonorsResponse
            {
                Donors =
                {
                    new Donor { DonorId = donor.ToString("D"), Name = "Exampleland" },
                },
            }
        );
        var administrator = await gateway.TokenAsync(Role.Administrator);
        var address = $"/en/admin/tenants/Donor/{donor}";
        var email = $"{Guid.CreateVersion7():N}@people.example";
        await Portal.PortalForm.SendAsync(
            gateway,
            administrator,
            address,
            "invite",
            new Dictionary<string, string>
            {
                ["email"] = email,
                ["role"] = "DonorContact",
                ["language"] = "en",
            }
        );
        var invitation = Assert.Single(await ItemsAsync(administrator, $"/api/v1/invitations?donorId={donor}"))!;
        Assert.Equal(email, invitation["email"]!.GetValue<string>());
        Assert.Equal("donorContact", invitation["role"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_administrator_revokes_somebody_elses_token_with_a_reason()
    {
        var member = await gateway.TokenAsync(Role.Trustee);
        var secret = await GiveTokenAsync(member);
        var administrator = await gateway.TokenAsync(Role.Administrator);
        var all = await ItemsAsync(administrator, "/api/v1/api-tokens?everybodys=true&openOnly=true");
        var token = all.First(one => one!["name"]!.GetValue<string>() == "a script")!;
        var id = token["apiTokenId"]!.GetValue<string>();

        var page = await PageAsync(administrator, "/en/admin/tokens");
        Assert.Contains($"/en/admin/tokens/{id}", page, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, page, StringComparison.Ordinal);
        var path = $"/api/v1/api-tokens/{id}";
        var silent = await gateway.SendAsync(HttpMethod.Delete, path, administrator);
        Assert.Equal((400, "REQUIRED"), (silent.Status, silent.Reason));
        var stranger = await gateway.TokenAsync(Role.Auditor);
        Assert.Equal(404, (await gateway.SendAsync(HttpMethod.Delete, path + "?reason=x", stranger)).Status);
        Assert.Equal(200, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/permissions", secret)).Status);

        await Portal.PortalForm.SendAsync(
            gateway,
            administrator,
            $"/en/admin/tokens/{id}",
            "revoke",
            new Dictionary<string, string> { ["reason"] = "It was seen in a mail." }
        );
        Assert.Equal(401, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/permissions", secret)).Status);
        var path2 = $"/api/v1/api-tokens?everybodys=true&apiTokenId={id}";
        var revoked = Assert.Single(await ItemsAsync(administrator, path2))!;
        Assert.Equal("It was seen in a mail.", revoked["revokeReason"]!.GetValue<string>());
        Assert.Contains(
            "It was seen in a mail.",
            await PageAsync(administrator, $"/en/admin/tokens/{id}"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Nobody_else_sees_tenants_and_a_service_that_is_down_is_said()
    {
        foreach (var role in new[] { Role.FinanceOfficer, Role.ProgrammeOfficer, Role.Trustee, Role.Reviewer })
        {
            var token = await gateway.TokenAsync(role);
            Assert.Equal(403, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/tenants", token)).Status);
            var tokens = await gateway.SendAsync(HttpMethod.Get, "/api/v1/api-tokens?everybodys=true", token);
            Assert.Equal(403, tokens.Status);
        }

        gateway.Backend.Fail("ListOrganisations", StatusCode.Unavailable);
        var administrator = await gateway.TokenAsync(Role.Administrator);
        Assert.Equal(503, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/tenants", administrator)).Status);
        await PageAsync(administrator, "/en/admin/tenants");
        Know(Guid.CreateVersion7(), "Anybody");
    }

    private void Know(Guid organisation, string name) =>
        gateway.Backend.Answer(
            "ListOrganisations",
            new ListOrganisationsResponse
            {
                Organisations =
                {
                    new Organisation { OrganisationId = organisation.ToString("D"), Name = name },
                },
            }
        );

    private async Task<JsonNode> TenantAsync(string token, string kind, Guid id)
    {
        var answer = await gateway.SendAsync(HttpMethod.Get, $"/api/v1/tenants/{kind}/{id}", token);
        Assert.Equal(200, answer.Status);
        return answer.Json;
    }

    private async Task<JsonArray> ItemsAsync(string token, string path)
    {
        var answer = await gateway.SendAsync(HttpMethod.Get, path, token);
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Json["items"]!.AsArray();
    }

    private async Task InviteAsync(string token, Guid organisation, string email)
    {
        var body = new JsonObject
        {
            ["email"] = email,
            ["role"] = "organisationMember",
            ["organisationId"] = organisation.ToString("D"),
        };
        Assert.Equal(201, (await gateway.PostAsync("/api/v1/invitations", token, body.ToJsonString())).Status);
    }

    private async Task<string> GiveTokenAsync(string owner)
    {
        var day = TimeProvider
            .System.GetUtcNow()
            .AddDays(20)
            .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var body = $$"""{"name":"a script","permissions":["getPermissions"],"expiresOn":"{{day}}"}""";
        var answer = await gateway.PostAsync("/api/v1/api-tokens", owner, body);
        Assert.True(answer.Status == 201, answer.Text);
        return answer.Json["secret"]!.GetValue<string>();
    }

    private async Task<string> PageAsync(string token, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Cookie", "fund=" + token);
        using var answer = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)answer.StatusCode);
        return System.Net.WebUtility.HtmlDecode(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
    }
}
