using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>All policy settings with their history, newest first within a name.</summary>
public sealed class ListPolicySettings(DonationsDb db)
{
    public async Task<V1.ListPolicySettingsResponse> HandleAsync(
        V1.ListPolicySettingsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var settings = await db
            .PolicySettings.AsNoTracking()
            .OrderBy(setting => setting.Name)
            .ThenByDescending(setting => setting.EffectiveDate)
            .ToListAsync(cancellationToken);
        return new V1.ListPolicySettingsResponse { Settings = { settings.Select(setting => setting.ToWire()) } };
    }
}
