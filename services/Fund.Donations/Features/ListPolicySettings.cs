using Fund.Common.V1;
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
        var page = Page.Of(request.Page);
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

        // A few dozen rows in all: which hold today is known only with all of them.
        var rest = page.After is { } after ? settings.SkipWhile(setting => setting.Id != after).Skip(1) : settings;
        var shown = rest.Take(page.Size + 1).ToList();
        var next = shown.Count > page.Size ? Page.TokenAfter(shown[page.Size - 1].Id) : "";
        return new V1.ListPolicySettingsResponse
        {
            Settings = { shown.Take(page.Size).Select(setting => setting.ToWire(inForce.Contains(setting.Id))) },
            Page = new PageResponse { NextPageToken = next },
        };
    }
}
