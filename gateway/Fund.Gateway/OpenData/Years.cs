using Fund.Donations.V1;

namespace Fund.Gateway.OpenData;

/// <summary>What happened in one calendar year, and where the Fund stood at its end; minor units of USD.</summary>
/// <param name="Year">The year; the last one may not be over.</param>
/// <param name="ReceivedMinor">Received within the year.</param>
/// <param name="DisbursedMinor">Paid to projects within the year, less what they paid back.</param>
/// <param name="AvailableMinor">Available at the end of the year, or today.</param>
internal sealed record YearOfFund(int Year, long ReceivedMinor, long DisbursedMinor, long AvailableMinor);

/// <summary>Years out of the ends of months.</summary>
internal static class Years
{
    /// <summary>Oldest first; before the first month there was nothing.</summary>
    public static IReadOnlyList<YearOfFund> Of(IEnumerable<PositionPoint> history)
    {
        var years = new List<YearOfFund>();
        var (received, disbursed) = (0L, 0L);
        foreach (var year in history.GroupBy(point => Wire.Day(point.AsOf)!.Value.Year))
        {
            var end = year.Last();
            var paid = end.Disbursed.MinorUnits - end.Refunded.MinorUnits;
            years.Add(
                new YearOfFund(year.Key, end.Received.MinorUnits - received, paid - disbursed, end.Available.MinorUnits)
            );
            (received, disbursed) = (end.Received.MinorUnits, paid);
        }

        return years;
    }
}
