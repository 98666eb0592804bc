using System.Collections.Concurrent;
using System.Security.Cryptography;
using Fund.Hosting;
using Grpc.Core;
using Person = Fund.Hosting.Caller;

namespace Fund.EndToEnd.Tests;

/// <summary>
/// The one table of permissions against the running services: every RPC is asked as every role, past the gateway. It is
/// made of the descriptors, so an RPC that is new is asked as well.
/// </summary>
public sealed class EveryRoleAtEveryRpc
{
    /// <summary>Answers that are nobody's refusal but a defect.</summary>
    private static readonly HashSet<StatusCode> Defects =
    [
        StatusCode.Unknown,
        StatusCode.Internal,
        StatusCode.Unimplemented,
        StatusCode.Unauthenticated,
    ];

    private static readonly Dictionary<string, IReadOnlyDictionary<string, IReadOnlySet<Role>>> Tables = new()
    {
        ["donations"] = HostingPermissions.With(Donations.Permissions.Table),
        ["grantcalls"] = HostingPermissions.With(GrantCalls.Permissions.Table),
        ["projects"] = HostingPermissions.With(Projects.Permissions.Table),
        ["beneficiaries"] = HostingPermissions.With(Beneficiaries.Permissions.Table),
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_tables_and_the_descriptors_name_the_same_rpcs()
    {
        var asked = DirectCalls.Rpcs.Select(rpc => rpc.ToString());
        var enforced = Tables.SelectMany(table => table.Value.Keys.Select(name => $"{table.Key} {name}"));
        Assert.Equal(enforced.Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_is_in_the_table_is_let_in_and_nobody_else()
    {
        await using var fund = await WholeFund.StartAsync(instances: 1, Stop);
        using var direct = new DirectCalls(fund);
        using var gatewayKey = fund.GatewayKey();
        using var serviceKey = fund.KeyOf("GrantCalls");
        var nobody = new Dictionary<string, ECDsa>();
        var gateway = new IdentityTokens("gateway", gatewayKey, nobody, TimeProvider.System);
        var service = new IdentityTokens("grantcalls", serviceKey, nobody, TimeProvider.System);
        var none = new Dictionary<string, string>();
        var complaints = new ConcurrentBag<string>();
        var questions = from rpc in DirectCalls.Rpcs from role in Enum.GetValues<Role>() select (rpc, role);
        var few = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Stop };
        await Parallel.ForEachAsync(
            questions,
            few,
            async (question, stop) =>
            {
                var (rpc, role) = question;
                var issuer = role == Role.Service ? service : gateway;
                var identity = issuer.Issue(Somebody(role, rpc), rpc.Service);
                var request = DirectCalls.Request(rpc, none);
                var (status, detail, _) = await direct.CallAsync(rpc, request, identity, stop);
                var mayAsk = Tables[rpc.Service][rpc.Method.Name].Contains(role);
                if (mayAsk == (status == StatusCode.PermissionDenied) || Defects.Contains(status))
                {
                    complaints.Add(
                        $"{rpc} as {role.Name()}, {(mayAsk ? "in" : "not in")} the table: {status} {detail}"
                    );
                }
            }
        );

        Assert.True(complaints.IsEmpty, string.Join('\n', complaints.Order(StringComparer.Ordinal)));
    }

    private static Person Somebody(Role role, DirectRpc rpc) =>
        role switch
        {
            // Who registers an organisation has none yet.
            Role.OrganisationMember when rpc.Method.Name == "RegisterOrganisation" => Of(role, null, null),
            Role.Service => Person.OfService("grantcalls"),
            Role.Public => Person.Anonymous,
            Role.DonorContact => Of(role, null, Guid.CreateVersion7()),
            Role.OrganisationMember or Role.AuthorisingOfficer => Of(role, Guid.CreateVersion7(), null),
            _ => Of(role, null, null),
        };

    private static Person Of(Role role, Guid? organisation, Guid? donor) =>
        Person.Person(Guid.CreateVersion7().ToString("D"), organisation, donor, role);
}
