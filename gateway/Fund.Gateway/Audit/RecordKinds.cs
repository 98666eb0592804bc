using System.Collections.Frozen;
using Fund.Gateway.Identity;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Gateway.Audit;

/// <summary>Kinds of records that have a timeline, and whose trails tell of them.</summary>
internal static class RecordKinds
{
    private static readonly FrozenDictionary<string, string[]> Services = new Dictionary<string, string[]>
    {
        ["accounting_period"] = ["donations"],
        ["bank_csv_profile"] = ["donations"],
        ["bank_entry"] = ["donations"],
        ["bank_statement"] = ["donations"],
        ["contribution"] = ["donations"],
        ["donor"] = ["donations"],
        ["donor_merge"] = ["donations"],
        ["import_file"] = ["donations"],
        ["in_kind_gift"] = ["donations"],
        ["operational_rate"] = ["donations"],
        ["pledge"] = ["donations"],
        ["policy_setting"] = ["donations"],
        ["receipt"] = ["donations"],
        ["reservation"] = ["donations"],
        ["statement_batch"] = ["donations"],
        ["assignment"] = ["grantcalls"],
        ["award"] = ["grantcalls"],
        ["board_session"] = ["grantcalls"],
        ["call"] = ["grantcalls"],
        ["proposal"] = ["grantcalls"],
        ["agreement"] = ["projects"],
        ["instalment"] = ["projects"],
        ["organisation"] = ["projects"],
        ["report"] = ["projects"],
        ["beneficiary_return"] = ["beneficiaries"],
        ["account"] = ["gateway"],
        ["api_token"] = ["gateway"],
        ["invitation"] = ["gateway"],
        ["session"] = ["gateway"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Every kind that has a timeline.</summary>
    public static IEnumerable<string> All => Services.Keys;

    /// <summary>True for a kind that has a timeline.</summary>
    public static bool Has(string kind) => Services.ContainsKey(kind);

    /// <summary>
    /// True for whoever may read the history of a kind: the services decide when they are asked, and nothing is offered
    /// that they refuse.
    /// </summary>
    public static bool MayRead(string kind, Caller caller) =>
        Services.TryGetValue(kind, out var services)
        && PermissionTable.Of("gateway", "GetRecordTimeline").Any(caller.Is)
        && services.All(service =>
            service == "gateway"
                ? AuditRoles.Readers.Any(caller.Is)
                : PermissionTable.Of(service, "ListRecordEntries").Any(caller.Is)
        );

    /// <summary>The services whose trails tell of a kind.</summary>
    /// <exception cref="RefusedException">INVALID_FIELDS for a kind that is none.</exception>
    public static IReadOnlyList<string> ServicesOf(string kind)
    {
        var check = new Check();
        var allowed = string.Join(", ", Services.Keys.Order(StringComparer.Ordinal));
        check.That(Services.ContainsKey(kind), "record_kind", $"'{kind}' has no timeline; there are {allowed}.");
        check.ThrowIfAny();
        return Services[kind];
    }
}
