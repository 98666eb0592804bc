using Fund.Gateway.Mail;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.AspNetCore.Identity;

namespace Fund.Gateway.Identity;

/// <summary>Somebody who can sign in: one e-mail address, one role, and the organisation or donor it speaks for.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    /// <summary>Characters a name may have.</summary>
    public const int LongestName = 100;

    private string _name = "";
    private Guid? _organisationId;
    private Guid? _donorId;

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
        NoticedUntil = createdAt;
        NoticeMails = role is Role.DonorContact or Role.Reviewer or Role.OrganisationMember or Role.AuthorisingOfficer
            ? MailPace.Daily
            : MailPace.Never;
        CreatedBy = origin.CreatedBy;
        RequestId = origin.RequestId;
        InputHash = origin.InputHash;
    }

    public Role Role { get; private set; }

    /// <summary>Organisation of a member or authorising officer.</summary>
    public Guid? OrganisationId
    {
        get => _organisationId;
        init => _organisationId = value;
    }

    /// <summary>Donor of a donor contact.</summary>
    public Guid? DonorId
    {
        get => _donorId;
        init => _donorId = value;
    }

    /// <summary>How the person is called; empty when nobody said.</summary>
    public string Name
    {
        get => _name;
        init => _name = value;
    }

    /// <summary>Language of mails, as in the portal's addresses.</summary>
    public string Language { get; private set; } = MailLanguages.Default;

    /// <summary>How often notices come by mail.</summary>
    public MailPace NoticeMails { get; private set; }

    /// <summary>Notices up to this moment have been mailed.</summary>
    public DateTimeOffset NoticedUntil { get; private set; }

    /// <summary>Null while the account may sign in. Nothing that it did is ever removed.</summary>
    public DateTimeOffset? DisabledAt { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Raised by every change of what is shown of it, from 1.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>Account id of the administrator, or <c>seed</c>.</summary>
    public string CreatedBy { get; private set; } = "";

    /// <summary>With <see cref="CreatedBy"/>, recognises the request when it comes again.</summary>
    public string RequestId { get; private set; } = "";

    /// <summary>SHA-256 of the request, so that the same id with other input is refused.</summary>
    public byte[] InputHash { get; private set; } = [];

    public void Disable(DateTimeOffset now)
    {
        DisabledAt ??= now;
        Version++;
    }

    public void Enable()
    {
        DisabledAt = null;
        Version++;
    }

    /// <summary>Another role, and the organisation or donor it speaks for.</summary>
    /// <exception cref="RefusedException">CHANGED_MEANWHILE when it is not the version that was seen.</exception>
    public void ChangeRole(Role role, Guid? organisation, Guid? donor, int seen)
    {
        if (seen != Version)
        {
            throw Refusals.ChangedMeanwhile("account").AsException();
        }

        Role = role;
        _organisationId = organisation;
        _donorId = donor;
        Version++;
    }

    /// <summary>How the person is called from now on; what was told before keeps the name it was told with.</summary>
    public void Rename(string name)
    {
        _name = name;
        Version++;
    }

    /// <summary>What mails come, and in which language.</summary>
    public void SetMail(string language, MailPace notices)
    {
        Language = language;
        NoticeMails = notices;
        Version++;
    }

    /// <summary>Notices up to this moment have been mailed, or need not be.</summary>
    public void NoticesMailed(DateTimeOffset until) => NoticedUntil = until;

    public Caller ToCaller() => Caller.Person(Id.ToString("D"), OrganisationId, DonorId, Role);
}

/// <summary>Which request made an account.</summary>
internal sealed record AccountOrigin(string CreatedBy, string RequestId, byte[] InputHash);
