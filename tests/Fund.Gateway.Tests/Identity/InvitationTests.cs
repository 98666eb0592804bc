using System.Text.Json.Nodes;
using Fund.Gateway.Identity;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Tests.Identity;

/// <summary>Who may invite whom, and what a link is worth.</summary>
public sealed class InvitationTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Invitations = "/api/v1/invitations";
    private const string Good = "four quiet wooden boats";

    [Fact]
    public async Task An_invited_person_sets_a_password_and_signs_in_and_the_link_works_once()
    {
        var administrator = await gateway.TokenAsync(Role.Administrator);
        var email = NewEmail();

        var invited = await InviteAsync(administrator, email, "donorContact", donor: NewId(), language: "fr");
        Assert.Equal(201, invited.Status);
        var mail = Assert.Single(await gateway.MailsToAsync(email));
        Assert.Contains("invité", mail, StringComparison.Ordinal);
        var token = RunningGateway.LinkToken(mail);
        Assert.DoesNotContain(token, invited.Text, StringComparison.Ordinal);

        var accepted = await AcceptAsync(token, Good);
        Assert.Equal(201, accepted.Status);
        Assert.Equal("fr", accepted.Json["language"]!.GetValue<string>());
        Assert.Equal(200, await SignInAsync(email, Good));
        var again = await AcceptAsync(token, Good);
        Assert.Equal((409, "LINK_NOT_VALID"), (again.Status, again.Reason));
        var list = await gateway.SendAsync(HttpMethod.Get, Invitations + "?pageSize=1", administrator);
        Assert.Equal("accepted", list.Json["items"]![0]!["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Of_many_who_accept_at_once_one_makes_the_account()
    {
        var email = NewEmail();
        await InviteAsync(await gateway.TokenAsync(Role.Administrator), email, "organisationMember");
        var token = RunningGateway.LinkToken((await gateway.MailsToAsync(email))[0]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AcceptAsync(token, Good)));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(
            answers.Where(answer => answer.Status != 201),
            answer => Assert.Equal("LINK_NOT_VALID", answer.Reason)
        );
    }

    [Theory]
    [InlineData(Role.AuthorisingOfficer, "donorContact", true)]
    [InlineData(Role.AuthorisingOfficer, "financeOfficer", false)]
    [InlineData(Role.FinanceOfficer, "organisationMember", false)]
    [InlineData(Role.FinanceOfficer, "administrator", false)]
    [InlineData(Role.DonorContact, "financeOfficer", false)]
    public async Task Nobody_invites_above_what_they_may_give(Role inviter, string role, bool withDonor)
    {
        var organisation = inviter == Role.AuthorisingOfficer ? Guid.CreateVersion7() : (Guid?)null;
        var contactOf = inviter == Role.DonorContact ? Guid.CreateVersion7() : (Guid?)null;
        var token = await gateway.TokenAsync(inviter, organisation, contactOf);

        var refused = await InviteAsync(token, NewEmail(), role, donor: withDonor ? NewId() : null);

        Assert.Equal(400, refused.Status);
        Assert.Contains(
            "/role",
            refused.Json["errors"]!.AsArray().Select(error => error!["field"]!.GetValue<string>())
        );
    }

    [Fact]
    public async Task An_authorising_officer_invites_into_the_own_organisation_only()
    {
        var organisation = Guid.CreateVersion7();
        var officer = await gateway.TokenAsync(Role.AuthorisingOfficer, organisation);

        var own = await InviteAsync(officer, NewEmail(), "organisationMember");
        Assert.Equal(organisation.ToString(), own.Json["organisationId"]!.GetValue<string>());
        var other = await InviteAsync(officer, NewEmail(), "organisationMember", organisation: NewId());
        Assert.Equal(400, other.Status);

        var stranger = await gateway.TokenAsync(Role.AuthorisingOfficer, Guid.CreateVersion7());
        var id = own.Json["invitationId"]!.GetValue<string>();
        Assert.Equal(404, (await gateway.PostAsync($"{Invitations}/{id}/revocation", stranger, "")).Status);
        Assert.Equal(200, (await gateway.PostAsync($"{Invitations}/{id}/revocation", officer, "")).Status);
        var twice = await gateway.PostAsync($"{Invitations}/{id}/revocation", officer, "");
        Assert.Equal((409, "INVITATION_CLOSED"), (twice.Status, twice.Reason));
    }

    [Fact]
    public async Task A_donor_contact_invites_colleagues_of_the_own_donor_only()
    {
        var donor = Guid.CreateVersion7();
        var contact = await gateway.TokenAsync(Role.DonorContact, donor: donor);

        var own = await InviteAsync(contact, NewEmail(), "donorContact");
        Assert.Equal(donor.ToString(), own.Json["donorId"]!.GetValue<string>());
        var other = await InviteAsync(contact, NewEmail(), "donorContact", donor: NewId());
        Assert.Equal(400, other.Status);

        var stranger = await gateway.TokenAsync(Role.DonorContact, donor: Guid.CreateVersion7());
        var id = own.Json["invitationId"]!.GetValue<string>();
        Assert.Equal(404, (await gateway.PostAsync($"{Invitations}/{id}/revocation", stranger, "")).Status);
        Assert.DoesNotContain(id, (await gateway.SendAsync(HttpMethod.Get, Invitations, stranger)).Json.ToJsonString());
        Assert.Contains(id, (await gateway.SendAsync(HttpMethod.Get, Invitations, contact)).Json.ToJsonString());
        Assert.Equal(200, (await gateway.PostAsync($"{Invitations}/{id}/revocation", contact, "")).Status);
    }

    [Fact]
    public async Task A_new_link_replaces_the_old_one_and_an_old_one_ends_after_a_week()
    {
        var administrator = await gateway.TokenAsync(Role.Administrator);
        var email = NewEmail();
        var invited = await InviteAsync(administrator, email, "organisationMember");
        var id = invited.Json["invitationId"]!.GetValue<string>();
        var first = RunningGateway.LinkToken((await gateway.MailsToAsync(email))[0]);

        await gateway.PostAsync($"{Invitations}/{id}/resending", administrator, "");
        var second = RunningGateway.LinkToken((await gateway.MailsToAsync(email, 2))[1]);
        Assert.Equal("LINK_NOT_VALID", (await AcceptAsync(first, Good)).Reason);
        await gateway.Service.InScopeAsync<GatewayDb>(db =>
            db.Invitations.ExecuteUpdateAsync(set =>
                set.SetProperty(row => row.ExpiresAt, row => row.ExpiresAt - Invitation.Lifetime)
            )
        );
        Assert.Equal("LINK_NOT_VALID", (await AcceptAsync(second, Good)).Reason);
    }

    [Fact]
    public async Task An_address_is_invited_once_and_not_when_it_has_an_account()
    {
        var administrator = await gateway.TokenAsync(Role.Administrator);
        var email = NewEmail();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => InviteAsync(administrator, email, "organisationMember"))
        );
        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(
            answers.Where(answer => answer.Status != 201),
            answer => Assert.Equal("INVITED_ALREADY", answer.Reason)
        );

        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember);
        var taken = await InviteAsync(administrator, account.Email!.ToUpperInvariant(), "organisationMember");
        Assert.Equal((409, "EMAIL_TAKEN"), (taken.Status, taken.Reason));
    }

    [Fact]
    public async Task A_disabled_account_cannot_sign_in_its_sessions_end_and_its_history_stays()
    {
        var administrator = await gateway.TokenAsync(Role.Administrator);
        var (account, password) = await gateway.AccountAsync(Role.OrganisationMember);
        var token = await gateway.TokenAsync(account.Id, TimeProvider.System.GetUtcNow());
        var path = $"/api/v1/accounts/{account.Id}";

        Assert.Equal(200, (await gateway.PostAsync(path + "/disabling", administrator, "")).Status);
        Assert.Equal(401, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/session", token)).Status);
        Assert.Equal(403, await SignInAsync(account.Email!, password));
        Assert.Equal(200, (await gateway.PostAsync(path + "/enabling", administrator, "")).Status);
        Assert.Equal(200, await SignInAsync(account.Email!, password));
        Assert.Equal(401, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/session", token)).Status);
    }

    [Fact]
    public async Task A_changed_role_ends_sessions_and_nobody_changes_the_own()
    {
        var (administrator, _) = await gateway.AccountAsync(Role.Administrator);
        var token = await gateway.TokenAsync(administrator.Id, TimeProvider.System.GetUtcNow());
        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember);
        var theirs = await gateway.TokenAsync(account.Id, TimeProvider.System.GetUtcNow());

        var seen = (await gateway.SendAsync(HttpMethod.Get, $"/api/v1/accounts/{account.Id}", token)).Headers["ETag"];
        var blind = await PutAsync($"/api/v1/accounts/{account.Id}/role", token, """{"role":"trustee"}""", null);
        Assert.Equal((428, "IF_MATCH_REQUIRED"), (blind.Status, blind.Reason));

        var changed = await PutAsync($"/api/v1/accounts/{account.Id}/role", token, """{"role":"trustee"}""", seen);
        var late = await PutAsync($"/api/v1/accounts/{account.Id}/role", token, """{"role":"reviewer"}""", seen);
        Assert.Equal((412, "CHANGED_MEANWHILE"), (late.Status, late.Reason));
        Assert.Equal("trustee", late.Json["current"]!["role"]!.GetValue<string>());
        Assert.Equal(changed.Headers["ETag"], late.Headers["ETag"]);
        Assert.Equal("trustee", changed.Json["role"]!.GetValue<string>());
        Assert.Equal(401, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/session", theirs)).Status);
        var own = await PutAsync($"/api/v1/accounts/{administrator.Id}/role", token, """{"role":"fundManager"}""");
        Assert.Equal((403, "OWN_ACCOUNT"), (own.Status, own.Reason));
        var stranger = await gateway.TokenAsync(Role.AuthorisingOfficer, Guid.CreateVersion7());
        var hidden = await PutAsync(
            $"/api/v1/accounts/{account.Id}/role",
            stranger,
            """{"role":"organisationMember"}"""
        );
        Assert.Equal(404, hidden.Status);
    }

    [Fact]
    public async Task People_see_the_accounts_of_their_own_organisation_or_donor_only()
    {
        var (organisation, donor) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (officer, _) = await gateway.AccountAsync(Role.AuthorisingOfficer, organisation);
        var (contact, _) = await gateway.AccountAsync(Role.DonorContact, donor: donor);

        var ofOfficer = await AccountsAsync(officer);
        var ofContact = await AccountsAsync(contact);

        Assert.Equal([officer.Email], ofOfficer);
        Assert.Equal([contact.Email], ofContact);
        var programme = await gateway.TokenAsync(Role.ProgrammeOfficer);
        Assert.Equal(403, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/accounts", programme)).Status);
    }

    private async Task<IEnumerable<string?>> AccountsAsync(Account account)
    {
        var token = await gateway.TokenAsync(account.Id, TimeProvider.System.GetUtcNow());
        var list = await gateway.SendAsync(HttpMethod.Get, "/api/v1/accounts", token);
        return list.Json["items"]!.AsArray().Select(row => row!["email"]!.GetValue<string>());
    }

    private Task<ApiAnswer> PutAsync(string path, string token, string body, string? ifMatch = "\"1\"") =>
        gateway.SendAsync(HttpMethod.Put, path, token, body, Guid.CreateVersion7().ToString(), ifMatch: ifMatch);

    private Task<ApiAnswer> InviteAsync(
        string token,
        string email,
        string role,
        string? organisation = null,
        string? donor = null,
        string language = ""
    ) =>
        gateway.PostAsync(
            Invitations,
            token,
            new JsonObject
            {
                ["email"] = email,
                ["role"] = role,
                ["organisationId"] = organisation ?? "",
                ["donorId"] = donor ?? "",
                ["language"] = language,
            }.ToJsonString()
        );

    private Task<ApiAnswer> AcceptAsync(string token, string password) =>
        gateway.SendAsync(
            HttpMethod.Post,
            Invitations + "/acceptance",
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

    private static string NewEmail() => $"{Guid.CreateVersion7():N}@people.example";

    private static string NewId() => Guid.CreateVersion7().ToString();
}
