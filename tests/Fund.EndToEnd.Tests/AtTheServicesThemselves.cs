using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Fund.Hosting;
using Grpc.Core;
using Person = Fund.Hosting.Caller;

namespace Fund.EndToEnd.Tests;

/// <summary>The gateway is not trusted to have checked anything: the services are asked directly, past it.</summary>
[Collection(AfterTheMainJobCollection.Name)]
public sealed class AtTheServicesThemselves(AfterTheMainJob world)
{
    /// <summary>What a call may be answered with; all else (UNKNOWN, INTERNAL, UNIMPLEMENTED) is a defect.</summary>
    private static readonly HashSet<StatusCode> Expected =
    [
        StatusCode.OK,
        StatusCode.InvalidArgument,
        StatusCode.FailedPrecondition,
        StatusCode.AlreadyExists,
        StatusCode.Aborted,
        StatusCode.NotFound,
        StatusCode.PermissionDenied,
        StatusCode.ResourceExhausted,
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_rpc_refuses_whoever_is_not_whom_he_says_he_is()
    {
        using var direct = new DirectCalls(world.Fund);
        using var stolen = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var real = world.Fund.GatewayKey();
        foreach (var rpc in DirectCalls.Rpcs)
        {
            var audience = rpc.Service;
            var request = DirectCalls.Request(rpc, world.Ids);
            var forgeries = new Dictionary<string, string?>
            {
                ["none"] = null,
                ["garbage"] = "a.b.c",
                ["alg none"] = Token("none", audience, _ => []),
                ["another key"] = Token("ES256", audience, bytes => Sign(stolen, bytes)),
                ["HS256 with the public key"] = Token("HS256", audience, bytes => Mac(real, bytes)),
                ["wrong audience"] = Token("ES256", "somebody-else", bytes => Sign(real, bytes)),
                ["expired"] = Token("ES256", audience, bytes => Sign(real, bytes), age: 600),
                ["kid with a path"] = Token("ES256", audience, bytes => Sign(stolen, bytes), kid: "../../etc/passwd"),
            };
            foreach (var (name, token) in forgeries)
            {
                var (status, detail, _) = await direct.CallAsync(rpc, request, token, Stop);
                Assert.True(status == StatusCode.Unauthenticated, $"{rpc} {name}: {status} {detail}");
            }
        }
    }

    [Fact]
    public async Task Nobody_reads_or_changes_what_belongs_to_others_and_nothing_fails()
    {
        using var direct = new DirectCalls(world.Fund);
        using var key = world.Fund.GatewayKey();
        var tokens = new IdentityTokens("gateway", key, new Dictionary<string, ECDsa>(), TimeProvider.System);
        var strangers = new[]
        {
            Person.Anonymous,
            Somebody(Role.DonorContact, donor: Guid.CreateVersion7()),
            Somebody(Role.OrganisationMember, organisation: Guid.CreateVersion7()),
            Somebody(Role.AuthorisingOfficer, organisation: Guid.CreateVersion7()),
            Somebody(Role.Reviewer),
            Somebody(Role.Administrator),
        };
        var complaints = new List<string>();
        foreach (var rpc in DirectCalls.Rpcs)
        {
            foreach (var stranger in strangers)
            {
                var identity = tokens.Issue(stranger, rpc.Service);
                var request = DirectCalls.Request(rpc, world.Ids);
                var (status, detail, answer) = await direct.CallAsync(rpc, request, identity, Stop);
                var who = $"{rpc} for {string.Join(',', stranger.Roles)}";
                if (!Expected.Contains(status))
                {
                    complaints.Add($"{who}: {status} {detail}");
                }

                var shown = Private.Where(id => answer.Contains(world.Ids[id], StringComparison.Ordinal));
                complaints.AddRange(shown.Select(id => $"{who}: shows {id}"));
            }
        }

        Assert.Equal("", string.Join('\n', complaints));
    }

    /// <summary>Kinds of ids that are nobody's but a donor's or an organisation's, and staff's.</summary>
    private IEnumerable<string> Private =>
        new[]
        {
            "agreementId",
            "reportId",
            "returnId",
            "instalmentId",
            "contributionId",
            "receiptId",
            "importId",
        }.Where(world.Ids.ContainsKey);

    private static Person Somebody(Role role, Guid? organisation = null, Guid? donor = null) =>
        Person.Person(Guid.CreateVersion7().ToString("D"), organisation, donor, role);

    private static string Token(
        string algorithm,
        string audience,
        Func<byte[], byte[]> sign,
        int age = 0,
        string? kid = null
    )
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - age;
        var header = new JsonObject { ["alg"] = algorithm, ["typ"] = "fund-identity+jwt" };
        if (kid is not null)
        {
            header["kid"] = kid;
        }

        var claims = new JsonObject
        {
            ["iss"] = "gateway",
            ["aud"] = audience,
            ["sub"] = Guid.CreateVersion7().ToString("D"),
            ["kind"] = "person",
            ["roles"] = new JsonArray("finance_officer"),
            ["iat"] = now,
            ["exp"] = now + 60,
        };
        var signed = $"{Encoded(header.ToJsonString())}.{Encoded(claims.ToJsonString())}";
        return $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static string Encoded(string text) =>
        System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static byte[] Sign(ECDsa key, byte[] bytes) => key.SignData(bytes, HashAlgorithmName.SHA256);

    private static byte[] Mac(ECDsa key, byte[] bytes) =>
        HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()), bytes);
}
