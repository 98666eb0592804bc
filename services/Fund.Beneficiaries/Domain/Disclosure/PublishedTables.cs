namespace Fund.Beneficiaries.Domain.Disclosure;

/// <summary>A table as it is published: what its cells are called and which figure stands in each.</summary>
/// <param name="Key">Stable key.</param>
/// <param name="Title">English.</param>
/// <param name="Rows">Codes in their fixed order, the total (empty) last.</param>
/// <param name="Columns">Codes in their fixed order, the total (empty) last.</param>
/// <param name="FigureOf">Key of the figure in a row and column.</param>
public sealed record TableLayout(
    string Key,
    string Title,
    string RowDimension,
    string ColumnDimension,
    IReadOnlyList<string> Rows,
    IReadOnlyList<string> Columns,
    Func<string, string, string> FigureOf
);

/// <summary>
/// The figures about people: one network for all tables, because they share the total and the sums by gender. People
/// are counted once, in the country of the project that first helped them.
/// </summary>
public static class PeopleFigures
{
    public const string Total = "people";
    public const string NotRecorded = "NotRecorded";
    public const string OtherGender = "OtherOrNotRecorded";

    private const int Start = 0;
    private const int AfterCountry = 1;
    private const int End = 2;

    /// <summary>
    /// Columns: the four smaller codes of prs_Gender are published as one, so that the two larger ones need not be
    /// protected on their account.
    /// </summary>
    public static IReadOnlyList<string> Genders { get; } = ["Feminine", "Masculine", OtherGender];

    public static IReadOnlyList<string> AgeGroups { get; } = [.. AgeBands.Groups.Codes, NotRecorded];

    public static IReadOnlyList<string> Forms { get; } = [.. Htcds.TypeOfExploitation.Codes, NotRecorded];

    /// <summary>The network for projects in these countries.</summary>
    public static FigureNetwork Network(IReadOnlyList<string> countries)
    {
        var age = AgeGroups.Select((code, i) => (code, Node: 3 + i)).ToDictionary(p => p.code, p => p.Node);
        var form = Forms.Select((code, i) => (code, Node: 10 + i)).ToDictionary(p => p.code, p => p.Node);
        var gender = Genders.Select((code, i) => (code, Node: 30 + (2 * i))).ToDictionary(p => p.code, p => p.Node);
        var figures = new List<Figure> { new(Total, End, Start) };
        figures.AddRange(countries.Select(country => new Figure(Country(country), Start, AfterCountry)));
        figures.AddRange(AgeGroups.Select(code => new Figure(AgeGender(code, ""), AfterCountry, age[code])));
        figures.AddRange(Forms.Select(code => new Figure(FormGender(code, ""), form[code], End)));
        foreach (var code in Genders)
        {
            figures.AddRange(AgeGroups.Select(row => new Figure(AgeGender(row, code), age[row], gender[code])));
            figures.Add(new Figure(AgeGender("", code), gender[code], gender[code] + 1));
            figures.AddRange(Forms.Select(row => new Figure(FormGender(row, code), gender[code] + 1, form[row])));
        }

        return new FigureNetwork(figures);
    }

    /// <summary>The tables for projects in these countries.</summary>
    public static IEnumerable<TableLayout> Tables(IReadOnlyList<string> countries)
    {
        IReadOnlyList<string> columns = [.. Genders, ""];
        yield return new(
            "people_by_age_and_gender",
            "People assisted directly, by age group and gender",
            "Age group",
            "Gender (HTCDS prs_Gender)",
            [.. AgeGroups, ""],
            columns,
            AgeGender
        );
        yield return new(
            "people_by_exploitation_and_gender",
            "People assisted directly, by principal form of exploitation and gender",
            "Form of exploitation (HTCDS vic_TypeOfExploitation)",
            "Gender (HTCDS prs_Gender)",
            [.. Forms, ""],
            columns,
            FormGender
        );
        yield return new(
            "people_by_country_of_project",
            "People assisted directly, by country of the project that first helped them",
            "Country (ISO 3166-1 alpha-2)",
            "Total",
            [.. countries, ""],
            [""],
            (row, _) => row.Length == 0 ? Total : Country(row)
        );
    }

    /// <summary>
    /// Zeros that say nothing about anybody: when not one person's age (or form of exploitation) is missing, the row
    /// "not recorded" is empty because of how the data were collected. It is the only zero that is published.
    /// </summary>
    public static bool[] StructuralZeros(FigureNetwork network, long[] values)
    {
        var structural = new bool[network.Count];
        foreach (var crossed in new Func<string, string, string>[] { AgeGender, FormGender })
        {
            if (values[network.IndexOf(crossed(NotRecorded, ""))] == 0)
            {
                foreach (var column in Genders.Append(""))
                {
                    structural[network.IndexOf(crossed(NotRecorded, column))] = true;
                }
            }
        }

        return structural;
    }

    public static string Country(string code) => $"country:{code}";

    /// <summary>Key of a cell, or of a total where a code is empty.</summary>
    public static string AgeGender(string age, string gender) => Crossed("age", age, gender);

    /// <inheritdoc cref="AgeGender"/>
    public static string FormGender(string form, string gender) => Crossed("form", form, gender);

    /// <summary>The column of an HTCDS gender; empty means not recorded.</summary>
    public static string ColumnOf(string gender) => Genders.Contains(gender) ? gender : OtherGender;

    private static string Crossed(string dimension, string row, string gender) =>
        (row.Length, gender.Length) switch
        {
            (0, 0) => Total,
            (0, _) => $"gender:{gender}",
            (_, 0) => $"{dimension}:{row}",
            _ => $"{dimension}:{row}|gender:{gender}",
        };
}

/// <summary>The figures about services delivered: one table, a network of its own.</summary>
public static class ServiceFigures
{
    public const string Total = "services";

    public static IReadOnlyList<string> Types => Htcds.SupportType.Codes;

    public static TableLayout Table { get; } =
        new(
            "services_by_type",
            "Services delivered, by kind of support",
            "Kind of support (HTCDS spl_Type)",
            "Total",
            [.. Htcds.SupportType.Codes, ""],
            [""],
            (row, _) => row.Length == 0 ? Total : Of(row)
        );

    public static FigureNetwork Network() =>
        new([new Figure(Total, 1, 0), .. Types.Select(type => new Figure(Of(type), 0, 1))]);

    public static string Of(string type) => $"service:{type}";
}
