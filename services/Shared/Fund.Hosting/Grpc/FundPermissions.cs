using System.Collections.Frozen;
using Google.Protobuf.Reflection;

namespace Fund.Hosting;

/// <summary>Who may call what. An RPC that is not in a service's table is denied, and the process does not start.</summary>
internal sealed class FundPermissions
{
    /// <summary>Anybody may ask for health; probers have no identity.</summary>
    private const string HealthPrefix = "/grpc.health.v1.Health/";

    private readonly IReadOnlyDictionary<string, IReadOnlySet<Role>> _table;
    private readonly FrozenDictionary<string, IReadOnlySet<Role>>.AlternateLookup<ReadOnlySpan<char>> _byRpc;

    public FundPermissions(IReadOnlyDictionary<string, IReadOnlySet<Role>> table)
    {
        _table = table;
        _byRpc = table
            .ToFrozenDictionary(pair => Short(pair.Key), pair => pair.Value, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public static bool IsHealth(string fullMethod) => fullMethod.StartsWith(HealthPrefix, StringComparison.Ordinal);

    public bool Allows(string fullMethod, Caller caller) =>
        _byRpc.TryGetValue(fullMethod.AsSpan(fullMethod.LastIndexOf('/') + 1), out var roles)
        && caller.Roles.Overlaps(roles);

    /// <summary>Compares the table with what the services of a process really have.</summary>
    /// <exception cref="InvalidOperationException">An RPC has no entry, an entry no RPC, or two RPCs have one name.</exception>
    public void MustMatch(params IReadOnlyCollection<ServiceDescriptor> services)
    {
        var rpcs = services.SelectMany(service => service.Methods).Select(method => method.Name).ToList();
        var entries = _table.Keys.Select(Short).ToHashSet(StringComparer.Ordinal);
        var missing = rpcs.Except(entries).ToList();
        var unknown = entries.Except(rpcs).ToList();
        var twice = rpcs.CountBy(rpc => rpc, StringComparer.Ordinal).Where(rpc => rpc.Value > 1).ToList();
        if (missing.Count + unknown.Count + twice.Count > 0)
        {
            throw new InvalidOperationException(
                $"Permissions of {string.Join(", ", services.Select(service => service.FullName))}: "
                    + $"no entry for [{string.Join(", ", missing)}], "
                    + $"entries without an RPC [{string.Join(", ", unknown)}], "
                    + $"names of several RPCs [{string.Join(", ", twice.Select(rpc => rpc.Key))}]."
            );
        }
    }

    private static string Short(string name) => name[(name.LastIndexOf('/') + 1)..];
}
