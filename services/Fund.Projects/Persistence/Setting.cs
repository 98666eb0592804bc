using Fund.Kernel;
using Fund.Projects.Domain;
using Microsoft.EntityFrameworkCore;

namespace Fund.Projects.Persistence;

/// <summary>One number that staff may set, with the source of the value that holds.</summary>
public sealed class Setting
{
    private Setting() { }

    public string Key { get; private set; } = "";

    public long Value { get; private set; }

    public string Source { get; private set; } = "";
}

/// <summary>Reads the settings.</summary>
public static class Settings
{
    /// <summary>The policy in force now.</summary>
    public static async Task<Policy> PolicyAsync(this ProjectsDb db, CancellationToken cancellationToken)
    {
        var values = await db
            .Settings.AsNoTracking()
            .ToDictionaryAsync(setting => setting.Key, setting => setting.Value, cancellationToken);
        return new Policy(
            Money.UsdCents(values["second_approval_from_usd_cents"]),
            checked((int)values["variation_basis_points"]),
            checked((int)values["duration_tolerance_months"]),
            checked((int)values["due_diligence_years"])
        );
    }
}
