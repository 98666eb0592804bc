using System.Collections.Frozen;
using Fund.Kernel;

namespace Fund.Hosting;

/// <summary>What kind of somebody is asking.</summary>
public enum CallerKind
{
    /// <summary>A person who signed in at the gateway.</summary>
    Person,

    /// <summary>Another service of the Fund, on its own behalf.</summary>
    Service,

    /// <summary>Nobody in particular: a visitor of the public pages.</summary>
    Public,
}

/// <summary>Who is asking, as verified from the signed identity token. Never made from anything else in a request.</summary>
/// <param name="Kind">Person, service or the public.</param>
/// <param name="Subject">Account id of a person, <c>service:donations</c> of a service, <c>public</c>.</param>
/// <param name="Roles">What the caller may be.</param>
/// <param name="OrganisationId">The organisation a member or authorising officer belongs to.</param>
/// <param name="DonorId">The donor a donor contact speaks for.</param>
public sealed record Caller(
    CallerKind Kind,
    string Subject,
    IReadOnlySet<Role> Roles,
    Guid? OrganisationId,
    Guid? DonorId
)
{
    /// <summary>Internet address the person asks from, for the audit trail; null when not known.</summary>
    public string? Address { get; init; }

    /// <summary>Name of the person's session, for the audit trail: worth nothing to whoever wants to sign in.</summary>
    public string? Session { get; init; }

    /// <summary>The roles in snake_case with commas between.</summary>
    public string RoleNames => _roleNames ??= string.Join(',', Roles.Order().Select(role => role.Name()));

    private string? _roleNames;

    private static readonly Role[] StaffRoles = [Role.ProgrammeOfficer, Role.FinanceOfficer, Role.FundManager];

    /// <summary>A visitor who has not signed in.</summary>
    public static Caller Anonymous { get; } = new(CallerKind.Public, "public", Set(Role.Public), null, null);

    /// <summary>Programme officer, finance officer or fund manager.</summary>
    public bool IsStaff => StaffRoles.Any(Roles.Contains);

    /// <summary>May read everything: staff and auditors.</summary>
    public bool MayReadAll => IsStaff || Roles.Contains(Role.Auditor);

    /// <summary>Another service of the Fund.</summary>
    public bool IsService => Kind == CallerKind.Service;

    /// <summary>A person of one of the organisations.</summary>
    public static Caller Person(string subject, Guid? organisationId, Guid? donorId, params Role[] roles) =>
        new(CallerKind.Person, subject, Set(roles), organisationId, donorId);

    /// <summary>A service speaking for itself.</summary>
    public static Caller OfService(string name) =>
        new(CallerKind.Service, $"service:{name}", Set(Role.Service), null, null);

    public bool Is(Role role) => Roles.Contains(role);

    /// <summary>Equal when everything said about the caller is equal, the roles as a set.</summary>
    public bool Equals(Caller? other) =>
        other is not null
        && Kind == other.Kind
        && Subject == other.Subject
        && OrganisationId == other.OrganisationId
        && DonorId == other.DonorId
        && Address == other.Address
        && Session == other.Session
        && Roles.SetEquals(other.Roles);

    public override int GetHashCode() =>
        HashCode.Combine(Kind, Subject, OrganisationId, DonorId, Roles.Count, Address, Session);

    /// <summary>Passes when the caller has one of the roles.</summary>
    /// <exception cref="RefusedException">ROLE_MAY_NOT otherwise.</exception>
    public void Require(params Role[] roles)
    {
        if (!roles.Any(Roles.Contains))
        {
            throw Refusals.RoleMayNot("do this").AsException();
        }
    }

    /// <summary>True for the people of that organisation, and for nobody else.</summary>
    public bool MayActFor(Guid organisationId) =>
        OrganisationId == organisationId && (Is(Role.OrganisationMember) || Is(Role.AuthorisingOfficer));

    /// <summary>True for the contacts of that donor, and for nobody else.</summary>
    public bool MayActForDonor(Guid donorId) => DonorId == donorId && Is(Role.DonorContact);

    /// <summary>Passes for those who may see what belongs to the organisation: its people, staff, auditors, services.</summary>
    /// <exception cref="RefusedException">NOT_FOUND otherwise, so that ids cannot be probed.</exception>
    public void RequireSight(Guid organisationId, string what, string id)
    {
        if (!MayReadAll && !IsService && !MayActFor(organisationId))
        {
            throw Refusals.NotFound(what, id).AsException();
        }
    }

    private static IReadOnlySet<Role> Set(params Role[] roles) => roles.ToFrozenSet();
}
