using System.Globalization;
using Fund.Forms;
using Fund.Gateway.Portal.Forms;

namespace Fund.Gateway.Portal.Applying;

/// <summary>The definition of a section or a field as inputs of a page and back.</summary>
internal static class FieldDefinition
{
    /// <summary>Conditions joined by one "and" or "or" that can be typed; what is deeper is kept as it is.</summary>
    public const int MostConditions = 3;

    private static readonly ConditionKind[] Simple =
    [
        ConditionKind.Eq,
        ConditionKind.In,
        ConditionKind.Gt,
        ConditionKind.Lt,
        ConditionKind.Between,
        ConditionKind.Answered,
    ];

    public static IReadOnlyList<ConditionKind> Kinds => Simple;

    public static void Fill(FormState form, FormSection section)
    {
        FillTexts(form, "title", section.Title);
        FillTexts(form, "guidance", section.Guidance);
        FillCondition(form, "visibleWhen", section.VisibleWhen);
    }

    public static FormSection ReadSection(FormState form, FormSection before) =>
        before with
        {
            Key = form.Text("key"),
            Title = Texts(form, "title"),
            Guidance = Texts(form, "guidance"),
            VisibleWhen = Condition(form, "visibleWhen", before.VisibleWhen),
        };

    public static void Fill(FormState form, FormField field)
    {
        form.Fill("type", field.Type.ToString()).Fill("required", field.Required ? "yes" : "");
        FillTexts(form, "label", field.Label);
        FillTexts(form, "hint", field.Hint);
        FillCondition(form, "visibleWhen", field.VisibleWhen);
        FillCondition(form, "requiredWhen", field.RequiredWhen);
        form.Fill("min", field.Min).Fill("max", field.Max).Fill("pattern", field.Pattern);
        form.Fill("maxWords", Number(field.MaxWords)).Fill("maxChars", Number(field.MaxChars));
        form.Fill("minRows", Number(field.MinRows)).Fill("maxRows", Number(field.MaxRows));
        form.Fill("prefill", field.Prefill);
        form.Fill("accept", string.Join('\n', field.Accept)).Fill("maxMb", Number(field.MaxMb));
        foreach (var language in Languages.All)
        {
            var lines = field.Options.Select(option =>
                (option.Code, option.Label.FirstOrDefault(text => text.Language == language.Code)?.Text)
            );
            form.Fill(
                $"options.{language.Code}",
                string.Join(
                    '\n',
                    lines.Where(line => line.Text is not null).Select(line => $"{line.Code} = {line.Text}")
                )
            );
        }

        FillCalculation(form, "calc", field.Calc);
    }

    public static void Fill(FormState form, FormRule rule)
    {
        FillTexts(form, "message", rule.Message);
        form.Fill("severity", rule.Severity.ToString()).Fill("comparison", rule.Comparison.ToString());
        form.Fill("table", rule.Table);
        FillCalculation(form, "left", rule.Left);
        FillCalculation(form, "right", rule.Right);
        FillCondition(form, "when", rule.When);
    }

    /// <param name="before">The rule as it was; null for one that is not there yet.</param>
    public static FormRule ReadRule(FormState form, FormRule? before) =>
        new()
        {
            Key = form.Text("key"),
            Message = Texts(form, "message"),
            Severity = Enum.TryParse<Severity>(form["severity"], out var severity) ? severity : default,
            Comparison = Enum.TryParse<Comparison>(form["comparison"], out var comparison) ? comparison : default,
            Table = form["table"],
            Left = Calculation(form, "left"),
            Right = Calculation(form, "right"),
            When = Condition(form, "when", before?.When),
        };

    public static FormField ReadField(FormState form, FormField before, Words words) =>
        before with
        {
            Key = form.Text("key"),
            Type = Enum.TryParse<FieldType>(form["type"], out var type) ? type : FieldType.Unspecified,
            Required = form.IsChecked("required"),
            Label = Texts(form, "label"),
            Hint = Texts(form, "hint"),
            VisibleWhen = Condition(form, "visibleWhen", before.VisibleWhen),
            RequiredWhen = Condition(form, "requiredWhen", before.RequiredWhen),
            Min = form.Text("min"),
            Max = form.Text("max"),
            Pattern = form.Text("pattern"),
            MaxWords = form.Whole("maxWords", words["Builder.MaxWords"]) ?? 0,
            MaxChars = form.Whole("maxChars", words["Builder.MaxChars"]) ?? 0,
            MinRows = form.Whole("minRows", words["Builder.MinRows"]) ?? 0,
            MaxRows = form.Whole("maxRows", words["Builder.MaxRows"]) ?? (type == FieldType.Table ? 20 : 0),
            Prefill = form["prefill"],
            Accept = type == FieldType.File ? [.. form.All("accept").Where(code => code.Length > 0)] : [],
            MaxMb = type == FieldType.File ? form.Whole("maxMb", words["Builder.MaxMb"]) ?? 0 : 0,
            Options = Options(form, before),
            Calc = type == FieldType.Computed ? Calculation(form, "calc") : null,
        };

    /// <summary>A condition as people read it: <c>kind = ngo</c>.</summary>
    public static string Shown(Condition? condition, Words words) =>
        condition is null ? ""
        : condition.Kind is ConditionKind.And or ConditionKind.Or
            ? string.Join(
                $" {words["Builder.Join." + condition.Kind]} ",
                condition.Of.Select(part => $"({Shown(part, words)})")
            )
        : condition.Kind == ConditionKind.Not ? $"{words["Builder.Not"]} ({Shown(condition.Of[0], words)})"
        : $"{condition.Field} {words["Builder.Kind." + condition.Kind]} {string.Join(", ", condition.Values)}".Trim();

    private static void FillTexts(FormState form, string name, IReadOnlyList<FormText> texts)
    {
        foreach (var text in texts)
        {
            form.Fill($"{name}.{text.Language}", text.Text);
        }
    }

    private static List<FormText> Texts(FormState form, string name) =>
        [
            .. Languages
                .All.Select(language => new FormText(language.Code, form.Text($"{name}.{language.Code}")))
                .Where(text => text.Text.Length > 0),
        ];

    private static void FillCondition(FormState form, string name, Condition? condition)
    {
        if (Parts(condition) is not { } parts)
        {
            form.Fill($"{name}.kept", "yes");
            return;
        }

        form.Fill($"{name}.join", condition?.Kind == ConditionKind.Or ? "Or" : "And");
        for (var i = 0; i < parts.Count; i++)
        {
            form.Fill($"{name}.{i}.field", parts[i].Field).Fill($"{name}.{i}.kind", parts[i].Kind.ToString());
            form.Fill($"{name}.{i}.values", string.Join(", ", parts[i].Values));
        }
    }

    /// <summary>The simple conditions that one is made of; null when it is deeper than the inputs are.</summary>
    private static IReadOnlyList<Condition>? Parts(Condition? condition) =>
        condition is null ? []
        : Simple.Contains(condition.Kind) ? [condition]
        : condition.Kind is ConditionKind.And or ConditionKind.Or
        && condition.Of.Count <= MostConditions
        && condition.Of.All(part => Simple.Contains(part.Kind))
            ? condition.Of
        : null;

    private static Condition? Condition(FormState form, string name, Condition? before)
    {
        if (form.IsChecked($"{name}.kept"))
        {
            return before;
        }

        var parts = new List<Condition>();
        for (var i = 0; i < MostConditions; i++)
        {
            var field = form.Text($"{name}.{i}.field");
            if (field.Length > 0)
            {
                var kind = Enum.TryParse<ConditionKind>(form[$"{name}.{i}.kind"], out var known) ? known : default;
                var values = form.Text($"{name}.{i}.values")
                    .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                parts.Add(new Condition(kind, field, kind == ConditionKind.Answered ? [] : values, []));
            }
        }

        return parts.Count switch
        {
            0 => null,
            1 => parts[0],
            _ => new Condition(form[$"{name}.join"] == "Or" ? ConditionKind.Or : ConditionKind.And, "", [], parts),
        };
    }

    /// <summary>Options as lines <c>code = label</c>, one list per language; the order is that of the English one.</summary>
    private static List<FormOption> Options(FormState form, FormField before)
    {
        var labels = Languages.All.ToDictionary(
            language => language.Code,
            language => Lines(form[$"options.{language.Code}"]).ToLookup(line => line.Code, line => line.Label)
        );
        return
        [
            .. labels["en"]
                .Select(line => new FormOption(
                    line.Key,
                    [
                        .. Languages
                            .All.Select(language => new FormText(
                                language.Code,
                                labels[language.Code][line.Key].FirstOrDefault() ?? ""
                            ))
                            .Where(text => text.Text.Length > 0),
                    ],
                    before.Options.FirstOrDefault(option => option.Code == line.Key)?.Score ?? 0
                )),
        ];
    }

    private static IEnumerable<(string Code, string Label)> Lines(string text) =>
        from line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        let at = line.IndexOf('=', StringComparison.Ordinal)
        select at < 0 ? (line, line) : (line[..at].Trim(), line[(at + 1)..].Trim());

    private static void FillCalculation(FormState form, string name, Calculation? calculation)
    {
        if (calculation is not null)
        {
            form.Fill($"{name}.kind", calculation.Kind.ToString());
            form.Fill($"{name}.fields", string.Join(' ', calculation.Fields));
            form.Fill($"{name}.value", calculation.Value == 0 ? "" : Answers.Text(calculation.Value));
        }
    }

    private static Calculation Calculation(FormState form, string name) =>
        new(
            Enum.TryParse<CalculationKind>(form[$"{name}.kind"], out var kind) ? kind : CalculationKind.Unspecified,
            form.Text($"{name}.fields").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries),
            decimal.TryParse(
                form.Text($"{name}.value"),
                NumberStyles.Number,
                CultureInfo.InvariantCulture,
                out var value
            )
                ? value
                : 0
        );

    private static string Number(int number) => number == 0 ? "" : number.ToString(CultureInfo.InvariantCulture);
}
