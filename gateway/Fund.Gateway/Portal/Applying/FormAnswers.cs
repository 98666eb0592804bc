using System.Globalization;
using Fund.Forms;
using Fund.Gateway.Portal.Forms;

namespace Fund.Gateway.Portal.Applying;

/// <summary>
/// Answers as inputs of a page and back. What cannot be read is kept as it was typed: a draft may hold anything, and the
/// list of problems says what is wrong with it.
/// </summary>
internal static class FormAnswers
{
    /// <summary>Input that names the fields a page showed: of the others the answers stay as they are.</summary>
    public const string ShownField = "shown";

    public static void Fill(FormState form, FormSection section, IReadOnlyDictionary<string, string> answers)
    {
        foreach (var (key, value) in answers)
        {
            var field = section.Fields.FirstOrDefault(candidate => candidate.Key == AnswerKey.Read(key).Field);
            var cell = AnswerKey.Read(key);
            field = cell.IsCell ? field?.Columns.FirstOrDefault(column => column.Key == cell.Column) : field;
            if (field is not null)
            {
                Fill(form, FormWords.NameOf(key), field, value);
            }
        }
    }

    /// <summary>The answers of a section as they stand now: what was typed, and what the page did not show.</summary>
    /// <param name="stored">Answers of the draft.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(
        FormState form,
        FormSection section,
        IReadOnlyDictionary<string, string> stored
    )
    {
        var shown = form.All(ShownField).ToHashSet(StringComparer.Ordinal);
        var answers = new List<KeyValuePair<string, string>>();
        foreach (var field in section.Fields.Where(field => field.TakesAnswer))
        {
            if (!shown.Contains(field.Key))
            {
                answers.AddRange(stored.Where(answer => AnswerKey.Read(answer.Key).Field == field.Key));
            }
            else if (field.Type == FieldType.Table)
            {
                answers.AddRange(ReadTable(form, field));
            }
            else if (ReadOne(form, FormWords.NameOf(field.Key), field) is { Length: > 0 } value)
            {
                answers.Add(KeyValuePair.Create(field.Key, value));
            }
        }

        return answers;
    }

    /// <summary>Rows of a table that a page shows.</summary>
    public static int RowsOf(FormState form, FormField table, int answered)
    {
        var posted = Enumerable
            .Range(0, AnswerKey.MostRows)
            .Count(row => table.Columns.Any(column => HasInput(form, NameOf(table, row, column))));
        var rows = form.IsPosted ? posted : Math.Max(answered + 1, Math.Max(table.MinRows, 2));
        return Math.Min(table.MaxRows, rows + (form["more"] == table.Key ? 3 : 0));
    }

    /// <summary>The input that a file is chosen with, beside the answer of the same name.</summary>
    public static string FileOf(string name) => name + ".file";

    /// <summary>The tick that takes a file out of the answers.</summary>
    public static string RemoveOf(string name) => name + ".remove";

    public static string NameOf(FormField table, int row, FormField column) =>
        FormWords.NameOf(new AnswerKey(table.Key, row, column.Key).ToString());

    private static void Fill(FormState form, string name, FormField field, string value)
    {
        if (field.Type == FieldType.Date)
        {
            form.FillDate(name, value);
        }
        else if (field.Type is FieldType.Money or FieldType.Percent && Answers.Figure(field.Type, value) is { } figure)
        {
            form.Fill(
                name,
                figure.ToString("#,##0.##", CultureInfo.CurrentCulture).Replace('\u00A0', ' ').Replace('\u202F', ' ')
            );
        }
        else
        {
            form.Fill(name, value);
        }
    }

    /// <summary>Rows that say something, without gaps between them.</summary>
    private static IEnumerable<KeyValuePair<string, string>> ReadTable(FormState form, FormField table)
    {
        var next = 0;
        for (var row = 0; row < AnswerKey.MostRows; row++)
        {
            var cells = table
                .Columns.Where(column => column.TakesAnswer)
                .Select(column => (column.Key, Value: ReadOne(form, NameOf(table, row, column), column)))
                .Where(cell => cell.Value.Length > 0)
                .ToList();
            foreach (var (column, value) in cells)
            {
                yield return KeyValuePair.Create(new AnswerKey(table.Key, next, column).ToString(), value);
            }

            next += cells.Count > 0 ? 1 : 0;
        }
    }

    private static string ReadOne(FormState form, string name, FormField field) =>
        field.Type switch
        {
            FieldType.Date => form.Date(name, FormWords.Best(field.Label).Text),
            FieldType.File when form.IsChecked(RemoveOf(name)) => "",
            FieldType.Multi => string.Join('\n', form.All(name).Where(code => code.Length > 0)),
            FieldType.Integer when TypedNumber.TryRead(form.Text(name), 0, out var whole) => whole.ToString(
                CultureInfo.InvariantCulture
            ),
            FieldType.Money or FieldType.Percent when TypedNumber.TryRead(form.Text(name), 2, out var hundredths) =>
                Answers.Text(hundredths / 100m),
            _ => form.Text(name),
        };

    private static bool HasInput(FormState form, string name) => form.Has(name) || form.Has(name + ".day");
}
