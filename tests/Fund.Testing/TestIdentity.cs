using System.Security.Cryptography;
using Fund.Hosting;

namespace Fund.Testing;

/// <summary>Key pairs of all five processes, made once per test process, and tokens for whoever a test wants to be.</summary>
public sealed class TestIdentity
{
    private static readonly string[] Issuers = ["gateway", "donations", "grantcalls", "projects", "beneficiaries"];
    private static readonly Lazy<TestIdentity> Made = new(() => new TestIdentity());
    private readonly string _folder = Directory.CreateTempSubdirectory("fund-test-keys-").FullName;
    private readonly Dictionary<string, ECDsa> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IdentityTokens> _tokens = new(StringComparer.Ordinal);

    private TestIdentity()
    {
        foreach (var issuer in Issuers)
        {
            var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            _keys[issuer] = key;
            _tokens[issuer] = new IdentityTokens(issuer, key, new Dictionary<string, ECDsa>(), TimeProvider.System);
            File.WriteAllText(PrivateKeyFile(issuer), key.ExportECPrivateKeyPem());
            File.WriteAllText(PublicKeyFile(issuer), key.ExportSubjectPublicKeyInfoPem());
        }

        File.WriteAllText(DataProtectionKeyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The one of this test process.</summary>
    public static TestIdentity Shared => Made.Value;

    public static Caller ProgrammeOfficer { get; } = Staff(Role.ProgrammeOfficer);

    public static Caller FinanceOfficer { get; } = Staff(Role.FinanceOfficer);

    /// <summary>A second finance officer, for what needs four eyes.</summary>
    public static Caller OtherFinanceOfficer { get; } = Staff(Role.FinanceOfficer);

    public static Caller FundManager { get; } = Staff(Role.FundManager);

    public static Caller Auditor { get; } = Staff(Role.Auditor);

    public static Caller Administrator { get; } = Staff(Role.Administrator);

    public static Caller Trustee { get; } = Staff(Role.Trustee);

    /// <summary>Somebody new with the roles, of no organisation and no donor.</summary>
    public static Caller Staff(params Role[] roles) =>
        Caller.Person(Guid.CreateVersion7().ToString("D"), null, null, roles);

    public static Caller Reviewer() => Staff(Role.Reviewer);

    public static Caller MemberOf(Guid organisation) =>
        Caller.Person(Guid.CreateVersion7().ToString("D"), organisation, null, Role.OrganisationMember);

    public static Caller AuthorisingOfficerOf(Guid organisation) =>
        Caller.Person(
            Guid.CreateVersion7().ToString("D"),
            organisation,
            null,
            Role.OrganisationMember,
            Role.AuthorisingOfficer
        );

    public static Caller ContactOf(Guid donor) =>
        Caller.Person(Guid.CreateVersion7().ToString("D"), null, donor, Role.DonorContact);

    public string PrivateKeyFile(string issuer) => Path.Combine(_folder, $"{issuer}.key.pem");

    public string PublicKeyFile(string issuer) => Path.Combine(_folder, $"{issuer}.pub.pem");

    /// <summary>What a gateway seals its data-protection keys with.</summary>
    public string DataProtectionKeyFile => Path.Combine(_folder, "data-protection.key");

    public ECDsa Key(string issuer) => _keys[issuer];

    /// <summary>A token as the gateway (for people and the public) or the service itself would issue it.</summary>
    public string Token(Caller caller, string audience)
    {
        var issuer = caller.IsService ? caller.Subject["service:".Length..] : "gateway";
        return _tokens[issuer].Issue(caller, audience);
    }

    /// <summary>The identity settings of a process as command-line arguments.</summary>
    public IEnumerable<string> Arguments(string process) =>
        Issuers
            .Select(issuer => $"--Identity:TrustedKeys:{issuer}={PublicKeyFile(issuer)}")
            .Prepend($"--Identity:SigningKeyFile={PrivateKeyFile(process)}")
            .Append($"--DataProtection:KeyFile={DataProtectionKeyFile}");
}
