using FsCheck;
using FsCheck.Fluent;
using Fund.Beneficiaries.Domain;

namespace Fund.Beneficiaries.Tests.Domain;

public sealed class ReturnConsistencyTests
{
    private static readonly CellKey Total = new("assisted");

    [Fact]
    public void Parts_that_make_their_total_are_taken()
    {
        var cells = new Dictionary<CellKey, int>
        {
            [Total] = 30,
            [Total with { Gender = "Feminine" }] = 20,
            [Total with { Gender = "Masculine" }] = 8,
            [Total with { Gender = "NonSpecifiedUnknown" }] = 2,
            [Total with { AgeGroup = "child" }] = 12,
            [Total with { AgeGroup = "adult" }] = 18,
            [Total with { Exploitation = "ForcedLabour" }] = 25,
        };
        Assert.Empty(Problems(cells));
    }

    [Theory]
    [InlineData(20, 8, 28)]
    [InlineData(20, 11, 31)]
    public void Parts_that_do_not_make_their_total_are_refused_with_both_numbers(int women, int men, int sum)
    {
        var cells = new Dictionary<CellKey, int>
        {
            [Total] = 30,
            [Total with { Gender = "Feminine" }] = women,
            [Total with { Gender = "Masculine" }] = men,
        };
        var problem = Assert.Single(Problems(cells));
        Assert.Equal("PARTS_DO_NOT_MAKE_TOTAL", problem.Reason);
        Assert.Contains($"add up to {sum}; the total says 30", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blank_is_not_zero()
    {
        var cells = new Dictionary<CellKey, int> { [Total] = 30, [Total with { Gender = "Feminine" }] = 20 };
        Assert.Empty(Problems(cells));
        cells[Total with { Gender = "Masculine" }] = 0;
        Assert.Single(Problems(cells));
    }

    [Fact]
    public void Parts_of_parts_count_against_every_total_above_them()
    {
        var cells = new Dictionary<CellKey, int>
        {
            [Total] = 30,
            [Total with { Gender = "Feminine", AgeGroup = "child" }] = 16,
            [Total with { Gender = "Masculine", Exploitation = "Servitude" }] = 15,
        };
        Assert.Contains("31", Assert.Single(Problems(cells)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_halves_that_are_only_partly_known_are_not_complete()
    {
        var cells = new Dictionary<CellKey, int>
        {
            [Total] = 30,
            [Total with { Gender = "Feminine", AgeGroup = "child" }] = 5,
            [Total with { Gender = "Masculine", AgeGroup = "child" }] = 3,
        };
        Assert.Empty(Problems(cells));
        cells[Total with { AgeGroup = "child" }] = 9;
        Assert.Single(Problems(cells));
    }

    [Fact]
    public void A_return_without_its_total_is_refused() =>
        Assert.Equal(
            "TOTAL_MISSING",
            Assert.Single(Problems(new() { [Total with { Gender = "Feminine" }] = 3 })).Reason
        );

    [Fact]
    public void More_new_people_than_assisted_are_refused_in_every_cell()
    {
        var women = Total with { Gender = "Feminine" };
        var cells = new Dictionary<CellKey, int>
        {
            [Total] = 30,
            [women] = 10,
            [Total.Of("new")] = 20,
            [women.Of("new")] = 11,
        };
        Assert.Equal("MORE_NEW_THAN_ASSISTED", Assert.Single(Problems(cells)).Reason);
        var parts = new Dictionary<CellKey, int> { [Total] = 10, [women.Of("new")] = 11 };
        Assert.Equal("MORE_NEW_THAN_ASSISTED", Assert.Single(Problems(parts)).Reason);
    }

    [Fact]
    public void Services_have_totals_and_parts_too()
    {
        var legal = new CellKey("service:Legal");
        var cells = new Dictionary<CellKey, int>
        {
            [Total] = 10,
            [legal] = 40,
            [legal with { AgeGroup = "child" }] = 41,
        };
        Assert.Contains("services (Legal)", Assert.Single(Problems(cells)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_measures_of_complete_case_records_hold_together_as_a_table() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                seed =>
                {
                    var complete = Records(seed).Where(r => r.AgeBand.Length > 0 && r.TypesOfExploitation.Count > 0);
                    var cells = CaseMeasures.Of([.. complete], record => record.PersonHash[0] % 2 == 0);
                    return !ReturnConsistency.Problems(new ReturnTable(cells), key => key.ToString()).Any();
                }
            )
        );

    [Fact]
    public void A_table_made_from_case_records_places_everybody_where_the_records_do() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                seed =>
                {
                    var records = Records(seed);
                    var breakdown = PeopleBreakdown.Of(
                        new ReturnTable(CaseMeasures.Of(records, _ => true)),
                        "assisted"
                    );
                    return breakdown.Total == records.Count
                        && Places(breakdown.ByAge).SetEquals(Places(records, record => record.AgeGroup))
                        && Places(breakdown.ByExploitation).SetEquals(Places(records, r => r.PrincipalExploitation));
                }
            )
        );

    [Fact]
    public void Both_published_tables_of_a_return_have_the_same_total_and_genders() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                ArbMap.Default.ArbFor<int>(),
                seed =>
                {
                    // Blank out cells at random: whatever is left is still consistent, and must still be placed.
                    var random = new Random(seed);
                    var cells = CaseMeasures
                        .Of(Records(seed), _ => true)
                        .Where(c => c.Key.IsTotal || random.Next(3) > 0);
                    var table = new ReturnTable(cells.ToDictionary());
                    var breakdown = PeopleBreakdown.Of(table, "assisted");
                    return Totals(breakdown.ByAge).SequenceEqual(Totals(breakdown.ByExploitation))
                        && breakdown.ByAge.Sum(part => part.People) == breakdown.Total
                        && breakdown.ByAge.Concat(breakdown.ByExploitation).All(part => part.People >= 0);
                }
            )
        );

    private static HashSet<(string, string, long)> Places(IEnumerable<PeoplePart> parts) =>
        [
            .. parts
                .GroupBy(part => (part.Gender, part.Code))
                .Select(place => (place.Key.Gender, place.Key.Code, place.Sum(part => part.People)))
                .Where(place => place.Item3 > 0),
        ];

    private static HashSet<(string, string, long)> Places(List<CaseRecord> records, Func<CaseRecord, string> code) =>
        Places(
            records.Select(r => new PeoplePart(r.Gender.Length == 0 ? "NonSpecifiedUnknown" : r.Gender, code(r), 1))
        );

    private static IEnumerable<(string, long)> Totals(IEnumerable<PeoplePart> parts) =>
        parts.GroupBy(part => part.Gender).Select(g => (g.Key, g.Sum(part => part.People))).Order();

    private static List<CaseRecord> Records(int seed)
    {
        var random = new Random(seed);
        string Pick(CodeList list) => random.Next(4) == 0 ? "" : list.Codes[random.Next(list.Codes.Count)];
        return
        [
            .. Enumerable
                .Range(0, random.Next(60))
                .Select(n =>
                    CaseRecord.Of(
                        Guid.CreateVersion7(),
                        [(byte)n],
                        new CaseFacts(
                            Pick(Htcds.Gender),
                            Pick(AgeBands.Bands),
                            [],
                            "",
                            Pick(Htcds.TypeOfExploitation) is { Length: > 0 } form ? [form] : [],
                            [],
                            "",
                            [],
                            random.Next(9) == 0 ? false : null
                        )
                    )
                ),
        ];
    }

    private static List<Kernel.Refusal> Problems(Dictionary<CellKey, int> cells) =>
        [.. ReturnConsistency.Problems(new ReturnTable(cells), key => key.ToString())];
}
