using System.Collections.Frozen;
using Fund.Messaging.V1;

namespace Fund.Hosting;

/// <summary>
/// Who may call what every process answers in the same way, and so stands in no service's own table. What the audit
/// trail may tell differs between services, and stands in theirs.
/// </summary>
public static class HostingPermissions
{
    /// <summary>RPC name to roles, of the messaging service.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<Role>> Table { get; } =
        MessagingService.Descriptor.Methods.ToFrozenDictionary(
            method => method.Name,
            IReadOnlySet<Role> (_) => FrozenSet.Create(Role.Administrator),
            StringComparer.Ordinal
        );

    /// <summary>A service's own table together with what every process answers.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<Role>> With(
        IReadOnlyDictionary<string, IReadOnlySet<Role>> own
    ) => own.Concat(Table).ToFrozenDictionary(StringComparer.Ordinal);
}
