using System.Text.Json;
using Fund.Beneficiaries.Domain.Disclosure;

namespace Fund.Beneficiaries.Tests.Disclosure;

/// <summary>Tables with solutions known from the literature of disclosure control.</summary>
public sealed class KnownTablesTests
{
    private static readonly string[] Genders = ["male", "female"];

    [Fact]
    public void The_cheapest_protection_of_the_sdcTable_example_is_found()
    {
        var known = Shared.KnownTables().GetProperty("case1_sdcTable_microdata1");
        var rows = known.GetProperty("freq").EnumerateObject().Select(row => row.Name).ToList();
        var table = FigureNetwork.Table(rows, Genders);
        var values = table.Values(
            Totals(rows.SelectMany(row => Genders.Select(g => (row, g, Number(known, "freq", row, g)))))
        );

        // There, counts up to 2 are small and no exact value may be found out.
        var published = new Suppression(table, new ProtectionRule(3, 1), [], values).Choose();

        Assert.NotNull(published);
        var protectedCells = table.Figures.Where((_, f) => !published[f]).Select(figure => figure.Key).ToHashSet();
        var primary = Strings(known.GetProperty("primary_freq_maxN_2"));
        var secondary = protectedCells.Except(primary).ToList();
        Assert.Equal(known.GetProperty("suppressed_total").GetInt32(), protectedCells.Count);
        Assert.Equal(
            known.GetProperty("optimal_secondary_cost").GetInt64(),
            secondary.Sum(key => values[table.IndexOf(key)])
        );
        Assert.Equal(Strings(known.GetProperty("optimal_secondary")).Order(), secondary.Order());
        Assert.Equal(known.GetProperty("published").GetInt32(), published.Count(isPublished => isPublished));
    }

    [Fact]
    public void Two_protected_cells_in_every_line_are_not_enough()
    {
        var (table, values, primary, known) = Case3();
        var published = Enumerable.Range(0, table.Count).Select(f => !primary.Contains(f)).ToArray();
        var suppression = new Suppression(table, ProtectionRule.Default, [], values);
        var leak = table.IndexOf("w|b");

        Assert.False(suppression.IsSafe(published));
        Assert.Equal(new Interval(47, 47), suppression.IntervalOf(published, leak));

        published[table.IndexOf("x|d")] = false;
        var interval = known.GetProperty("attack_interval_for_w|b_after_x|d");
        Assert.Equal(
            new Interval(interval[0].GetInt64(), interval[1].GetInt64()),
            suppression.IntervalOf(published, leak)
        );
    }

    [Fact]
    public void The_cheapest_extra_cell_closes_the_gap()
    {
        var (table, values, primary, known) = Case3();
        var published = new Suppression(table, ProtectionRule.Default, [], values).Choose(primary);

        Assert.NotNull(published);
        var extra = table.Figures.Where((_, f) => !published[f] && !primary.Contains(f)).Select(figure => figure.Key);

        // "minimum_extra_suppressions": 1, "cheapest_extra": "x|d (31)"; the other small cell, x|c = 5, is primary.
        Assert.Equal(known.GetProperty("cheapest_extra").GetString()!.Split(' ')[0], Assert.Single(extra));
        Assert.Empty(
            new Reader(table, new ReleasedFigures(values, published, ProtectionRule.Default)).FindsOut(
                ProtectionRule.Default
            )
        );
    }

    private static (FigureNetwork Table, long[] Values, HashSet<int> Primary, JsonElement Known) Case3()
    {
        var known = Shared.KnownTables().GetProperty("case3_two_per_line_is_not_enough");
        var (rows, columns) = (Strings(known.GetProperty("rows")), Strings(known.GetProperty("cols")));
        var table = FigureNetwork.Table(rows, columns);
        var cells = rows.SelectMany(row =>
            columns.Select((column, c) => (row, column, known.GetProperty("inner").GetProperty(row)[c].GetInt64()))
        );
        var primary = Strings(known.GetProperty("primary")).Select(table.IndexOf).ToHashSet();
        return (table, table.Values(Totals(cells)), primary, known);
    }

    private static Dictionary<string, long> Totals(IEnumerable<(string Row, string Column, long Count)> cells)
    {
        var counts = new Dictionary<string, long>();
        foreach (var (row, column, count) in cells)
        {
            foreach (var key in new[] { $"{row}|{column}", $"{row}|", $"|{column}", "|" })
            {
                counts[key] = counts.GetValueOrDefault(key) + count;
            }
        }

        return counts;
    }

    private static long Number(JsonElement known, params string[] path) =>
        path.Aggregate(known, (element, name) => element.GetProperty(name)).GetInt64();

    private static List<string> Strings(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetString()!)];
}
