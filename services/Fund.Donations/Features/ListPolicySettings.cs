using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// All policy settings with their history, newest first within a name: who recorded what, what holds today, and what was
/// superseded before it came into force.
/// </summary>
public sealed class ListPolicySettings(DonationsDb db, TimeProvider clock)
{
    public async Task<V1.ListPolicySettingsResponse> HandleAsync(
        V1.ListPolicySettingsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var today = clock.Today();
        var settings = await db
            .PolicySettings.IgnoreQueryFilters()
            .AsNoTracking()
            .OrderBy(setting => setting.Name)
            .ThenByDescending(setting => setting.EffectiveDate)
            .ThenBy(setting => setting.SupersededAt != null)
            .ThenByDescending(setting => setting.RecordedAt)
            .ToListAsync(cancellationToken);
        var inForce = settings
            .Where(setting => setting.SupersededAt is null && setting.EffectiveDate <= today)
            .GroupBy(setting => setting.Name)
            .Select(group => group.First().Id)
            .ToHashSet();
        return new V1.ListPolicySettingsResponse
        {
            Settings = { settings.Select(setting => setting.ToWire(inForce.Contains(setting.Id))) },
        };
    }
}
