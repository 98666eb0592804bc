using System.Globalization;
using Fund.Common.V1;
using Fund.Forms;
using Google.Protobuf.Collections;
using V1 = Fund.Forms.V1;

namespace Fund.Hosting;

/// <summary>
/// Forms to and from what they are on the wire. What comes in is taken as it is, also what no form may say: that is for
/// <see cref="DefinitionCheck"/> to refuse, field by field.
/// </summary>
public static class FormWire
{
    public static V1.Form ToWire(this FormVersion form) =>
        new()
        {
            Number = form.Number,
            Sections = { form.Sections.Select(ToWire) },
            Rules = { form.Rules.Select(ToWire) },
        };

    public static FormVersion ToForm(this V1.Form form, int number) =>
        new()
        {
            Number = number,
            Sections = [.. form.Sections.Select(ToSection)],
            Rules = [.. form.Rules.Select(ToRule)],
        };

    private static V1.Section ToWire(FormSection section) =>
        new()
        {
            Key = section.Key,
            Title = { Texts(section.Title) },
            Guidance = { Texts(section.Guidance) },
            VisibleWhen = ToWire(section.VisibleWhen),
            Fields = { section.Fields.Select(ToWire) },
        };

    private static FormSection ToSection(V1.Section section) =>
        new()
        {
            Key = section.Key,
            Title = Texts(section.Title),
            Guidance = Texts(section.Guidance),
            VisibleWhen = ToCondition(section.VisibleWhen),
            Fields = [.. section.Fields.Select(ToField)],
        };

    private static V1.Field ToWire(FormField field) =>
        new()
        {
            Key = field.Key,
            Type = Same<FieldType, V1.FieldType>(field.Type),
            Label = { Texts(field.Label) },
            Hint = { Texts(field.Hint) },
            Required = field.Required,
            RequiredWhen = ToWire(field.RequiredWhen),
            VisibleWhen = ToWire(field.VisibleWhen),
            Min = field.Min,
            Max = field.Max,
            MaxWords = field.MaxWords,
            MaxChars = field.MaxChars,
            Pattern = field.Pattern,
            Options =
            {
                field.Options.Select(option => new V1.Option
                {
                    Code = option.Code,
                    Label = { Texts(option.Label) },
                    Score = option.Score,
                }),
            },
            Accept = { field.Accept },
            MaxMb = field.MaxMb,
            Columns = { field.Columns.Select(ToWire) },
            MinRows = field.MinRows,
            MaxRows = field.MaxRows,
            Calc = ToWire(field.Calc),
            Prefill = field.Prefill,
            Sensitivity = field.Sensitivity == Sensitivity.Personal ? V1.Sensitivity.Personal : V1.Sensitivity.Ordinary,
        };

    private static FormField ToField(V1.Field field) =>
        new()
        {
            Key = field.Key,
            Type = Same<V1.FieldType, FieldType>(field.Type),
            Label = Texts(field.Label),
            Hint = Texts(field.Hint),
            Required = field.Required,
            RequiredWhen = ToCondition(field.RequiredWhen),
            VisibleWhen = ToCondition(field.VisibleWhen),
            Min = field.Min,
            Max = field.Max,
            MaxWords = field.MaxWords,
            MaxChars = field.MaxChars,
            Pattern = field.Pattern,
            Options =
            [
                .. field.Options.Select(option => new FormOption(option.Code, Texts(option.Label), option.Score)),
            ],
            Accept = [.. field.Accept],
            MaxMb = field.MaxMb,
            Columns = [.. field.Columns.Select(ToField)],
            MinRows = field.MinRows,
            MaxRows = field.MaxRows,
            Calc = ToCalculation(field.Calc),
            Prefill = field.Prefill,
            Sensitivity = field.Sensitivity == V1.Sensitivity.Personal ? Sensitivity.Personal : Sensitivity.Ordinary,
        };

    private static V1.Rule ToWire(FormRule rule) =>
        new()
        {
            Key = rule.Key,
            When = ToWire(rule.When),
            Table = rule.Table,
            Left = ToWire(rule.Left),
            Comparison = Same<Comparison, V1.Comparison>(rule.Comparison),
            Right = ToWire(rule.Right),
            Severity = Same<Severity, V1.Severity>(rule.Severity),
            Message = { Texts(rule.Message) },
        };

    private static FormRule ToRule(V1.Rule rule) =>
        new()
        {
            Key = rule.Key,
            When = ToCondition(rule.When),
            Table = rule.Table,
            Left = ToCalculation(rule.Left) ?? Nothing,
            Comparison = Same<V1.Comparison, Comparison>(rule.Comparison),
            Right = ToCalculation(rule.Right) ?? Nothing,
            Severity = Same<V1.Severity, Severity>(rule.Severity),
            Message = Texts(rule.Message),
        };

    private static Calculation Nothing => new(CalculationKind.Unspecified, []);

    private static V1.Condition? ToWire(Condition? condition) =>
        condition is null
            ? null
            : new V1.Condition
            {
                Kind = Same<ConditionKind, V1.ConditionKind>(condition.Kind),
                Field = condition.Field,
                Values = { condition.Values },
                Of = { condition.Of.Select(ToWire) },
            };

    private static Condition? ToCondition(V1.Condition? condition) =>
        condition is null
            ? null
            : new Condition(
                Same<V1.ConditionKind, ConditionKind>(condition.Kind),
                condition.Field,
                [.. condition.Values],
                [.. condition.Of.Select(part => ToCondition(part)!)]
            );

    private static V1.Calculation? ToWire(Calculation? calculation) =>
        calculation is null
            ? null
            : new V1.Calculation
            {
                Kind = Same<CalculationKind, V1.CalculationKind>(calculation.Kind),
                Fields = { calculation.Fields },
                Value = calculation.Value == 0 ? "" : Answers.Text(calculation.Value),
            };

    /// <summary>A value that is no number makes the calculation one of no kind, which the check refuses.</summary>
    private static Calculation? ToCalculation(V1.Calculation? calculation)
    {
        if (calculation is null)
        {
            return null;
        }

        const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var isNumber = decimal.TryParse(calculation.Value, plain, CultureInfo.InvariantCulture, out var value);
        var kind =
            isNumber || calculation.Value.Length == 0
                ? Same<V1.CalculationKind, CalculationKind>(calculation.Kind)
                : CalculationKind.Unspecified;
        return new Calculation(kind, [.. calculation.Fields], value);
    }

    private static IEnumerable<LocalisedText> Texts(IReadOnlyList<FormText> texts) =>
        texts.Select(text => new LocalisedText { Language = text.Language, Text = text.Text });

    private static List<FormText> Texts(RepeatedField<LocalisedText> texts) =>
        [.. texts.Select(text => new FormText(text.Language, text.Text.Trim()))];

    /// <summary>The member of the same name; the one of no meaning for what is unknown.</summary>
    private static TTo Same<TFrom, TTo>(TFrom value)
        where TFrom : struct, Enum
        where TTo : struct, Enum =>
        Enum.IsDefined(value) && Enum.TryParse<TTo>(value.ToString(), out var same) ? same : default;
}
