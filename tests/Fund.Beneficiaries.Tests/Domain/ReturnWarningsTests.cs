using Fund.Beneficiaries.Domain;

namespace Fund.Beneficiaries.Tests.Domain;

public sealed class ReturnWarningsTests
{
    private static readonly EarlierPeriods Nothing = new(0, 0, false);
    private static readonly CellKey Total = new("assisted");

    [Fact]
    public void A_first_return_that_holds_together_has_no_warning() =>
        Assert.Empty(OfTable(1, Nothing, (Total, 30), (Total.Of("new"), 30)));

    [Fact]
    public void In_the_first_period_everybody_is_new() =>
        Assert.Contains("20 of 30", Assert.Single(OfTable(1, Nothing, (Total, 30), (Total.Of("new"), 20))));

    [Fact]
    public void More_people_helped_before_than_ever_reported_is_a_contradiction() =>
        Assert.Contains(
            "25 people are said to have been helped before, but earlier returns count only 20",
            Assert.Single(OfTable(2, new EarlierPeriods(20, 0, true), (Total, 30), (Total.Of("new"), 5)))
        );

    [Fact]
    public void A_later_return_without_new_people_says_what_that_means() =>
        Assert.Contains("how many people are new", Assert.Single(OfTable(2, Nothing, (Total, 30))));

    [Fact]
    public void A_missing_earlier_period_is_named() =>
        Assert.Contains(
            "1 earlier periods",
            Assert.Single(OfTable(2, new EarlierPeriods(0, 1, false), (Total, 30), (Total.Of("new"), 30)))
        );

    [Fact]
    public void Ages_that_are_not_crossed_with_genders_are_pointed_out() =>
        Assert.Contains(
            "age group",
            Assert.Single(
                OfTable(
                    1,
                    Nothing,
                    (Total, 30),
                    (Total with { Gender = "Feminine" }, 20),
                    (Total with { Gender = "Masculine" }, 10),
                    (Total with { AgeGroup = "child" }, 12),
                    (Total with { AgeGroup = "adult" }, 18)
                )
            )
        );

    [Fact]
    public void A_case_return_after_a_table_may_count_people_twice() =>
        Assert.Contains(
            "may be counted twice",
            Assert.Single(ReturnWarnings.OfCases(Period(2), new EarlierPeriods(20, 0, true), new(0, 0, 0))).Text
        );

    [Fact]
    public void Contradictions_between_records_are_counted_without_naming_anyone()
    {
        var before = Record("Feminine", "24-26");
        CaseRecord[] records =
        [
            Record("Masculine", "24-26"),
            Record("Feminine", "18-20"),
            Record("", ""),
            Record("Feminine", "27-29"),
        ];
        var found = Contradictions.Between(records, _ => before);
        Assert.Equal(new Contradictions(0, 1, 1), found);
        Assert.Equal(2, ReturnWarnings.OfCases(Period(2), Nothing, found).Count());
    }

    private static CaseRecord Record(string gender, string band) =>
        CaseRecord.Of(Guid.CreateVersion7(), [1], new CaseFacts(gender, band, [], "", [], [], "", [], null));

    private static ReportPeriod Period(int number) => Project.Of(BeneficiariesFixture.Agreement()).Periods[number - 1];

    private static List<string> OfTable(int period, EarlierPeriods earlier, params (CellKey Key, int Count)[] cells) =>
        [
            .. ReturnWarnings
                .OfAggregate(
                    new ReturnTable(cells.ToDictionary(cell => cell.Key, cell => cell.Count)),
                    Period(period),
                    earlier
                )
                .Select(warning => warning.Text),
        ];
}
