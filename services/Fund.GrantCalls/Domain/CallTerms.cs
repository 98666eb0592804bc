using Fund.Forms;
using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>One text in one language (BCP 47 tag).</summary>
public sealed record LocalText(string Language, string Text);

/// <summary>What an eligibility criterion checks.</summary>
public enum CriterionKind
{
    /// <summary>Registered for a number of years on a date.</summary>
    YearsRegistered,

    /// <summary>Years of direct assistance to victims.</summary>
    YearsOfAssistance,

    /// <summary>Requested amount within the call's grants.</summary>
    AmountInRange,

    /// <summary>Duration within the call's project lengths.</summary>
    DurationInRange,

    /// <summary>Own bank account, verified by two people.</summary>
    OwnBankAccount,

    /// <summary>Due diligence current and no red flag.</summary>
    DueDiligence,

    /// <summary>Somebody decides it; the text says what.</summary>
    ByPerson,

    /// <summary>A policy against sexual exploitation and abuse is in force.</summary>
    PseaPolicy,

    /// <summary>Registered in the country of the project; where it is another, a person decides.</summary>
    RegisteredInCountry,

    /// <summary>One application per organisation: the system takes no second one.</summary>
    OneApplication,

    /// <summary>Not for profit; a person decides.</summary>
    NonProfit,

    /// <summary>Carries the project out itself; a person decides.</summary>
    ManagesProject,

    /// <summary>No report of an earlier grant is outstanding; a person decides.</summary>
    NoOutstandingReport,

    /// <summary>All that the form requires: the system takes no submission without.</summary>
    WholeApplication,
}

/// <summary>One eligibility criterion.</summary>
/// <param name="Number">Years, for the kinds that count years; 0 otherwise.</param>
/// <param name="Date">Date at which years are counted; null means the date of the deadline.</param>
public sealed record Criterion(string Key, CriterionKind Kind, int Number, DateOnly? Date, string Text)
{
    public bool CountsYears => Kind is CriterionKind.YearsRegistered or CriterionKind.YearsOfAssistance;
}

/// <summary>Kind of answer a question asks for.</summary>
public enum QuestionType
{
    Text,
    Number,
    Date,
    Choice,
    YesNo,

    /// <summary>Must be answered yes, whether marked as required or not.</summary>
    Declaration,
}

/// <summary>One question of the application form.</summary>
/// <param name="MaxWords">Most words of a text.</param>
public sealed record Question(
    string Key,
    string Section,
    string Label,
    QuestionType Type,
    bool Required,
    int MaxWords,
    IReadOnlyList<string> Options
);

/// <summary>One row of the scoring grid; the weight is the most points it can get.</summary>
/// <param name="Guidance">What earns which points; may be empty.</param>
/// <param name="Minimum">Least points that the reviewers have to give on average; 0 for none.</param>
public sealed record ScoringCriterion(string Key, string Label, int Weight, string Guidance = "", int Minimum = 0);

/// <summary>What a call says, checked: made by the reader of the wire message only, which refuses everything else.</summary>
public sealed record CallTerms
{
    /// <summary>Words of a text answer when the call says nothing.</summary>
    public const int DefaultMaxWords = 500;

    /// <summary>Difference of totals that asks for a further reviewer when the call says nothing. Source: design [d].</summary>
    public const int DefaultSpreadLimit = 20;

    /// <summary>Fewest reviewers per proposal. Source: design 4.2.</summary>
    public const int FewestReviewers = 2;

    /// <summary>Longest project in months. Source: design 4.2, cycles seen in the field were up to 36.</summary>
    public const int MostMonths = 60;

    public required IReadOnlyList<LocalText> Titles { get; init; }
    public required IReadOnlyList<LocalText> Descriptions { get; init; }
    public required CallWindow Window { get; init; }
    public required Money Envelope { get; init; }
    public required Money MinimumGrant { get; init; }
    public required Money MaximumGrant { get; init; }
    public required int MinimumMonths { get; init; }
    public required int MaximumMonths { get; init; }
    public required IReadOnlyList<Criterion> Criteria { get; init; }
    public required IReadOnlyList<Question> Questions { get; init; }
    public required IReadOnlyList<ScoringCriterion> Grid { get; init; }
    public required int ReviewersPerProposal { get; init; }
    public required int SpreadLimit { get; init; }
    public required IReadOnlyList<LocalText> Priorities { get; init; }

    /// <summary>Most percent of the budget for general operating costs; 0 for no ceiling.</summary>
    public required int OperatingCeilingPercent { get; init; }
    public BudgetCeilings Ceilings { get; init; } = new();
}

/// <summary>
/// The window of a call. The local deadline names the last second in which something can be submitted:
/// "23:59:00 Europe/Vienna" accepts through 23:59:00.999…, and <see cref="ClosesAt"/>, the first instant at which
/// nothing can be submitted any more, is one second later.
/// </summary>
/// <param name="OpensAtLocal">As given.</param>
/// <param name="ClosesAtLocal">As given.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="OpensAt">First instant of the window, UTC.</param>
/// <param name="ClosesAt">First instant after the window, UTC.</param>
public sealed record CallWindow(
    DateTime OpensAtLocal,
    DateTime ClosesAtLocal,
    string TimeZone,
    DateTimeOffset OpensAt,
    DateTimeOffset ClosesAt
)
{
    /// <summary>The deadline names a whole second, which still counts.</summary>
    public static readonly TimeSpan LastSecond = TimeSpan.FromSeconds(1);
}
