using System.Text.Json.Nodes;

namespace Fund.Demo;

/// <summary>
/// What a reader with a pencil can do: every row and column of a published table adds up to its total, so each
/// protected cell lies between bounds. Bounds are narrowed until nothing changes. (The service itself is held to an
/// exact attacker; this one is independent of it and needs only what is published.)
/// </summary>
internal static class Attacker
{
    private const long Unbounded = 1_000_000_000;

    /// <summary>Width of the narrowest interval of a protected cell; null when nothing is protected.</summary>
    public static long? NarrowestInterval(JsonNode table)
    {
        var cells = table.Rows("cells").ToDictionary(cell => (Name(cell, "row"), Name(cell, "column")), Bounds);
        var lines = Lines(cells.Keys).ToList();
        bool changed;
        do
        {
            changed = lines.Aggregate(false, (any, line) => Narrow(cells, line) || any);
        } while (changed);

        var open = table.Rows("cells").Where(cell => cell["protected"]?.GetValue<bool>() == true).ToList();
        return open.Count == 0 ? null : open.Min(cell => Width(cells[(Name(cell, "row"), Name(cell, "column"))]));
    }

    private static string Name(JsonNode cell, string member) => cell[member]?.GetValue<string>() ?? "";

    private static (long Low, long High) Bounds(JsonNode cell) =>
        cell["protected"]?.GetValue<bool>() == true ? (0, Unbounded) : (cell.Number("count"), cell.Number("count"));

    private static long Width((long Low, long High) bounds) => bounds.High - bounds.Low;

    /// <summary>Each line is a total and the parts that make it.</summary>
    private static IEnumerable<((string, string) Total, List<(string, string)> Parts)> Lines(
        IReadOnlyCollection<(string Row, string Column)> keys
    )
    {
        foreach (var row in keys.Select(key => key.Row).Distinct())
        {
            var parts = keys.Where(key => key.Row == row && key.Column.Length > 0).ToList();
            if (parts.Count > 0 && keys.Contains((row, "")))
            {
                yield return ((row, ""), parts);
            }
        }

        foreach (var column in keys.Select(key => key.Column).Distinct())
        {
            var parts = keys.Where(key => key.Column == column && key.Row.Length > 0).ToList();
            if (parts.Count > 0 && keys.Contains(("", column)))
            {
                yield return (("", column), parts);
            }
        }
    }

    private static bool Narrow(
        Dictionary<(string, string), (long Low, long High)> cells,
        ((string, string) Total, List<(string, string)> Parts) line
    )
    {
        var low = line.Parts.Sum(part => cells[part].Low);
        var high = Math.Min(Unbounded, line.Parts.Sum(part => Math.Min(Unbounded, cells[part].High)));
        var changed = Set(cells, line.Total, low, high);
        var total = cells[line.Total];
        foreach (var part in line.Parts)
        {
            var othersLow = low - cells[part].Low;
            var othersHigh = line.Parts.Where(other => other != part).Sum(other => cells[other].High);
            changed |= Set(cells, part, total.Low - Math.Min(Unbounded, othersHigh), total.High - othersLow);
        }

        return changed;
    }

    private static bool Set(
        Dictionary<(string, string), (long Low, long High)> cells,
        (string, string) key,
        long low,
        long high
    )
    {
        var old = cells[key];
        var narrowed = (Math.Max(old.Low, low), Math.Min(old.High, high));
        cells[key] = narrowed;
        return narrowed != old;
    }
}
