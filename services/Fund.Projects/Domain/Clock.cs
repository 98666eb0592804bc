namespace Fund.Projects.Domain;

/// <summary>Dates from the clock.</summary>
public static class Clock
{
    /// <summary>Today's date in UTC, which is what every date of this service is compared with.</summary>
    public static DateOnly Today(this TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
}
