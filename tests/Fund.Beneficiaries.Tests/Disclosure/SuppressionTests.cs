using FsCheck;
using FsCheck.Fluent;
using Fund.Beneficiaries.Domain.Disclosure;

namespace Fund.Beneficiaries.Tests.Disclosure;

public sealed class SuppressionTests
{
    private static readonly ProtectionRule Rule = ProtectionRule.Default;
    private static readonly FigureNetwork Small = FigureNetwork.Table(["x", "y"], ["a", "b"]);

    [Fact]
    public void A_table_without_small_counts_is_published_whole()
    {
        var values = Of((20, 30), (40, 50));
        Assert.DoesNotContain(false, new Suppression(Small, Rule, [], values).Choose()!);
    }

    [Fact]
    public void Hiding_only_the_small_cell_does_not_pass()
    {
        var values = Of((5, 30), (40, 50));
        var published = values.Select(count => count >= 11).ToArray();
        var suppression = new Suppression(Small, Rule, [], values);
        Assert.False(suppression.IsSafe(published));
        Assert.Equal(
            new Beneficiaries.Domain.Disclosure.Interval(5, 5),
            suppression.IntervalOf(published, Small.IndexOf("x|a"))
        );
        Assert.True(suppression.IsSafe(suppression.Choose()!));
    }

    [Fact]
    public void An_unnecessary_zero_is_not_published_and_a_structural_one_is()
    {
        var values = Of((0, 30), (40, 50));
        var structural = new bool[Small.Count];
        Assert.False(new Suppression(Small, Rule, [], values).Choose()![Small.IndexOf("x|a")]);
        structural[Small.IndexOf("x|a")] = true;
        Assert.DoesNotContain(false, new Suppression(Small, Rule, [], values, structural).Choose()!);
    }

    [Fact]
    public void A_second_release_that_ignores_the_first_is_caught()
    {
        // Each release is safe by itself; subtracted, they show that exactly three people were added in one cell.
        var (before, after) = (Of((20, 30), (40, 50)), Of((23, 60), (80, 90)));
        var everything = Enumerable.Repeat(true, Small.Count).ToArray();
        var first = new ReleasedFigures(before, everything, Rule);
        Assert.True(new Suppression(Small, Rule, [], after).IsSafe(everything));
        Assert.False(new Suppression(Small, Rule, [first], after).IsSafe(everything));
        Assert.NotEmpty(new Reader(Small, first, new ReleasedFigures(after, everything, Rule)).FindsOut(Rule));

        var published = new Suppression(Small, Rule, [first], after).Choose()!;
        Assert.False(published[Small.IndexOf("x|a")]);
        Assert.Empty(new Reader(Small, first, new ReleasedFigures(after, published, Rule)).FindsOut(Rule));
    }

    [Fact]
    public void A_figure_that_was_hidden_is_not_shown_as_long_as_it_would_betray_the_past()
    {
        // In the first release x|a = 4 is hidden. Now it is 12: shown beside an unchanged row, it would say that the
        // row's other cell went from 26 to 26 and so what x|a was.
        var (before, after) = (Of((4, 26), (40, 50)), Of((12, 26), (60, 70)));
        var first = new ReleasedFigures(before, new Suppression(Small, Rule, [], before).Choose()!, Rule);
        var published = new Suppression(Small, Rule, [first], after).Choose()!;
        Assert.Empty(new Reader(Small, first, new ReleasedFigures(after, published, Rule)).FindsOut(Rule));
        Assert.False(published[Small.IndexOf("x|a")]);
    }

    [Fact]
    public void A_second_release_of_the_same_counts_shows_the_same_figures()
    {
        var values = Of((5, 30), (40, 50));
        var first = new ReleasedFigures(values, new Suppression(Small, Rule, [], values).Choose()!, Rule);
        Assert.Equal(first.Published, new Suppression(Small, Rule, [first], values).Choose());
    }

    [Fact]
    public void Whatever_the_counts_are_a_choice_is_found_and_is_safe() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                seed =>
                {
                    var random = new Random(seed);
                    var table = RandomTables.Network(random, mostRows: 5, mostColumns: 5);
                    var values = RandomTables.Values(random, table, emptiness: random.NextDouble());
                    var suppression = new Suppression(table, Rule, [], values);
                    return suppression.Choose() is { } published && suppression.IsSafe(published);
                }
            )
        );

    [Fact]
    public void No_figure_is_hidden_without_need() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                seed =>
                {
                    var random = new Random(seed);
                    var table = RandomTables.Network(random, mostRows: 4, mostColumns: 4);
                    var values = RandomTables.Values(random, table);
                    var suppression = new Suppression(table, Rule, [], values);
                    var published = suppression.Choose()!;
                    return Enumerable
                        .Range(0, table.Count)
                        .Where(f => !published[f] && values[f] >= Rule.MinimumCell)
                        .All(f =>
                        {
                            var more = published.ToArray();
                            more[f] = true;
                            return !suppression.IsSafe(more);
                        });
                }
            )
        );

    [Fact]
    public void Figures_that_do_not_add_up_are_an_error_and_not_published() =>
        Assert.Throws<InvalidOperationException>(() =>
            Small.Values(new Dictionary<string, long> { ["x|a"] = 5, ["|"] = 6 })
        );

    private static long[] Of((long A, long B) x, (long A, long B) y) =>
        Small.Values(
            new Dictionary<string, long>
            {
                ["x|a"] = x.A,
                ["x|b"] = x.B,
                ["y|a"] = y.A,
                ["y|b"] = y.B,
                ["x|"] = x.A + x.B,
                ["y|"] = y.A + y.B,
                ["|a"] = x.A + y.A,
                ["|b"] = x.B + y.B,
                ["|"] = x.A + x.B + y.A + y.B,
            }
        );
}
