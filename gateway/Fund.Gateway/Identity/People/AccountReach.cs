using Fund.Gateway.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>Whose accounts somebody sees and manages: all, those of the own organisation, those of donors, of the own one.</summary>
internal static class AccountReach
{
    /// <summary>The roles that somebody may give.</summary>
    public static IReadOnlyList<Role> GivenBy(Caller caller) =>
        caller.Is(Role.Administrator) ? [.. Roles.OfAccounts]
        : caller.Is(Role.AuthorisingOfficer) ? [Role.OrganisationMember, Role.AuthorisingOfficer]
        : caller.Is(Role.FinanceOfficer) || caller.Is(Role.DonorContact) ? [Role.DonorContact]
        : [];

    /// <summary>The accounts that somebody may see; none for most.</summary>
    public static IQueryable<Account> AccountsSeenBy(this GatewayDb db, Caller caller)
    {
        var accounts = db.Accounts.AsQueryable();
        if (caller.Is(Role.Administrator) || caller.Is(Role.Auditor))
        {
            return accounts;
        }

        if (caller.Is(Role.OrganisationMember) || caller.Is(Role.AuthorisingOfficer))
        {
            var organisation = caller.OrganisationId;
            return accounts.Where(row => organisation != null && row.OrganisationId == organisation);
        }

        if (caller.Is(Role.DonorContact))
        {
            var donor = caller.DonorId;
            return accounts.Where(row => donor != null && row.DonorId == donor);
        }

        return caller.Is(Role.FinanceOfficer)
            ? accounts.Where(row => row.Role == Role.DonorContact)
            : accounts.Where(_ => false);
    }

    /// <summary>An account that somebody may change: seen, of a role they may give, and not their own.</summary>
    /// <exception cref="RefusedException">NOT_FOUND; OWN_ACCOUNT.</exception>
    public static async Task<Account> ManagedAsync(
        this GatewayDb db,
        Caller caller,
        string accountId,
        CancellationToken cancellationToken
    )
    {
        var id = accountId.ToId("account_id");
        var given = GivenBy(caller);

        // One after the other: a version that two saw is changed by one of them.
        await db.Database.ExecuteSqlAsync(
            $"select 1 from accounts where id = {id} for no key update",
            cancellationToken
        );
        var account = await db.AccountsSeenBy(caller)
            .SingleOrDefaultAsync(row => row.Id == id && given.Contains(row.Role), cancellationToken);
        if (account is null)
        {
            throw Refusals.NotFound("account", accountId).AsException();
        }

        return account.Id.ToString("D") != caller.Subject
            ? account
            : throw new Refusal(
                RefusalKind.NotAllowed,
                "OWN_ACCOUNT",
                "Nobody changes the own role or disables the own account; ask another administrator."
            ).AsException();
    }

    /// <summary>
    /// The role that somebody is to have and the tenant it is for; notes what is wrong with them, and when the caller may
    /// not give it. People of authorising officers are of the own organisation, those of donor contacts of the own donor.
    /// </summary>
    public static (Role Role, Guid? Organisation, Guid? Donor) RoleAndTenant(
        this Check check,
        Caller caller,
        V1.AccountRole wanted,
        string organisationId,
        string donorId
    )
    {
        var role = wanted.ToRole();
        var organisation = check.OptionalId("organisation_id", organisationId);
        var donor = check.OptionalId("donor_id", donorId);
        if (caller.Is(Role.AuthorisingOfficer))
        {
            organisation ??= caller.OrganisationId;
            check.That(
                organisation == caller.OrganisationId,
                "organisation_id",
                "An authorising officer gives roles in the own organisation only."
            );
        }

        if (caller.Is(Role.DonorContact))
        {
            donor ??= caller.DonorId;
            check.That(donor == caller.DonorId, "donor_id", "A donor contact invites for the own donor only.");
        }

        check.CheckTenant(role, organisation, donor);
        check.That(
            role is null || GivenBy(caller).Contains(role.Value),
            "role",
            $"You may not make anybody {role?.Name()}."
        );
        return (role ?? default, organisation, donor);
    }

    /// <summary>Notes what is wrong with a role and the organisation or donor given with it.</summary>
    public static void CheckTenant(this Check check, Role? role, Guid? organisation, Guid? donor)
    {
        var ofOrganisation = role is Role.OrganisationMember or Role.AuthorisingOfficer;
        check.Required("role", role is not null);
        check.That(
            role != Role.AuthorisingOfficer || organisation is not null,
            "organisation_id",
            "An authorising officer signs for an organisation: say which."
        );
        check.That(
            ofOrganisation || organisation is null,
            "organisation_id",
            "Only organisation members and authorising officers belong to an organisation."
        );
        check.That(
            role != Role.DonorContact || donor is not null,
            "donor_id",
            "A donor contact speaks for a donor: say which."
        );
        check.That(role == Role.DonorContact || donor is null, "donor_id", "Only donor contacts speak for a donor.");
    }

    /// <summary>An e-mail address, trimmed.</summary>
    public static string Email(this Check check, string field, string value)
    {
        var email = check.Text(field, value, 200);
        check.That(IsAddress(email), field, "Write one e-mail address, such as name@organisation.example.");
        return email;
    }

    /// <summary>One @ with something before it and a name with a dot after it, without spaces or signs of a list.</summary>
    private static bool IsAddress(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        var host = email[(at + 1)..];
        return at > 0
            && host.Contains('.', StringComparison.Ordinal)
            && !host.StartsWith('.')
            && !host.EndsWith('.')
            && !host.Contains('@', StringComparison.Ordinal)
            && !email.Any(letter =>
                char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is ',' or ';' or '<' or '>'
            );
    }
}
