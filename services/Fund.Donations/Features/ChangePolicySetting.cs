using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Changes a policy setting from today or a later date on. What held in the past stays; a value may be added before
/// the first one known, for the history. A value of a day that has not come is superseded by a newer record.
/// </summary>
public sealed class ChangePolicySetting(DonationsDb db, TimeProvider clock)
{
    public Task<V1.ChangePolicySettingResponse> HandleAsync(
        V1.ChangePolicySettingRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        if (!PolicyNames.All.Contains(request.Name))
        {
            var shown = request.Name.Length <= 60 ? request.Name : request.Name[..60] + "…";
            check.Add(DonationRefusals.SettingUnknown(shown));
        }
        else if (request.Value < 0 || request.Value > PolicyNames.LargestOf(request.Name))
        {
            check.Add(DonationRefusals.SettingValue(request.Name, request.Value, PolicyNames.LargestOf(request.Name)));
        }

        var effective = check.Date("effective_date", request.EffectiveDate);
        var source = check.Text("source", request.Source, 500);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.LockReferencesAsync(token);
                await RequireNewAsync(request.Name, effective, token);
                var setting = new PolicySetting(
                    request.Name,
                    request.Value,
                    effective,
                    source,
                    clock.Moment(),
                    caller.Subject
                );
                db.PolicySettings.Add(setting);
                return new V1.ChangePolicySettingResponse { Setting = setting.ToWire(effective == clock.Today()) };
            },
            cancellationToken
        );
    }

    private async Task RequireNewAsync(string name, DateOnly effective, CancellationToken cancellationToken)
    {
        var known = await db.PolicySettings.Where(setting => setting.Name == name).ToListAsync(cancellationToken);
        var dates = known.ConvertAll(setting => setting.EffectiveDate);
        var today = clock.Today();
        if (known.Find(setting => setting.EffectiveDate == effective) is { } same)
        {
            if (effective <= today)
            {
                throw DonationRefusals.SettingExists(name, effective).AsException();
            }

            // Nothing was decided by it yet. Out of its place first: one value holds for a name and date.
            same.Supersede(clock.Moment());
            await db.SaveChangesAsync(cancellationToken);
        }

        if (effective < today && dates.Exists(date => date < effective))
        {
            throw DonationRefusals.SettingChangesThePast(name, effective, today).AsException();
        }
    }
}
