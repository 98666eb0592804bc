namespace Fund.Forms;

/// <summary>One text in one language (BCP 47 tag).</summary>
public sealed record FormText(string Language, string Text);

/// <summary>What a field takes. Answers are texts in one canonical form each, given here.</summary>
public enum FieldType
{
    /// <summary>No type; refused by the check of a definition.</summary>
    Unspecified,

    /// <summary>One line.</summary>
    Text,

    /// <summary>Several lines, with a limit of words.</summary>
    LongText,

    /// <summary>Whole number: digits, with a minus before negative ones.</summary>
    Integer,

    /// <summary>US dollars with a point and at most two decimals: 1250.50.</summary>
    Money,

    /// <summary>Percent with a point and at most two decimals: 12.5.</summary>
    Percent,

    /// <summary>YYYY-MM-DD.</summary>
    Date,

    /// <summary>yes or no.</summary>
    YesNo,

    /// <summary>The code of one option.</summary>
    Single,

    /// <summary>Codes of options, one per line.</summary>
    Multi,

    /// <summary>ISO 3166-1 alpha-2 code.</summary>
    Country,

    /// <summary>The id of an uploaded file.</summary>
    File,

    /// <summary>yes; nothing else can be submitted.</summary>
    Declaration,

    /// <summary>Rows of columns; a cell is answered under <c>table.row.column</c>, rows counted from 0.</summary>
    Table,

    /// <summary>A heading between fields; takes no answer.</summary>
    Group,

    /// <summary>A text between fields; takes no answer.</summary>
    Note,

    /// <summary>Computed from other fields; takes no answer.</summary>
    Computed,
}

/// <summary>Who may see an answer outside of the organisation that gave it.</summary>
public enum Sensitivity
{
    /// <summary>Whoever may read the whole.</summary>
    Ordinary,

    /// <summary>Never in lists, exports and packs: may speak of people.</summary>
    Personal,
}

/// <summary>One option of a choice.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Score">Points the option is worth; 0 for none.</param>
public sealed record FormOption(string Code, IReadOnlyList<FormText> Label, int Score = 0);

/// <summary>One field of a form. A field keeps its key for good: answers are found by it.</summary>
public sealed record FormField
{
    public required string Key { get; init; }
    public required FieldType Type { get; init; }
    public IReadOnlyList<FormText> Label { get; init; } = [];
    public IReadOnlyList<FormText> Hint { get; init; } = [];
    public bool Required { get; init; }

    /// <summary>Required also while this holds.</summary>
    public Condition? RequiredWhen { get; init; }

    /// <summary>Shown only while this holds; always when null.</summary>
    public Condition? VisibleWhen { get; init; }

    /// <summary>Smallest answer in the canonical form of the type; empty for none.</summary>
    public string Min { get; init; } = "";

    /// <summary>Largest answer in the canonical form of the type; empty for none.</summary>
    public string Max { get; init; } = "";

    /// <summary>Most words; 0 for no limit.</summary>
    public int MaxWords { get; init; }

    /// <summary>Most characters; 0 for no limit.</summary>
    public int MaxChars { get; init; }

    /// <summary>Regular expression that the whole answer matches; empty for none. No look-around, no back references.</summary>
    public string Pattern { get; init; } = "";
    public IReadOnlyList<FormOption> Options { get; init; } = [];

    /// <summary>Kinds of files taken, such as pdf.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>Largest file in megabytes; 0 for the limit of the house.</summary>
    public int MaxMb { get; init; }
    public IReadOnlyList<FormField> Columns { get; init; } = [];
    public int MinRows { get; init; }

    /// <summary>Most rows of a table.</summary>
    public int MaxRows { get; init; }

    /// <summary>How a computed field is computed.</summary>
    public Calculation? Calc { get; init; }

    /// <summary>Where a first answer is taken from; empty for nowhere.</summary>
    public string Prefill { get; init; } = "";
    public Sensitivity Sensitivity { get; init; }

    /// <summary>True when people answer it.</summary>
    public bool TakesAnswer =>
        Type is not (FieldType.Unspecified or FieldType.Group or FieldType.Note or FieldType.Computed);

    /// <summary>True when answers have an order: numbers, amounts, percentages and dates.</summary>
    public bool IsOrdered =>
        Type is FieldType.Integer or FieldType.Money or FieldType.Percent or FieldType.Date or FieldType.Computed;
}

/// <summary>One section of a form.</summary>
public sealed record FormSection
{
    public required string Key { get; init; }
    public IReadOnlyList<FormText> Title { get; init; } = [];
    public IReadOnlyList<FormText> Guidance { get; init; } = [];

    /// <summary>Shown only while this holds; always when null.</summary>
    public Condition? VisibleWhen { get; init; }
    public IReadOnlyList<FormField> Fields { get; init; } = [];
}

/// <summary>What happens when a rule does not hold.</summary>
public enum Severity
{
    Unspecified,

    /// <summary>The form cannot be submitted.</summary>
    Block,

    /// <summary>It is said, and the form can be submitted.</summary>
    Warn,
}

/// <summary>How two figures of a rule are compared.</summary>
public enum Comparison
{
    Unspecified,
    Equal,
    AtMost,
    AtLeast,
}

/// <summary>
/// A rule across fields: a figure computed from some, compared with another or with a number. It is silent while either
/// cannot be computed yet.
/// </summary>
public sealed record FormRule
{
    public required string Key { get; init; }

    /// <summary>Holds only while this does; always when null.</summary>
    public Condition? When { get; init; }

    /// <summary>Table whose every row it holds for; empty for the form as a whole.</summary>
    public string Table { get; init; } = "";
    public required Calculation Left { get; init; }
    public required Comparison Comparison { get; init; }
    public required Calculation Right { get; init; }
    public required Severity Severity { get; init; }
    public IReadOnlyList<FormText> Message { get; init; } = [];
}

/// <summary>One version of a form; never changed once it has its number.</summary>
public sealed record FormVersion
{
    /// <summary>From 1.</summary>
    public int Number { get; init; } = 1;
    public IReadOnlyList<FormSection> Sections { get; init; } = [];
    public IReadOnlyList<FormRule> Rules { get; init; } = [];

    /// <summary>Every field in its order, without the columns of tables.</summary>
    public IEnumerable<FormField> Fields => Sections.SelectMany(section => section.Fields);

    /// <summary>The field that an answer's key belongs to: of <c>risks.0.impact</c> the table <c>risks</c>.</summary>
    public FormField? FieldOf(string answerKey)
    {
        var key = AnswerKey.Read(answerKey);
        return Fields.FirstOrDefault(field => field.Key == key.Field);
    }

    /// <summary>True when the form has a place for the answer, shown or not.</summary>
    public bool Asks(string answerKey)
    {
        var key = AnswerKey.Read(answerKey);
        var field = Fields.FirstOrDefault(candidate => candidate.Key == key.Field);
        return key.IsCell
            ? field is { Type: FieldType.Table }
                && key.Row < AnswerKey.MostRows
                && field.Columns.Any(column => column.Key == key.Column && column.TakesAnswer)
            : field is { TakesAnswer: true } and not { Type: FieldType.Table };
    }

    /// <summary>The field that a calculation names: of <c>table.column</c> the table.</summary>
    public FormField FieldByReference(string reference) => Fields.First(field => field.Key == reference.Split('.')[0]);

    /// <summary>The section that an answer's key belongs to.</summary>
    public FormSection? SectionOf(string answerKey)
    {
        var key = AnswerKey.Read(answerKey).Field;
        return Sections.FirstOrDefault(section => section.Fields.Any(field => field.Key == key));
    }
}
