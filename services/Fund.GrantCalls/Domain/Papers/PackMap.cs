using Fund.Paper;

namespace Fund.GrantCalls.Domain.Papers;

/// <summary>
/// Where projects are: every country of the world as a small grey mark, which shows the continents, and those with projects
/// as blue squares whose area is what is requested, with the country's code.
/// </summary>
internal static class PackMap
{
    private const double Wide = PageFlow.Right - PageFlow.Margin;
    private const double High = 180;
    private const double North = 75;
    private const double South = -50;
    private const double Smallest = 4;
    private const double Largest = 10;

    public static void Draw(PageFlow flow, IReadOnlyList<PackCountry> countries)
    {
        flow.Need(High);
        var top = flow.Y;
        flow.Page.Fill(PageFlow.Margin, top, Wide, High, Ink.Tint);
        foreach (var (latitude, longitude) in BoardWords.Places.Values)
        {
            Mark(flow, top, latitude, longitude, 3, Ink.Hair);
        }

        var most = (double)Math.Max(1, countries.Select(row => row.Requested.MinorUnits).DefaultIfEmpty().Max());
        foreach (var row in countries)
        {
            if (!BoardWords.Places.TryGetValue(row.CountryCode, out var place))
            {
                continue;
            }

            var side = Math.Max(Smallest, Largest * Math.Sqrt(row.Requested.MinorUnits / most));
            var (x, y) = Mark(flow, top, place.Latitude, place.Longitude, side, Ink.Heading);
            flow.Page.Text(x + (side / 2) + 1.5, y + 2.5, row.CountryCode, PaperFont.Bold, 7);
        }

        flow.Space(High);
    }

    /// <summary>A square in the middle of a place; a map is not mirrored where lines begin at the right.</summary>
    private static (double X, double Y) Mark(
        PageFlow flow,
        double top,
        double latitude,
        double longitude,
        double side,
        Ink ink
    )
    {
        var share = (longitude + 180) / 360;
        var x = PageFlow.Margin + (Wide * (flow.RightToLeft ? 1 - share : share));
        var y = top + (High * (North - Math.Clamp(latitude, South, North)) / (North - South));
        flow.Page.Fill(x - (side / 2), y - (side / 2), side, side, ink);
        return (x, y);
    }
}
