using System.Globalization;
using System.Text.RegularExpressions;
using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>Turns a local time of an IANA zone into the one instant it names, across daylight-saving changes.</summary>
public static partial class LocalTime
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm"];

    /// <summary>The zone of an IANA name such as Europe/Vienna, or null when there is none.</summary>
    public static TimeZoneInfo? FindZone(string name) =>
        ZoneName().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId
            ? zone
            : null;

    /// <summary>Reads "2026-12-15T23:59:00" (seconds may be left out); null when it is not a local time.</summary>
    public static DateTime? Parse(string text) =>
        DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? local
            : null;

    /// <summary>
    /// The instant of a local time, or null when the clocks jump over it. When the clocks go back and the time occurs
    /// twice, the later one counts, so that nobody loses the hour.
    /// </summary>
    /// <param name="local">Local time without a zone.</param>
    /// <param name="zone">Zone it is meant in.</param>
    public static DateTimeOffset? ToInstant(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(local))
        {
            return null;
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Min() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>The calendar date that an instant has in a zone.</summary>
    public static DateOnly DateIn(this DateTimeOffset instant, string timeZone) =>
        DateOnly.FromDateTime(
            TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(timeZone)).DateTime
        );

    // A zone's name is looked up as a file: nothing that could be a path gets that far.
    [GeneratedRegex("^[A-Za-z0-9_+-]{1,32}(/[A-Za-z0-9_+-]{1,32}){0,2}$")]
    private static partial Regex ZoneName();
}
