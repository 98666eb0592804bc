namespace Fund.Hosting;

/// <summary>Who may read the audit trail, for the permission tables of the services.</summary>
public static class AuditRoles
{
    /// <summary>Search the whole trail, keep its head and verify it.</summary>
    public static IReadOnlyList<Role> Readers { get; } = [Role.Auditor, Role.Administrator, Role.FundManager];

    /// <summary>Take evidence about a record away in a dossier.</summary>
    public static IReadOnlyList<Role> Exporters { get; } = [Role.Auditor, Role.FundManager];
}
