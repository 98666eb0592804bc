using Fund.Beneficiaries.Domain;
using Fund.Beneficiaries.Domain.Disclosure;

namespace Fund.Beneficiaries.Tests.Disclosure;

/// <summary>Thousands of generated tables, each attacked as it would be published.</summary>
public sealed class CorpusTests
{
    private static readonly ProtectionRule Rule = ProtectionRule.Default;

    [Fact]
    public void No_protected_figure_of_three_thousand_tables_can_be_narrowed()
    {
        var random = new Random(20260615);
        for (var n = 0; n < 3_000; n++)
        {
            var table = RandomTables.Network(random, mostRows: 7, mostColumns: 4);
            var values = RandomTables.Values(random, table, emptiness: random.NextDouble() * 0.5);
            var suppression = new Suppression(table, Rule, [], values);
            var published = suppression.Choose();
            Assert.NotNull(published);
            for (var f = 0; f < table.Count; f++)
            {
                if (published[f])
                {
                    Assert.True(values[f] >= Rule.MinimumCell, $"table {n} shows {values[f]}");
                    continue;
                }

                var interval = suppression.IntervalOf(published, f);
                Assert.True(interval.High is null || interval.High - interval.Low >= Rule.Width, $"table {n}");
                Assert.True(!Rule.IsSmall(values[f]) || interval.High is null or >= 11, $"table {n}");
            }
        }
    }

    [Fact]
    public void The_bounds_the_service_computes_are_those_of_linear_programming()
    {
        var random = new Random(11);
        for (var n = 0; n < 150; n++)
        {
            var table = RandomTables.Network(random, mostRows: 4, mostColumns: 4);
            var values = RandomTables.Values(random, table);

            // Any figures at all may be published here: the attacker must be right about unsafe tables, too.
            var published = Enumerable.Range(0, table.Count).Select(_ => random.NextDouble() < 0.5).ToArray();
            var suppression = new Suppression(table, Rule, [], values);
            var reader = new Reader(table, new ReleasedFigures(values, published, Rule));
            for (var f = 0; f < table.Count; f++)
            {
                var ours = suppression.IntervalOf(published, f);
                var (low, high) = reader.Of(0, f);
                Assert.Equal(low, ours.Low, 6);
                Assert.Equal(high, ours.High ?? double.PositiveInfinity, 6);
            }
        }
    }

    [Fact]
    public void No_set_of_successive_releases_can_be_subtracted()
    {
        var random = new Random(7);
        for (var n = 0; n < 120; n++)
        {
            var table = RandomTables.Network(random, mostRows: 3, mostColumns: 3);
            var releases = new List<ReleasedFigures>();
            var values = RandomTables.Values(random, table);
            for (var release = 0; release < 3; release++)
            {
                var published = new Suppression(table, Rule, releases, values).Choose();
                Assert.NotNull(published);
                releases.Add(new ReleasedFigures(values, published, Rule));
                Assert.Empty(new Reader(table, releases).FindsOut(Rule));
                values = RandomTables.Add(values, RandomTables.Values(random, table, emptiness: 0.45));
            }
        }
    }

    [Fact]
    public void Linked_tables_and_their_successive_releases_can_not_be_computed_back()
    {
        var random = new Random(3);
        for (var n = 0; n < 4; n++)
        {
            string[] countries = [.. new[] { "KE", "NP", "CO" }.Take(random.Next(1, 4))];
            var network = PeopleFigures.Network(countries);
            var counts = new FigureCounts();
            var releases = new List<ReleasedFigures>();
            for (var release = 0; release < 2; release++)
            {
                AddPeople(random, counts, countries);
                var values = network.Values(counts.People);
                var published = new Suppression(network, Rule, releases, values).Choose();
                Assert.NotNull(published);
                releases.Add(new ReleasedFigures(values, published, Rule));
            }

            Assert.Empty(new Reader(network, releases).FindsOut(Rule));
        }
    }

    private static void AddPeople(Random random, FigureCounts counts, string[] countries)
    {
        foreach (var country in countries)
        {
            for (var i = 0; i < 15; i++)
            {
                counts.AddPeople(
                    country,
                    PeopleFigures.Genders[random.Next(3)],
                    random.Next(4) == 0 ? "" : AgeBands.Groups.Codes[random.Next(2)],
                    random.Next(5) == 0 ? "" : Htcds.TypeOfExploitation.Codes[random.Next(5)],
                    RandomTables.Count(random, 0.1)
                );
            }
        }
    }
}
