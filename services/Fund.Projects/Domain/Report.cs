using Fund.Kernel;

namespace Fund.Projects.Domain;

/// <summary>Where a report stands. The first three are not stored: the clock decides between them.</summary>
public enum ReportState
{
    NotDue,
    Due,
    Overdue,
    Submitted,
    SentBack,
    Accepted,
}

/// <summary>What the database keeps of a report's state.</summary>
public enum ReportStage
{
    Planned,
    Submitted,
    SentBack,
    Accepted,
}

/// <summary>The narrative and financial report of one period.</summary>
public sealed class Report
{
    private readonly List<ReportSpending> _spending = [];
    private readonly List<ReportStep> _steps = [];

    private Report() { }

    internal Report(Guid agreementId, int number, bool isFinal, ReportTerm term)
    {
        Id = Guid.CreateVersion7();
        AgreementId = agreementId;
        Number = number;
        IsFinal = isFinal;
        PeriodFrom = term.PeriodFrom;
        PeriodTo = term.PeriodTo;
        DueOn = term.DueOn;
        Stage = ReportStage.Planned;
    }

    public Guid Id { get; private set; }

    public Guid AgreementId { get; private set; }

    /// <summary>1, 2, ...</summary>
    public int Number { get; private set; }

    public bool IsFinal { get; private set; }

    public DateOnly PeriodFrom { get; private set; }

    public DateOnly PeriodTo { get; private set; }

    public DateOnly DueOn { get; private set; }

    public ReportStage Stage { get; private set; }

    public string? Activities { get; private set; }

    public string? Results { get; private set; }

    public string? Difficulties { get; private set; }

    public string? Lessons { get; private set; }

    /// <summary>What was missing when it was sent back last; null once submitted again.</summary>
    public string? SentBackReason { get; private set; }

    public bool BeneficiaryReturnAccepted { get; private set; }

    public IReadOnlyList<ReportSpending> Spending => _spending;

    /// <summary>Who did what, in order; never changed.</summary>
    public IReadOnlyList<ReportStep> Steps => _steps;

    public bool IsAccepted => Stage == ReportStage.Accepted;

    /// <summary>Submitted or accepted: its figures count until it is sent back.</summary>
    public bool Counts => Stage is ReportStage.Submitted or ReportStage.Accepted;

    public Narrative? Narrative =>
        Activities is null ? null : new Narrative(Activities, Results ?? "", Difficulties ?? "", Lessons ?? "");

    /// <summary>
    /// By the clock: not due until the period is over, due until the due date has passed, then overdue.
    /// </summary>
    public ReportState State(DateOnly today) =>
        Stage switch
        {
            ReportStage.Submitted => ReportState.Submitted,
            ReportStage.SentBack => ReportState.SentBack,
            ReportStage.Accepted => ReportState.Accepted,
            _ when today > DueOn => ReportState.Overdue,
            _ when today > PeriodTo => ReportState.Due,
            _ => ReportState.NotDue,
        };

    internal void RequireOpen(DateOnly today)
    {
        if (Counts)
        {
            throw ProjectRefusals.ReportIs(Number, State(today), "not submitted, or sent back").AsException();
        }

        if (PeriodFrom > today)
        {
            throw ProjectRefusals.PeriodNotBegun(Number, PeriodFrom).AsException();
        }
    }

    internal void Submit(Narrative narrative, IEnumerable<SpendingEntry> spending, string person, DateTimeOffset now)
    {
        Activities = narrative.Activities;
        Results = narrative.Results;
        Difficulties = narrative.Difficulties;
        Lessons = narrative.Lessons;
        _spending.Clear();
        _spending.AddRange(spending.Select(entry => new ReportSpending(Id, entry)));
        SentBackReason = null;
        Stage = ReportStage.Submitted;
        _steps.Add(new ReportStep(Id, ReportStepKind.Submitted, person, now, null));
    }

    internal void Accept(string person, DateOnly today, DateTimeOffset now)
    {
        RequireSubmitted(today);
        RequireOther(person);
        if (!BeneficiaryReturnAccepted)
        {
            throw ProjectRefusals.ReturnNotAccepted(Number).AsException();
        }

        Stage = ReportStage.Accepted;
        _steps.Add(new ReportStep(Id, ReportStepKind.Accepted, person, now, null));
    }

    internal void SendBack(string person, string reason, DateOnly today, DateTimeOffset now)
    {
        RequireSubmitted(today);
        RequireOther(person);
        SentBackReason = reason;
        Stage = ReportStage.SentBack;
        _steps.Add(new ReportStep(Id, ReportStepKind.SentBack, person, now, reason));
    }

    /// <summary>The beneficiary return of the same period was accepted; true when that is news.</summary>
    internal bool NoteReturnAccepted()
    {
        var news = !BeneficiaryReturnAccepted;
        BeneficiaryReturnAccepted = true;
        return news;
    }

    /// <summary>Nobody decides on what they submitted, whatever role they have since been given.</summary>
    private void RequireOther(string person)
    {
        var submitted = _steps.Where(step => step.Kind == ReportStepKind.Submitted).MaxBy(step => step.At);
        if (submitted?.Person == person)
        {
            throw ProjectRefusals.SubmitterMayNotDecide(Number).AsException();
        }
    }

    private void RequireSubmitted(DateOnly today)
    {
        if (Stage != ReportStage.Submitted)
        {
            throw ProjectRefusals.ReportIs(Number, State(today), "submitted").AsException();
        }
    }
}

/// <summary>Spending of one budget category as reported.</summary>
public sealed class ReportSpending
{
    private ReportSpending() { }

    internal ReportSpending(Guid reportId, SpendingEntry entry)
    {
        Id = Guid.CreateVersion7();
        ReportId = reportId;
        Category = entry.Category;
        Local = entry.Local;
        Usd = entry.Usd;
        Explanation = entry.Explanation;
    }

    public Guid Id { get; private set; }

    public Guid ReportId { get; private set; }

    /// <summary>A to G.</summary>
    public string Category { get; private set; } = "";

    /// <summary>In local currency.</summary>
    public Money Local { get; private set; }

    /// <summary>In USD.</summary>
    public Money Usd { get; private set; }

    public string Explanation { get; private set; } = "";
}

/// <summary>What somebody did with a report.</summary>
public enum ReportStepKind
{
    Submitted,
    SentBack,
    Accepted,
}

/// <summary>One person's act on one report. Append-only.</summary>
public sealed class ReportStep
{
    private ReportStep() { }

    internal ReportStep(Guid reportId, ReportStepKind kind, string person, DateTimeOffset at, string? reason)
    {
        Id = Guid.CreateVersion7();
        ReportId = reportId;
        Kind = kind;
        Person = person;
        At = at;
        Reason = reason;
    }

    public Guid Id { get; private set; }

    public Guid ReportId { get; private set; }

    public ReportStepKind Kind { get; private set; }

    /// <summary>Account id.</summary>
    public string Person { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    public string? Reason { get; private set; }
}
