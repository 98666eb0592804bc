using Fund.Hosting;
using Microsoft.AspNetCore.Identity;

namespace Fund.Gateway.Identity;

/// <summary>Somebody who can sign in: one e-mail address, one role, and the organisation or donor it speaks for.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    private Account() { }

    /// <param name="email">The name to sign in with.</param>
    /// <param name="role">What the account may be.</param>
    /// <param name="createdAt">Moment of creation.</param>
    /// <param name="origin">The request that made it.</param>
    public Account(string email, Role role, DateTimeOffset createdAt, AccountOrigin origin)
    {
        Id = Guid.CreateVersion7(createdAt);
        UserName = email;
        Email = email;
        Role = role;
        CreatedAt = createdAt;
        CreatedBy = origin.CreatedBy;
        RequestId = origin.RequestId;
        InputHash = origin.InputHash;
    }

    public Role Role { get; private set; }

    /// <summary>Organisation of a member or authorising officer.</summary>
    public Guid? OrganisationId { get; init; }

    /// <summary>Donor of a donor contact.</summary>
    public Guid? DonorId { get; init; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Account id of the administrator, or <c>seed</c>.</summary>
    public string CreatedBy { get; private set; } = "";

    /// <summary>With <see cref="CreatedBy"/>, recognises the request when it comes again.</summary>
    public string RequestId { get; private set; } = "";

    /// <summary>SHA-256 of the request, so that the same id with other input is refused.</summary>
    public byte[] InputHash { get; private set; } = [];

    public Caller ToCaller() => Caller.Person(Id.ToString("D"), OrganisationId, DonorId, Role);
}

/// <summary>Which request made an account.</summary>
internal sealed record AccountOrigin(string CreatedBy, string RequestId, byte[] InputHash);
