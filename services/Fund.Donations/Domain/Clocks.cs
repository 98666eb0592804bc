namespace Fund.Donations.Domain;

/// <summary>The clock as the books use it.</summary>
public static class Clocks
{
    /// <summary>The day of the clock, in UTC: the day the books are kept by.</summary>
    public static DateOnly Today(this TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Now, in whole microseconds: as the database keeps it, so that an answer and a later look agree.</summary>
    public static DateTimeOffset Moment(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
