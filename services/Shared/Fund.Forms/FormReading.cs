namespace Fund.Forms;

/// <summary>One field as it stands with the answers given: whether it is asked, and what was answered.</summary>
/// <param name="Field">The field.</param>
/// <param name="Visible">Whether it is asked.</param>
/// <param name="Value">The answer without white space around it; empty when there is none or it is hidden.</param>
public sealed record FieldState(FormField Field, Truth Visible, string Value)
{
    /// <summary>True while it cannot be submitted without an answer.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Rows of a table that say anything, by their number.</summary>
    public IReadOnlyList<TableRow> Rows { get; init; } = [];

    public bool IsAnswered => Value.Length > 0 || Rows.Count > 0;

    /// <summary>The figure behind the answer; null when there is none.</summary>
    public decimal? Figure => Answers.Figure(Field.Type, Value);

    internal decimal? FigureOf(string value) => Answers.Figure(Field.Type, value);

    internal bool Has(string value) =>
        Field.Type == FieldType.Multi ? Answers.Codes(Value).Contains(value)
        : Field.IsOrdered ? Figure is { } figure && figure == FigureOf(value)
        : Value == value;
}

/// <summary>One row of a table.</summary>
/// <param name="Number">From 0, as in the keys of its answers.</param>
/// <param name="Cells">One per column, computed ones included.</param>
public sealed record TableRow(int Number, IReadOnlyList<FieldState> Cells);

/// <summary>
/// A form read together with answers: which fields are asked, what they say, what is computed. Answers that belong to no
/// field any more, or to a hidden one, are kept by whoever holds the draft and are not part of what is submitted.
/// </summary>
public sealed class FormReading
{
    private readonly Dictionary<string, FieldState> _states = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Truth> _sections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _answers;

    private FormReading(FormVersion form, Dictionary<string, string> answers)
    {
        Form = form;
        _answers = answers;
    }

    public FormVersion Form { get; }

    /// <summary>Reads answers with a form. The definition is one that <see cref="DefinitionCheck"/> found right.</summary>
    public static FormReading Of(FormVersion form, IEnumerable<KeyValuePair<string, string>> answers)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in answers)
        {
            given[key] = value.Trim();
        }

        var reading = new FormReading(form, given);
        var rows = reading.RowsByTable();
        foreach (var section in form.Sections)
        {
            var shown = section.VisibleWhen?.Decide(reading.Find) ?? Truth.Yes;
            reading._sections[section.Key] = shown;
            foreach (var field in section.Fields)
            {
                reading._states[field.Key] = reading.Read(field, shown, rows);
            }
        }

        return reading;
    }

    public FieldState? Find(string key) => _states.GetValueOrDefault(key);

    public FieldState this[string key] => _states[key];

    /// <summary>Whether a section is asked.</summary>
    public Truth VisibilityOf(FormSection section) => _sections[section.Key];

    /// <summary>What is submitted: the answers to all that is asked, in the order of the form.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Submitted()
    {
        var submitted = new List<KeyValuePair<string, string>>();
        foreach (var state in Form.Fields.Select(field => _states[field.Key]).Where(state => state.IsAnswered))
        {
            if (state.Field.Type == FieldType.Table)
            {
                submitted.AddRange(
                    from row in state.Rows
                    from cell in row.Cells
                    where cell.Value.Length > 0 && cell.Field.TakesAnswer
                    select new KeyValuePair<string, string>(
                        new AnswerKey(state.Field.Key, row.Number, cell.Field.Key).ToString(),
                        cell.Value
                    )
                );
            }
            else if (state.Field.TakesAnswer)
            {
                submitted.Add(new(state.Field.Key, state.Value));
            }
        }

        return submitted;
    }

    /// <summary>The figures behind a key of a calculation, first in the row it is computed in.</summary>
    internal IReadOnlyList<decimal> Figures(string key, IReadOnlyList<FieldState>? row)
    {
        if (row?.FirstOrDefault(cell => cell.Field.Key == key) is { } own)
        {
            return own.Figure is { } figure ? [figure] : [];
        }

        var dot = key.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
        {
            return Find(key)?.Figure is { } figure ? [figure] : [];
        }

        return
        [
            .. (Find(key[..dot])?.Rows ?? [])
                .Select(candidate => candidate.Cells.FirstOrDefault(cell => cell.Field.Key == key[(dot + 1)..])?.Figure)
                .OfType<decimal>(),
        ];
    }

    private FieldState Read(FormField field, Truth section, ILookup<string, int> rows)
    {
        var own = field.VisibleWhen?.Decide(Find) ?? Truth.Yes;
        var visible = own < section ? own : section;
        var state = new FieldState(field, visible, "");
        if (visible == Truth.No)
        {
            return state;
        }

        var isRequired =
            visible == Truth.Yes
            && (field.Required || field.Type == FieldType.Declaration || field.RequiredWhen?.Decide(Find) == Truth.Yes);
        return field.Type switch
        {
            FieldType.Table => state with
            {
                IsRequired = isRequired,
                Rows = [.. rows[field.Key].Distinct().Order().Select(number => Row(field, number))],
            },
            FieldType.Computed => state with { Value = Computed(field, null) },
            _ when field.TakesAnswer => state with
            {
                IsRequired = isRequired,
                Value = _answers.GetValueOrDefault(field.Key, ""),
            },
            _ => state,
        };
    }

    private TableRow Row(FormField table, int number)
    {
        var cells = new List<FieldState>();
        foreach (var column in table.Columns)
        {
            var value =
                column.Type == FieldType.Computed
                    ? Computed(column, cells)
                    : _answers.GetValueOrDefault(new AnswerKey(table.Key, number, column.Key).ToString(), "");
            cells.Add(new FieldState(column, Truth.Yes, value) { IsRequired = column.Required });
        }

        return new TableRow(number, cells);
    }

    private string Computed(FormField field, List<FieldState>? row) =>
        field.Calc?.Compute(key => Figures(key, row)) is { } figure ? Answers.Text(figure) : "";

    private ILookup<string, int> RowsByTable() =>
        _answers
            .Where(answer => answer.Value.Length > 0)
            .Select(answer => AnswerKey.Read(answer.Key))
            .Where(key =>
                key.IsCell
                && key.Row < AnswerKey.MostRows
                && Form.Fields.Any(field =>
                    field.Key == key.Field
                    && field.Type == FieldType.Table
                    && field.Columns.Any(column => column.Key == key.Column && column.TakesAnswer)
                )
            )
            .ToLookup(key => key.Field, key => key.Row, StringComparer.Ordinal);
}
