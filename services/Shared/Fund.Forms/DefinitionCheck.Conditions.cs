namespace Fund.Forms;

/// <summary>Conditions, calculations and rules: what they name stands above them and is of a kind that fits.</summary>
public static partial class DefinitionCheck
{
    private static void CheckCondition(
        Run run,
        string path,
        Condition? condition,
        Dictionary<string, FormField> known,
        int depth = 0
    )
    {
        if (condition is null)
        {
            return;
        }

        if (depth > 10)
        {
            run.That(false, path, $"Conditions may be 10 deep.");
            return;
        }

        var (values, parts) = condition.Kind switch
        {
            ConditionKind.Eq or ConditionKind.Gt or ConditionKind.Lt => (1, 0),
            ConditionKind.Between => (2, 0),
            ConditionKind.In => (Math.Max(1, condition.Values.Count), 0),
            ConditionKind.Not => (0, 1),
            ConditionKind.And or ConditionKind.Or => (0, Math.Max(1, condition.Of.Count)),
            _ => (0, 0),
        };
        run.That(
            condition.Kind != ConditionKind.Unspecified && Enum.IsDefined(condition.Kind),
            $"{path}.kind",
            $"Say what kind of condition it is."
        );
        run.That(
            condition.Values.Count == values && condition.Of.Count == parts,
            path,
            $"This condition has {condition.Values.Count} values and {condition.Of.Count} parts; it needs {values} and {parts}."
        );
        for (var i = 0; i < condition.Of.Count; i++)
        {
            CheckCondition(run, $"{path}.of[{i}]", condition.Of[i], known, depth + 1);
        }

        if (parts == 0 && condition.Kind != ConditionKind.Unspecified)
        {
            CheckAsked(run, path, condition, known);
        }
    }

    private static void CheckAsked(Run run, string path, Condition condition, Dictionary<string, FormField> known)
    {
        if (!known.TryGetValue(condition.Field, out var field))
        {
            run.That(false, $"{path}.field", $"No field above has the key '{Shown(condition.Field)}'.");
            return;
        }

        var asksOrder = condition.Kind is ConditionKind.Gt or ConditionKind.Lt or ConditionKind.Between;
        run.That(
            !asksOrder || field.IsOrdered,
            $"{path}.kind",
            $"'{field.Key}' has no order: it is no number, amount, percentage or date."
        );
        for (var i = 0; i < condition.Values.Count; i++)
        {
            var value = condition.Values[i];
            var plain = field with { Min = "", Max = "", MaxWords = 0, MaxChars = 0, Pattern = "" };
            var fits = field.IsOrdered
                ? Answers.Figure(field.Type, value) is not null
                : Answers.ProblemOf(plain, value) is null;
            run.That(fits, $"{path}.values[{i}]", $"'{Shown(value)}' can never be the answer of '{field.Key}'.");
        }
    }

    private static void CheckRule(Run run, FormVersion form, int i, string path, Dictionary<string, FormField> known)
    {
        var rule = form.Rules[i];
        CheckKey(run, $"{path}.key", rule.Key, form.Rules.Take(i).Any(other => other.Key == rule.Key));
        CheckTexts(run, $"{path}.message", rule.Message, isRequired: true);
        run.That(
            rule.Severity is Severity.Block or Severity.Warn,
            $"{path}.severity",
            $"Say whether the rule blocks or warns."
        );
        run.That(
            rule.Comparison is Comparison.Equal or Comparison.AtMost or Comparison.AtLeast,
            $"{path}.comparison",
            $"Say how the figures are compared."
        );
        CheckCondition(run, $"{path}.when", rule.When, known);
        IReadOnlyList<FormField>? row = null;
        if (rule.Table.Length > 0)
        {
            row = known.GetValueOrDefault(rule.Table)?.Columns ?? [];
            run.That(row.Count > 0, $"{path}.table", $"No table has the key '{Shown(rule.Table)}'.");
        }

        CheckCalculation(run, $"{path}.left", rule.Left, known, row);
        CheckCalculation(run, $"{path}.right", rule.Right, known, row);
        run.That(
            rule.Left.Fields.Count + rule.Right.Fields.Count > 0,
            $"{path}.left",
            $"A rule compares figures of fields; two numbers need none."
        );
    }

    private static void CheckCalculation(
        Run run,
        string path,
        Calculation? calculation,
        Dictionary<string, FormField> known,
        IReadOnlyList<FormField>? row
    )
    {
        if (calculation is null)
        {
            run.That(false, path, $"Say how it is computed.");
            return;
        }

        var count = calculation.Fields.Count;
        var (fewest, most) = calculation.Kind switch
        {
            CalculationKind.Sum or CalculationKind.Product => (1, 50),
            CalculationKind.Ratio or CalculationKind.DaysBetween => (2, 2),
            _ => (0, 0),
        };
        run.That(
            calculation.Kind != CalculationKind.Unspecified && Enum.IsDefined(calculation.Kind),
            $"{path}.kind",
            $"Say what is computed."
        );
        run.That(
            count >= fewest && count <= most,
            $"{path}.fields",
            $"{count} fields; {fewest} to {most} are allowed."
        );
        for (var i = 0; i < count; i++)
        {
            var field = Referenced(calculation.Fields[i], known, row);
            var wanted = calculation.Kind == CalculationKind.DaysBetween;
            var (at, name) = ($"{path}.fields[{i}]", Shown(calculation.Fields[i]));
            run.That(!wanted || field is { Type: FieldType.Date }, at, $"'{name}' is no date above.");
            run.That(
                wanted || (field is { IsOrdered: true } && field.Type != FieldType.Date),
                at,
                $"'{name}' is no figure above."
            );
        }
    }

    private static FormField? Referenced(
        string reference,
        Dictionary<string, FormField> known,
        IReadOnlyList<FormField>? row
    )
    {
        if (row?.FirstOrDefault(column => column.Key == reference) is { } own)
        {
            return own;
        }

        var parts = reference.Split('.');
        var field = known.GetValueOrDefault(parts[0]);
        return parts.Length == 2 ? field?.Columns.FirstOrDefault(column => column.Key == parts[1]) : field;
    }
}
