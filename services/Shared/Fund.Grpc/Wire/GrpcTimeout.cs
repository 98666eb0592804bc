using System.Globalization;

namespace Grpc.Wire;

/// <summary>The <c>grpc-timeout</c> header: at most eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    private const long MaxDigits = 99_999_999;

    private static readonly (long Ticks, char Name)[] Units =
    [
        (TimeSpan.TicksPerMicrosecond, 'u'),
        (TimeSpan.TicksPerMillisecond, 'm'),
        (TimeSpan.TicksPerSecond, 'S'),
        (TimeSpan.TicksPerMinute, 'M'),
        (TimeSpan.TicksPerHour, 'H'),
    ];

    /// <summary>The shortest exact form, rounded up, so that the server never gives up before the client.</summary>
    public static string Format(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
        {
            return "1n";
        }

        foreach ((long ticks, char name) in Units)
        {
            long count = timeout.Ticks / ticks + (timeout.Ticks % ticks == 0 ? 0 : 1);
            if (count <= MaxDigits)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{count}{name}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{MaxDigits}H");
    }

    /// <summary>Reads a header; false when it is not one, and the call then has no deadline.</summary>
    public static bool TryParse(ReadOnlySpan<char> header, out TimeSpan timeout)
    {
        timeout = default;
        if (
            header.Length is < 2 or > 9
            || !long.TryParse(header[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long count)
        )
        {
            return false;
        }

        if (header[^1] == 'n')
        {
            timeout = TimeSpan.FromTicks(Math.Max(1, count / TimeSpan.NanosecondsPerTick));
            return true;
        }

        foreach ((long ticks, char name) in Units)
        {
            if (name == header[^1])
            {
                // Eight digits of hours still fit into a long.
                timeout = TimeSpan.FromTicks(count * ticks);
                return true;
            }
        }

        return false;
    }
}
