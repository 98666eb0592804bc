using System.Globalization;
using System.Text.RegularExpressions;

namespace Fund.Forms;

/// <summary>The key of an answer: that of a field, or of one cell of a table.</summary>
/// <param name="Row">From 0; -1 outside of tables.</param>
/// <param name="Column">Empty outside of tables.</param>
public readonly partial record struct AnswerKey(string Field, int Row, string Column)
{
    /// <summary>Most rows of any table.</summary>
    public const int MostRows = 200;

    public bool IsCell => Row >= 0;

    /// <summary>Reads <c>field</c> or <c>table.row.column</c>; any other text is the key of no field.</summary>
    public static AnswerKey Read(string key)
    {
        var match = Cell().Match(key);
        return match.Success
            ? new AnswerKey(
                match.Groups[1].Value,
                int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture),
                match.Groups[3].Value
            )
            : new AnswerKey(key, -1, "");
    }

    public override string ToString() =>
        IsCell ? string.Create(CultureInfo.InvariantCulture, $"{Field}.{Row}.{Column}") : Field;

    // No zero before other digits: every cell has one key only.
    [GeneratedRegex(@"^([a-z0-9_]{1,40})\.(0|[1-9][0-9]{0,2})\.([a-z0-9_]{1,40})$")]
    private static partial Regex Cell();
}
