using Fund.Kernel;

namespace Fund.Donations.Domain.Importing;

/// <summary>Where the values of one field come from.</summary>
/// <param name="Field">The field, such as <c>amount</c>.</param>
/// <param name="Column">Name of the column or its number from 1; empty when the constant is used.</param>
/// <param name="Constant">Value where the column is empty or absent.</param>
public sealed record ColumnSource(string Field, string Column, string Constant);

/// <summary>How a CSV file is to be read.</summary>
/// <param name="Separator">Character between cells; null to find out.</param>
/// <param name="DecimalMark">Point or comma.</param>
/// <param name="DateFormat">.NET pattern of dates, such as <c>dd/MM/yyyy</c>.</param>
/// <param name="Encoding">One of <see cref="Encodings"/>; empty for UTF-8, or what the file's mark says.</param>
/// <param name="HasHeader">True when the first row names the columns.</param>
/// <param name="Columns">Where fields come from; others come from the column of their own name.</param>
public sealed record CsvLayout(
    char? Separator,
    char DecimalMark,
    string DateFormat,
    string Encoding,
    bool HasHeader,
    IReadOnlyList<ColumnSource> Columns
)
{
    public const string IsoDate = "yyyy-MM-dd";

    public static IReadOnlyList<string> Encodings { get; } = ["utf-8", "utf-16", "windows-1252", "iso-8859-1"];

    public static CsvLayout Plain { get; } = new(null, '.', IsoDate, "", HasHeader: true, []);

    /// <summary>Reads what was given, and says everything that is not allowed.</summary>
    /// <param name="separator">One of comma, semicolon, tab, bar; or empty.</param>
    /// <param name="decimalMark">Point, comma, or empty.</param>
    /// <param name="dateFormat">A pattern with year, month and day; or empty.</param>
    /// <param name="encoding">One of <see cref="Encodings"/>, or empty.</param>
    /// <param name="hasHeader">Whether the first row names the columns.</param>
    /// <param name="columns">Where fields come from.</param>
    /// <param name="refuse">Told field and problem.</param>
    public static CsvLayout Of(
        string separator,
        string decimalMark,
        string dateFormat,
        string encoding,
        bool hasHeader,
        IReadOnlyList<ColumnSource> columns,
        Action<string, Sentence> refuse
    )
    {
        if (separator is not ("" or "," or ";" or "\t" or "|"))
        {
            refuse("layout.separator", $"'{Short(separator)}' is not one of comma, semicolon, tab and bar.");
        }

        if (decimalMark is not ("" or "." or ","))
        {
            refuse("layout.decimal_mark", $"'{Short(decimalMark)}' is neither a point nor a comma.");
        }

        if (dateFormat.Length > 0 && !IsDateFormat(dateFormat))
        {
            refuse(
                "layout.date_format",
                $"'{Short(dateFormat)}' is not a pattern of a date; write it with yyyy, MM and dd, such as dd/MM/yyyy."
            );
        }

        if (encoding.Length > 0 && !Encodings.Contains(encoding))
        {
            refuse("layout.encoding", $"'{Short(encoding)}' is not one of {string.Join(", ", Encodings)}.");
        }

        foreach (
            var column in columns.Where(column => !hasHeader && column.Column.Length > 0 && Number(column) is null)
        )
        {
            refuse(
                "layout.columns",
                $"Without a header columns are given by number; '{Short(column.Column)}' for {column.Field} is none."
            );
        }

        return new CsvLayout(
            separator.Length == 1 ? separator[0] : null,
            decimalMark == "," ? ',' : '.',
            dateFormat.Length == 0 ? IsoDate : dateFormat,
            encoding,
            hasHeader,
            columns
        );
    }

    /// <summary>The number of a column given by number, from 1; null when it is given by name.</summary>
    public static int? Number(ColumnSource column) =>
        int.TryParse(column.Column, out var number) && number is > 0 and <= 1000 ? number : null;

    private static bool IsDateFormat(string format)
    {
        var date = new DateOnly(2026, 11, 22);
        try
        {
            var culture = System.Globalization.CultureInfo.InvariantCulture;
            return DateOnly.TryParseExact(
                    date.ToString(format, culture),
                    format,
                    culture,
                    System.Globalization.DateTimeStyles.None,
                    out var read
                )
                && read == date;
        }
        catch (FormatException)
        {
            // .NET has no other way of telling that a pattern is not one.
            return false;
        }
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
