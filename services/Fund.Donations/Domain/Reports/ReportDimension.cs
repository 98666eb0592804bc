namespace Fund.Donations.Domain.Reports;

/// <summary>What a report's lines are by. The numbers are those of the wire.</summary>
public enum ReportDimension
{
    None = 0,
    Donor = 1,
    DonorKind = 2,
    UnDonorType = 3,
    Year = 4,
    Region = 5,
    Country = 6,
    Channel = 7,
    Earmark = 8,
    Currency = 9,
}

/// <summary>Which contributions count where. The numbers are those of the wire.</summary>
public enum ReportBasis
{
    /// <summary>On the day the ledger has it: reversals and corrections count on their own days.</summary>
    Booked = 1,

    /// <summary>On the value date, as it stands now; what was reversed counts nowhere.</summary>
    Net = 2,
}

/// <summary>What a report is asked for.</summary>
/// <param name="From">First day; null for the beginning.</param>
/// <param name="To">Last day.</param>
/// <param name="Language">Of labels.</param>
public sealed record ReportQuery(
    DateOnly? From,
    DateOnly To,
    ReportDimension By,
    ReportDimension ThenBy,
    ReportBasis Basis,
    Presentation? Presentation,
    string Language
)
{
    /// <summary>First day as a date.</summary>
    public DateOnly FirstDay => From ?? DateOnly.MinValue;
}
