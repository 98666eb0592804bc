using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>Names of the policy settings; each ends with the unit of its value.</summary>
public static class PolicyNames
{
    public const string SupportCost = "programme_support_cost_basis_points";
    public const string OperatingReserve = "operating_reserve_basis_points";
    public const string PlannedExpenditure = "planned_annual_expenditure_usd_cents";
    public const string MinimumForNewCall = "minimum_for_new_call_usd_cents";
    public const string RegisterLeastDonors = "public_register_least_donors";
    public const string InstalmentNoticeDays = "pledge_instalment_notice_days";

    public static IReadOnlyList<string> All { get; } =
    [SupportCost, OperatingReserve, PlannedExpenditure, MinimumForNewCall, RegisterLeastDonors, InstalmentNoticeDays];

    /// <summary>Largest value that makes sense in the setting's unit.</summary>
    public static long LargestOf(string name) =>
        name switch
        {
            SupportCost or OperatingReserve => 10_000,
            RegisterLeastDonors => 1_000,
            InstalmentNoticeDays => 366,
            _ => Contribution.LargestMinorUnits,
        };
}

/// <summary>A value of a policy setting from a date on. Never changed: a new value is another record.</summary>
public sealed class PolicySetting
{
    private PolicySetting() { }

    public PolicySetting(
        string name,
        long value,
        DateOnly effectiveDate,
        string source,
        DateTimeOffset recordedAt,
        string recordedBy = ""
    )
    {
        RecordedBy = recordedBy;
        Id = Guid.CreateVersion7();
        Name = name;
        Value = value;
        EffectiveDate = effectiveDate;
        Source = source;
        RecordedAt = recordedAt;
    }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>In the unit that the name ends with.</summary>
    public long Value { get; private set; }

    public DateOnly EffectiveDate { get; private set; }

    /// <summary>Where the value comes from.</summary>
    public string Source { get; private set; } = "";

    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>Subject of who recorded it; "system" for what came with it.</summary>
    public string RecordedBy { get; private set; } = "";

    /// <summary>When another record of the same date took its place; null while it holds.</summary>
    public DateTimeOffset? SupersededAt { get; private set; }

    /// <summary>Another record of the same date takes its place; it stays in the history.</summary>
    public void Supersede(DateTimeOffset at) => SupersededAt ??= at;
}

/// <summary>All settings with their history; says what held on a date.</summary>
public sealed class PolicyHistory(IEnumerable<PolicySetting> settings)
{
    private readonly ILookup<string, PolicySetting> _byName = settings
        .OrderByDescending(setting => setting.EffectiveDate)
        .ToLookup(setting => setting.Name);

    /// <summary>The value in force on a date; zero before the first one.</summary>
    public long On(DateOnly date, string name) =>
        _byName[name].FirstOrDefault(setting => setting.EffectiveDate <= date)?.Value ?? 0;

    /// <summary>Support costs in hundredths of a percent of expenditure.</summary>
    public int SupportCostBasisPoints(DateOnly date) => (int)On(date, PolicyNames.SupportCost);

    /// <summary>Share of the planned expenditure of a year that must stay untouched, in USD cents.</summary>
    public long OperatingReserveCents(DateOnly date) =>
        Money
            .UsdCents(On(date, PolicyNames.PlannedExpenditure))
            .Share((int)On(date, PolicyNames.OperatingReserve))
            .MinorUnits;

    /// <summary>Least that must be available before a call may be published, in USD cents.</summary>
    public long MinimumForNewCallCents(DateOnly date) => On(date, PolicyNames.MinimumForNewCall);
}
