using FsCheck;
using FsCheck.Fluent;
using Fund.GrantCalls.Domain;

namespace Fund.GrantCalls.Tests.Domain;

/// <summary>What everybody is told of the applications of a call: nobody learns who was declined.</summary>
public sealed class PublishedStatisticsTests
{
    private static readonly string[] Regions = ["africa", "americas", "asia", "elsewhere", "europe", "oceania"];

    /// <summary>Calls of any size: what regions, ranges of amounts and choices have, the same applications each time.</summary>
    private static readonly Arbitrary<StatisticsRow[]> Calls = (
        from applications in (
            from region in Gen.Elements(Regions)
            from range in Gen.Elements("1000000", "2000000", "3000000", "4000000")
            from choices in Gen.SubListOf("labour", "sexual", "organs")
            from awarded in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
            select (region, range, choices, awarded)
        ).ListOf()
        select Rows([.. applications])
    ).ToArbitrary();

    [Fact]
    public void No_row_tells_of_fewer_than_five_without_an_award_and_no_subtraction_does() =>
        Prop.ForAll(
                Calls,
                rows =>
                {
                    var told = PublishedStatistics.Of(rows);
                    var all = rows[0];
                    if (told.Count == 0)
                    {
                        return Without(all) is > 0 and < PublishedStatistics.MinimumCell;
                    }

                    var partsAddUp = new[] { StatisticsKind.Region, StatisticsKind.Amount }.All(kind =>
                        Of(told, kind).Sum(row => row.Applications) == all.Applications
                        && Of(told, kind).Sum(row => row.Awards) == all.Awards
                        && Of(told, kind).Sum(row => row.RequestedCents) == all.RequestedCents
                    );
                    var choices = Of(told, StatisticsKind.Answer).ToList();
                    var left = rows.Count(row => row.Kind == StatisticsKind.Answer) - choices.Count;
                    return partsAddUp
                        && told.All(row => IsSafe(Without(row.Figures)))
                        && choices.TrueForAll(row => IsSafe(Without(all) - Without(row)))
                        && (left != 1 || choices.Count == 0);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Small_regions_and_ranges_are_told_of_together_and_large_ones_apart()
    {
        var told = PublishedStatistics.Of([
            Row(StatisticsKind.All, "", 30, 10),
            Row(StatisticsKind.Region, "africa", 14, 5),
            Row(StatisticsKind.Region, "asia", 3, 0),
            Row(StatisticsKind.Region, "europe", 9, 3),
            Row(StatisticsKind.Region, "oceania", 4, 2),
            Row(StatisticsKind.Amount, "2000000", 2, 1),
            Row(StatisticsKind.Amount, "4000000", 28, 9),
            Row(StatisticsKind.Answer, "exploitation:labour", 20, 6),
            Row(StatisticsKind.Answer, "exploitation:organs", 1, 0),
            Row(StatisticsKind.Answer, "exploitation:sexual", 22, 7),
            Row(StatisticsKind.Answer, "turnover:small", 20, 6),
        ]);

        Assert.Equal(
            [
                "All : 30/10",
                "Region africa: 14/5",
                "Region asia+oceania: 7/2",
                "Region europe: 9/3",
                "Amount 4000000: 30/10",
                "Answer exploitation:sexual: 22/7",
            ],
            told.Select(row =>
                $"{row.Figures.Kind} {string.Join('+', row.Keys)}: {row.Figures.Applications}/{row.Figures.Awards}"
            )
        );
    }

    [Fact]
    public void What_was_asked_for_is_not_told_of_fewer_than_five_applications()
    {
        var told = PublishedStatistics.Of([
            Row(StatisticsKind.All, "", 12, 2),
            Row(StatisticsKind.Region, "africa", 10, 0),
            Row(StatisticsKind.Region, "asia", 2, 2),
        ]);

        Assert.Equal([true, true, false], told.Select(row => row.Requested is not null));
    }

    private static StatisticsRow[] Rows(
        IReadOnlyList<(string Region, string Range, IList<string> Choices, bool Awarded)> applications
    )
    {
        StatisticsRow Count(StatisticsKind kind, string key, Func<int, bool> isIn)
        {
            var members = Enumerable.Range(0, applications.Count).Where(isIn).ToList();
            return Row(kind, key, members.Count, members.Count(i => applications[i].Awarded));
        }

        return
        [
            Count(StatisticsKind.All, "", _ => true),
            .. Regions
                .Select(key => Count(StatisticsKind.Region, key, i => applications[i].Region == key))
                .Where(row => row.Applications > 0),
            .. new[] { "1000000", "2000000", "3000000", "4000000" }
                .Select(key => Count(StatisticsKind.Amount, key, i => applications[i].Range == key))
                .Where(row => row.Applications > 0),
            .. new[] { "labour", "sexual", "organs" }.Select(key =>
                Count(StatisticsKind.Answer, "exploitation:" + key, i => applications[i].Choices.Contains(key))
            ),
        ];
    }

    private static StatisticsRow Row(StatisticsKind kind, string key, int applications, int awards) =>
        new(kind, key, applications, applications, awards, applications * 50_000_00L, awards * 40_000_00L);

    private static IEnumerable<StatisticsRow> Of(IEnumerable<PublishedRow> rows, StatisticsKind kind) =>
        rows.Select(row => row.Figures).Where(row => row.Kind == kind);

    private static int Without(StatisticsRow row) => row.Applications - row.Awards;

    private static bool IsSafe(int without) => without is 0 or >= PublishedStatistics.MinimumCell;
}
