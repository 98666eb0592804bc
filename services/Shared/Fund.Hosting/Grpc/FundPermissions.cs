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

    /// <summary>Compares the table with what a service really has.</summary>
    /// <exception cref="InvalidOperationException">An RPC has no entry, or an entry no RPC.</exception>
    public void MustMatch(ServiceDescriptor service)
    {
        var rpcs = service.Methods.Select(method => method.Name).ToHashSet(StringComparer.Ordinal);
        var entries = _table.Keys.Select(Short).ToHashSet(StringComparer.Ordinal);
        var missing = rpcs.Except(entries).ToList();
        var unknown = entries.Except(rpcs).ToList();
        if (missing.Count + unknown.Count > 0)
        {
            throw new InvalidOperationException(
                $"Permissions of {service.FullName}: no entry for [{string.Join(", ", missing)}], "
                    + $"entries without an RPC [{string.Join(", ", unknown)}]."
            );
        }
    }

    private static string Short(string name) => name[(name.LastIndexOf('/') + 1)..];
}
