namespace Fund.Forms;

/// <summary>Kind of a condition.</summary>
public enum ConditionKind
{
    Unspecified,

    /// <summary>The answer is the value; with several options chosen, the value is among them.</summary>
    Eq,

    /// <summary>The answer is one of the values.</summary>
    In,

    /// <summary>The answer is above the value.</summary>
    Gt,

    /// <summary>The answer is below the value.</summary>
    Lt,

    /// <summary>The answer is between the two values, either included.</summary>
    Between,

    /// <summary>There is an answer.</summary>
    Answered,

    And,
    Or,
    Not,
}

/// <summary>Three values: what is asked for may not have been answered yet.</summary>
public enum Truth
{
    No,

    /// <summary>It depends on what has not been answered yet.</summary>
    Undetermined,
    Yes,
}

/// <summary>A condition on answers: a tree of typed nodes, never a script.</summary>
/// <param name="Field">Field that is asked about; empty for and, or, not.</param>
/// <param name="Values">What it is compared with, in the canonical form of the field's type.</param>
/// <param name="Of">The conditions that and, or and not are made of.</param>
public sealed record Condition(
    ConditionKind Kind,
    string Field,
    IReadOnlyList<string> Values,
    IReadOnlyList<Condition> Of
)
{
    public static Condition Eq(string field, string value) => new(ConditionKind.Eq, field, [value], []);

    public static Condition In(string field, params string[] values) => new(ConditionKind.In, field, values, []);

    public static Condition Gt(string field, string value) => new(ConditionKind.Gt, field, [value], []);

    public static Condition Lt(string field, string value) => new(ConditionKind.Lt, field, [value], []);

    public static Condition Between(string field, string low, string high) =>
        new(ConditionKind.Between, field, [low, high], []);

    public static Condition Answered(string field) => new(ConditionKind.Answered, field, [], []);

    public static Condition And(params Condition[] of) => new(ConditionKind.And, "", [], of);

    public static Condition Or(params Condition[] of) => new(ConditionKind.Or, "", [], of);

    public static Condition Not(Condition of) => new(ConditionKind.Not, "", [], [of]);

    /// <summary>Every field that it asks about.</summary>
    public IEnumerable<string> Fields =>
        Of.SelectMany(condition => condition.Fields).Concat(Field.Length > 0 ? [Field] : []);

    /// <summary>Decides the condition.</summary>
    /// <param name="look">The field of a key and its answer; a hidden field has none, an unknown key is null.</param>
    public Truth Decide(Func<string, FieldState?> look) =>
        Kind switch
        {
            ConditionKind.And => Of.Select(condition => condition.Decide(look)).DefaultIfEmpty(Truth.Yes).Min(),
            ConditionKind.Or => Of.Select(condition => condition.Decide(look)).DefaultIfEmpty(Truth.No).Max(),
            ConditionKind.Not => Opposite(Of[0].Decide(look)),
            _ => look(Field) is { } state ? Compare(state) : Truth.No,
        };

    private static Truth Opposite(Truth truth) => Truth.Yes - (int)truth;

    private Truth Compare(FieldState state)
    {
        if (Kind == ConditionKind.Answered)
        {
            return state.IsAnswered ? Truth.Yes : Truth.No;
        }

        if (state.Visible == Truth.No)
        {
            // What is not asked has no answer and will get none.
            return Truth.No;
        }

        if (!state.IsAnswered)
        {
            return Truth.Undetermined;
        }

        var holds = Kind switch
        {
            ConditionKind.Eq or ConditionKind.In => Values.Any(state.Has),
            ConditionKind.Gt => state.Figure > state.FigureOf(Values[0]),
            ConditionKind.Lt => state.Figure < state.FigureOf(Values[0]),
            ConditionKind.Between => state.Figure >= state.FigureOf(Values[0])
                && state.Figure <= state.FigureOf(Values[1]),
            _ => false,
        };
        return holds ? Truth.Yes : Truth.No;
    }
}
