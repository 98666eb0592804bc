using System.Text.RegularExpressions;
using Fund.Kernel;

namespace Fund.Forms;

/// <summary>
/// Everything that is wrong with the definition of a form, field by field. A condition or calculation may only name what
/// stands above it: so nothing depends on itself, and a form is read from top to bottom once.
/// </summary>
public static partial class DefinitionCheck
{
    private const int MostSections = 60;
    private const int MostFields = 400;
    private const int MostOptions = 300;
    private const int LongestText = 4_000;
    private const int LongestPattern = 200;

    private static readonly string[] Languages = ["en", "fr", "es", "ar", "ru", "zh"];

    /// <summary>Every problem; the paths are those of the wire: <c>form.sections[0].fields[2].label</c>.</summary>
    /// <param name="form">The form.</param>
    /// <param name="root">Path of the form in the request.</param>
    public static IReadOnlyList<FieldProblem> ProblemsOf(FormVersion form, string root = "form")
    {
        var run = new Run([]);
        run.That(
            form.Sections.Count is >= 1 and <= MostSections,
            $"{root}.sections",
            $"The form has {form.Sections.Count} sections; 1 to {MostSections} are allowed."
        );
        var count = form.Fields.Count();
        run.That(
            count <= MostFields,
            $"{root}.sections",
            $"The form has {count} fields; at most {MostFields} are allowed."
        );
        var known = new Dictionary<string, FormField>(StringComparer.Ordinal);
        for (var i = 0; i < form.Sections.Count; i++)
        {
            CheckSection(run, form, i, $"{root}.sections[{i}]", known);
        }

        for (var i = 0; i < form.Rules.Count; i++)
        {
            CheckRule(run, form, i, $"{root}.rules[{i}]", known);
        }

        return run.Problems;
    }

    private static void CheckSection(Run run, FormVersion form, int i, string path, Dictionary<string, FormField> known)
    {
        var section = form.Sections[i];
        CheckKey(run, $"{path}.key", section.Key, form.Sections.Take(i).Any(other => other.Key == section.Key));
        CheckTexts(run, $"{path}.title", section.Title, isRequired: true);
        CheckTexts(run, $"{path}.guidance", section.Guidance, isRequired: false);
        CheckCondition(run, $"{path}.visible_when", section.VisibleWhen, known);
        for (var j = 0; j < section.Fields.Count; j++)
        {
            var (field, at) = (section.Fields[j], $"{path}.fields[{j}]");
            CheckKey(run, $"{at}.key", field.Key, known.ContainsKey(field.Key));
            CheckField(run, at, field);
            CheckCondition(run, $"{at}.visible_when", field.VisibleWhen, known);
            CheckCondition(run, $"{at}.required_when", field.RequiredWhen, known);
            if (field.Type == FieldType.Table)
            {
                CheckColumns(run, at, field, known);
            }
            else if (field.Type == FieldType.Computed)
            {
                CheckCalculation(run, $"{at}.calc", field.Calc, known, null);
            }

            known.TryAdd(field.Key, field);
        }
    }

    private static void CheckField(Run run, string path, FormField field)
    {
        run.That(
            field.Type != FieldType.Unspecified && Enum.IsDefined(field.Type),
            $"{path}.type",
            $"Say what kind of field it is."
        );
        CheckTexts(run, $"{path}.label", field.Label, isRequired: true);
        CheckTexts(run, $"{path}.hint", field.Hint, isRequired: false);
        CheckOptions(run, path, field);
        CheckLimits(run, path, field);
        run.That(
            field.Type == FieldType.Table || field.Columns.Count == 0,
            $"{path}.columns",
            $"Only a table has columns."
        );
        run.That(
            field.Type == FieldType.Computed || field.Calc is null,
            $"{path}.calc",
            $"Only a computed field has a calculation."
        );
    }

    private static void CheckColumns(Run run, string path, FormField table, Dictionary<string, FormField> known)
    {
        run.That(
            table.Columns.Count is >= 1 and <= 30,
            $"{path}.columns",
            $"The table has {table.Columns.Count} columns; 1 to 30 are allowed."
        );
        run.That(
            table.MaxRows is >= 1 and <= AnswerKey.MostRows,
            $"{path}.max_rows",
            $"The table has at most {table.MaxRows} rows; 1 to {AnswerKey.MostRows} are allowed."
        );
        run.That(
            table.MinRows >= 0 && table.MinRows <= table.MaxRows,
            $"{path}.min_rows",
            $"At least {table.MinRows} rows are asked of at most {table.MaxRows}."
        );
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var (column, at) = (table.Columns[i], $"{path}.columns[{i}]");
            CheckKey(run, $"{at}.key", column.Key, table.Columns.Take(i).Any(other => other.Key == column.Key));
            CheckField(run, at, column);
            run.That(
                column.Type is not (FieldType.Table or FieldType.Group or FieldType.Note or FieldType.File),
                $"{at}.type",
                $"A column is no table, heading, note or file."
            );
            run.That(
                column.VisibleWhen is null && column.RequiredWhen is null,
                $"{at}.visible_when",
                $"Columns have no conditions; give the table one."
            );
            if (column.Type == FieldType.Computed)
            {
                CheckCalculation(run, $"{at}.calc", column.Calc, known, [.. table.Columns.Take(i)]);
            }
        }
    }

    private static void CheckOptions(Run run, string path, FormField field)
    {
        var isChoice = field.Type is FieldType.Single or FieldType.Multi;
        run.That(
            !isChoice || field.Options.Count is >= 2 and <= MostOptions,
            $"{path}.options",
            $"A choice has 2 to {MostOptions} options; {field.Options.Count} are given."
        );
        run.That(isChoice || field.Options.Count == 0, $"{path}.options", $"Only a choice has options.");
        for (var i = 0; i < field.Options.Count; i++)
        {
            var option = field.Options[i];
            CheckKey(
                run,
                $"{path}.options[{i}].code",
                option.Code,
                field.Options.Take(i).Any(other => other.Code == option.Code)
            );
            CheckTexts(run, $"{path}.options[{i}].label", option.Label, isRequired: true);
        }
    }

    private static void CheckLimits(Run run, string path, FormField field)
    {
        foreach (var (name, value) in new[] { ("min", field.Min), ("max", field.Max) })
        {
            run.That(
                value.Length == 0 || (field.IsOrdered && Answers.Figure(field.Type, value) is not null),
                $"{path}.{name}",
                $"'{Shown(value)}' is no limit for this kind of field."
            );
        }

        run.That(
            !(Answers.Figure(field.Type, field.Min) > Answers.Figure(field.Type, field.Max)),
            $"{path}.min",
            $"The smallest answer {Shown(field.Min)} is above the largest, {Shown(field.Max)}."
        );
        run.That(
            field.MaxWords is >= 0 and <= 10_000,
            $"{path}.max_words",
            $"{field.MaxWords} words are no limit; 0 to 10000 are allowed."
        );
        run.That(
            field.MaxChars is >= 0 and <= 100_000,
            $"{path}.max_chars",
            $"{field.MaxChars} characters are no limit; 0 to 100000 are allowed."
        );
        run.That(field.MaxMb is >= 0 and <= 50, $"{path}.max_mb", $"{field.MaxMb} MB; 0 to 50 are allowed.");
        for (var i = 0; i < field.Accept.Count; i++)
        {
            run.That(
                FileKinds.Find(field.Accept[i]) is not null,
                $"{path}.accept[{i}]",
                $"'{Shown(field.Accept[i])}' is no kind of file taken here; these are: {FileKinds.Names(FileKinds.All)}."
            );
        }

        run.That(
            field.Pattern.Length <= LongestPattern && IsPattern(field.Pattern),
            $"{path}.pattern",
            $"'{Shown(field.Pattern)}' is no pattern that can be used here."
        );
    }

    private static void CheckKey(Run run, string path, string key, bool isTwice)
    {
        run.That(
            Key().IsMatch(key),
            path,
            $"'{Shown(key)}' is no key: 1 to 40 characters, a to z, 0 to 9 and underscore."
        );
        run.That(!isTwice, path, $"The key '{Shown(key)}' is given twice.");
    }

    private static void CheckTexts(Run run, string path, IReadOnlyList<FormText> texts, bool isRequired)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            var (language, text) = (texts[i].Language, texts[i].Text);
            run.That(
                Languages.Contains(language),
                $"{path}[{i}].language",
                $"'{Shown(language)}' is not one of the languages {string.Join(", ", Languages)}."
            );
            run.That(
                texts.Take(i).All(other => other.Language != language),
                $"{path}[{i}].language",
                $"'{Shown(language)}' is given twice."
            );
            run.That(
                text.Trim().Length is >= 1 and <= LongestText && !text.Any(IsControl),
                $"{path}[{i}].text",
                $"The text has {text.Trim().Length} characters; 1 to {LongestText} are allowed, line breaks but no other control characters among them."
            );
        }

        run.That(
            !isRequired || texts.Any(text => text.Language == "en"),
            path,
            $"An English text (en) is needed; {texts.Count} texts are given."
        );
    }

    private static bool IsControl(char letter) => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t');

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // What the library cannot read, or cannot run in linear time, is no pattern of ours.
            return false;
        }
    }

    private static string Shown(string given) => given.Length <= 40 ? given : given[..40] + "…";

    private sealed record Run(List<FieldProblem> Problems)
    {
        public void That(bool holds, string field, Sentence otherwise)
        {
            if (!holds)
            {
                Problems.Add(new FieldProblem(field, otherwise));
            }
        }
    }

    [GeneratedRegex("^[a-z0-9_]{1,40}$")]
    private static partial Regex Key();
}
