namespace Fund.Beneficiaries.Domain;

/// <summary>How many people have one gender and one code of another dimension.</summary>
/// <param name="Gender">HTCDS prs_Gender.</param>
/// <param name="Code">Age group or form of exploitation; empty when not recorded.</param>
/// <param name="People">Not negative.</param>
public sealed record PeoplePart(string Gender, string Code, long People);

/// <summary>
/// The people of an aggregate return placed in the two crossed tables that are published, so that both have the same
/// total and the same sum for every gender. What a return does not say is placed under "not recorded", never guessed.
/// </summary>
/// <param name="Total">People.</param>
/// <param name="ByAge">By age group; adds up to the total.</param>
/// <param name="ByExploitation">By principal form of exploitation; adds up to the total.</param>
public sealed record PeopleBreakdown(
    long Total,
    IReadOnlyList<PeoplePart> ByAge,
    IReadOnlyList<PeoplePart> ByExploitation
)
{
    private const string Unknown = "NonSpecifiedUnknown";

    /// <summary>Places the people of one measure of a consistent return.</summary>
    public static PeopleBreakdown Of(ReturnTable table, string measure) =>
        new(
            table.AtLeast(new CellKey(measure)),
            Cross(table, measure, Dimension.AgeGroup),
            Cross(table, measure, Dimension.Exploitation)
        );

    /// <summary>
    /// True when the return breaks people down by gender and by the other dimension, but not by both at once, in a way
    /// that cannot be placed: the published table then shows them as "not recorded".
    /// </summary>
    public static bool LosesDetail(ReturnTable table, string measure, Dimension dimension) =>
        Cross(table, measure, dimension).Where(part => part.Code.Length > 0).Sum(part => part.People)
        < table.PartsOf(new CellKey(measure), dimension);

    private static List<PeoplePart> Cross(ReturnTable table, string measure, Dimension dimension)
    {
        var all = new CellKey(measure);
        var parts = new List<PeoplePart>();
        var open = new Dictionary<string, long>();
        foreach (var (gender, people) in Genders(table, all))
        {
            var crossed = dimension
                .Codes.Select(code => (code, Key: dimension.Part(all with { Gender = gender }, code)))
                .Select(cell => new PeoplePart(gender, cell.code, table.AtLeast(cell.Key)))
                .ToList();
            parts.AddRange(crossed);
            open[gender] = people - crossed.Sum(part => part.People);
        }

        // Counted by the other dimension only: these can be placed without guessing when they fit among the people
        // whose gender nobody said.
        var loose = dimension
            .Codes.Select(code => new PeoplePart(
                Unknown,
                code,
                table.AtLeast(dimension.Part(all, code)) - parts.Where(part => part.Code == code).Sum(p => p.People)
            ))
            .ToList();
        if (loose.Sum(part => part.People) <= open[Unknown])
        {
            open[Unknown] -= loose.Sum(part => part.People);
            parts.AddRange(loose);
        }

        parts.AddRange(open.Select(rest => new PeoplePart(rest.Key, "", rest.Value)));
        return parts;
    }

    /// <summary>People by gender; whoever is in no gender that was counted is of unknown gender.</summary>
    private static Dictionary<string, long> Genders(ReturnTable table, CellKey all)
    {
        var genders = Dimension.Gender.Codes.ToDictionary(
            code => code,
            code => table.AtLeast(all with { Gender = code })
        );
        genders[Unknown] += table.AtLeast(all) - genders.Values.Sum();
        return genders;
    }
}
