namespace Fund.Beneficiaries.Domain;

/// <summary>How many people have one combination of what is published about people.</summary>
/// <param name="Gender">HTCDS prs_Gender; empty when not recorded.</param>
/// <param name="AgeGroup">child, adult, or empty when not recorded.</param>
public sealed record PeopleByAge(string Gender, string AgeGroup, long People);

/// <inheritdoc cref="PeopleByAge"/>
/// <param name="Gender">HTCDS prs_Gender; empty when not recorded.</param>
/// <param name="Exploitation">Principal form; empty when not recorded.</param>
public sealed record PeopleByExploitation(string Gender, string Exploitation, long People);

/// <summary>
/// The people of an aggregate return placed in the two crossed tables that are published, so that both have the same
/// totals and the same sum for every gender. What a return does not say is placed under "not recorded", never guessed.
/// </summary>
/// <param name="Total">People.</param>
/// <param name="ByAge">Adds up to the total.</param>
/// <param name="ByExploitation">Adds up to the total.</param>
public sealed record PeopleBreakdown(
    long Total,
    IReadOnlyList<PeopleByAge> ByAge,
    IReadOnlyList<PeopleByExploitation> ByExploitation
)
{
    private const string Unknown = "NonSpecifiedUnknown";

    /// <summary>Places the people of one measure of a consistent return.</summary>
    public static PeopleBreakdown Of(ReturnTable table, string measure)
    {
        var all = new CellKey(measure);
        var total = table.AtLeast(all);
        var genders = Dimension.Gender.Codes.ToDictionary(
            code => code,
            code => table.AtLeast(all with { Gender = code })
        );
        genders[Unknown] += total - genders.Values.Sum();
        return new PeopleBreakdown(
            total,
            [
                .. Cross(table, all, genders, Dimension.AgeGroup)
                    .Select(c => new PeopleByAge(c.Gender, c.Code, c.People)),
            ],
            [
                .. Cross(table, all, genders, Dimension.Exploitation)
                    .Select(c => new PeopleByExploitation(c.Gender, c.Code, c.People)),
            ]
        );
    }

    /// <summary>
    /// True when the return breaks people down by gender and by the other dimension, but not both at once, in a way
    /// that cannot be placed: the published table then shows them as "not recorded".
    /// </summary>
    public static bool LosesDetail(ReturnTable table, string measure, Dimension dimension)
    {
        var all = new CellKey(measure);
        var genders = Dimension.Gender.Codes.ToDictionary(
            code => code,
            code => table.AtLeast(all with { Gender = code })
        );
        genders[Unknown] += table.AtLeast(all) - genders.Values.Sum();
        var placed = Cross(table, all, genders, dimension).Where(cell => cell.Code.Length > 0).Sum(cell => cell.People);
        return placed < table.PartsOf(all, dimension);
    }

    private static IEnumerable<(string Gender, string Code, long People)> Cross(
        ReturnTable table,
        CellKey all,
        Dictionary<string, long> genders,
        Dimension dimension
    )
    {
        var open = new Dictionary<string, long>();
        var crossed = dimension.Codes.ToDictionary(code => code, _ => 0L);
        foreach (var (gender, people) in genders)
        {
            var rest = people;
            foreach (var code in dimension.Codes)
            {
                var count = table.AtLeast(dimension.Part(all with { Gender = gender }, code));
                crossed[code] += count;
                rest -= count;
                yield return (gender, code, count);
            }

            open[gender] = rest;
        }

        // Counted by the other dimension only: these can be placed without guessing when they fit among the people
        // whose gender nobody said.
        var loose = dimension.Codes.ToDictionary(
            code => code,
            code => table.AtLeast(dimension.Part(all, code)) - crossed[code]
        );
        if (loose.Values.Sum() <= open[Unknown])
        {
            foreach (var (code, people) in loose)
            {
                open[Unknown] -= people;
                yield return (Unknown, code, people);
            }
        }

        foreach (var (gender, rest) in open)
        {
            yield return (gender, "", rest);
        }
    }
}
