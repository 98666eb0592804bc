namespace Fund.Forms;

/// <summary>What is computed.</summary>
public enum CalculationKind
{
    Unspecified,

    /// <summary>All added up; what is not answered counts as nothing.</summary>
    Sum,

    /// <summary>All multiplied.</summary>
    Product,

    /// <summary>The first divided by the second.</summary>
    Ratio,

    /// <summary>Days from the first date to the second.</summary>
    DaysBetween,

    /// <summary>A number that is given.</summary>
    Number,
}

/// <summary>A figure computed from answers.</summary>
/// <param name="Fields">
/// Keys of fields; <c>table.column</c> stands for all rows of a column. In a column or in a rule of a table, keys are
/// first those of the same row.
/// </param>
/// <param name="Value">The number that is given; what a sum, product or ratio is multiplied with when it is not 0.</param>
public sealed record Calculation(CalculationKind Kind, IReadOnlyList<string> Fields, decimal Value = 0)
{
    public static Calculation Sum(params string[] fields) => new(CalculationKind.Sum, fields);

    public static Calculation Product(params string[] fields) => new(CalculationKind.Product, fields);

    public static Calculation Ratio(string part, string whole) => new(CalculationKind.Ratio, [part, whole]);

    public static Calculation DaysBetween(string from, string to) => new(CalculationKind.DaysBetween, [from, to]);

    public static Calculation Number(decimal value) => new(CalculationKind.Number, [], value);

    /// <summary>A share of a sum, such as 0.13 of the total.</summary>
    public Calculation Times(decimal factor) => this with { Value = factor };

    /// <summary>The figure, or null while something that it needs is missing.</summary>
    /// <param name="look">The figures behind a key: none, one, or one per row.</param>
    public decimal? Compute(Func<string, IReadOnlyList<decimal>> look)
    {
        try
        {
            var figure = Kind switch
            {
                CalculationKind.Number => Value,
                CalculationKind.Sum => SumOf([.. Fields.SelectMany(look)]),
                CalculationKind.Product => ProductOf([.. Fields.Select(look)]),
                CalculationKind.Ratio => RatioOf(Single(look(Fields[0])), Single(look(Fields[1]))),
                CalculationKind.DaysBetween => Single(look(Fields[1])) - Single(look(Fields[0])),
                _ => null,
            };
            return Kind is CalculationKind.Number || Value == 0 ? figure : figure * Value;
        }
        catch (OverflowException)
        {
            // Beyond 28 digits no figure of a form means anything.
            return Unknown;
        }
    }

    private static decimal? Unknown => null;

    private static decimal? SumOf(IReadOnlyList<decimal> figures) => figures.Count == 0 ? null : figures.Sum();

    private static decimal? ProductOf(IReadOnlyList<IReadOnlyList<decimal>> figures) =>
        figures.Any(one => one.Count != 1) ? null : figures.Aggregate(1m, (product, one) => product * one[0]);

    private static decimal? RatioOf(decimal? part, decimal? whole) => whole == 0 ? null : part / whole;

    /// <summary>One figure, or the sum of a column.</summary>
    private static decimal? Single(IReadOnlyList<decimal> figures) => SumOf(figures);
}
