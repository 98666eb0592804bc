using Fund.Forms;
using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>What is stored of a call's life; opening and closing are not, they follow from the clock.</summary>
public enum CallStage
{
    Draft,

    /// <summary>The envelope is being reserved.</summary>
    Publishing,
    Published,
    InEvaluation,
    Decided,
    Completed,
    Cancelled,
}

/// <summary>Where a call stands at one moment: its stage and the clock together.</summary>
public enum CallState
{
    Draft,
    Publishing,
    Published,
    Open,
    Closed,
    InEvaluation,
    Decided,
    Completed,
    Cancelled,
}

/// <summary>One extension of a deadline; times are the call's local ones.</summary>
public sealed record DeadlineExtension(DateTime From, DateTime To, string Reason, DateTimeOffset At);

/// <summary>
/// A call for proposals: draft → publishing → published (open, closed by the clock) → in evaluation → decided →
/// completed, or cancelled with a reason.
/// </summary>
public sealed partial class Call
{
    private Call() { }

    public Guid Id { get; private set; }
    public CallStage Stage { get; private set; }

    /// <summary>Counts changes; the optimistic lock.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<LocalText> Titles { get; private set; } = [];
    public IReadOnlyList<LocalText> Descriptions { get; private set; } = [];
    public DateTime OpensAtLocal { get; private set; }
    public DateTime ClosesAtLocal { get; private set; }
    public string TimeZone { get; private set; } = "";

    /// <summary>First instant of the window.</summary>
    public DateTimeOffset OpensAt { get; private set; }

    /// <summary>First instant at which nothing can be submitted any more.</summary>
    public DateTimeOffset ClosesAt { get; private set; }

    public Money Envelope { get; private set; }
    public Money MinimumGrant { get; private set; }
    public Money MaximumGrant { get; private set; }
    public int MinimumMonths { get; private set; }
    public int MaximumMonths { get; private set; }
    public IReadOnlyList<Criterion> Criteria { get; private set; } = [];
    public IReadOnlyList<Question> Questions { get; private set; } = [];

    /// <summary>Version of the application form in force; 0 while the questions are the form.</summary>
    public int FormNumber { get; private set; }
    public IReadOnlyList<ScoringCriterion> Grid { get; private set; } = [];
    public int ReviewersPerProposal { get; private set; }
    public int SpreadLimit { get; private set; }
    public IReadOnlyList<LocalText> Priorities { get; private set; } = [];

    /// <summary>Most percent of the budget for general operating costs; 0 for no ceiling.</summary>
    public int OperatingCeilingPercent { get; private set; }

    /// <summary>The other ceilings of budgets.</summary>
    public BudgetCeilings Ceilings { get; private set; } = new();

    /// <summary>Held by awards that are decided or being committed. Changed by conditional updates only, see Envelope.</summary>
    public Money Awarded { get; private set; }

    public string? CancellationReason { get; private set; }

    /// <summary>How often and why the deadline was moved, oldest first.</summary>
    public IReadOnlyList<DeadlineExtension> Extensions { get; private set; } = [];

    /// <summary>Who asked for the running or finished publication: the same request finds its own work again.</summary>
    public string? PublishRequest { get; private set; }

    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>True while what is left of the envelope has still to be given back to the fund.</summary>
    public bool ReleasePending { get; private set; }

    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    public Money Left => Envelope - Awarded;

    /// <summary>A new draft.</summary>
    public static Call Draft(CallTerms terms, string createdBy, DateTimeOffset now)
    {
        var call = new Call
        {
            Id = Guid.CreateVersion7(now),
            Stage = CallStage.Draft,
            Awarded = Money.Zero(Currency.Usd),
            CreatedBy = createdBy,
            CreatedAt = now,
        };
        call.Take(terms);
        return call;
    }

    /// <summary>Where the call stands at a moment; exact to the instant whether or not anything ran in between.</summary>
    public CallState StateAt(DateTimeOffset now) =>
        Stage switch
        {
            CallStage.Draft => CallState.Draft,
            CallStage.Publishing => CallState.Publishing,
            CallStage.Published when now < OpensAt => CallState.Published,
            CallStage.Published when now < ClosesAt => CallState.Open,
            CallStage.Published => CallState.Closed,
            CallStage.InEvaluation => CallState.InEvaluation,
            CallStage.Decided => CallState.Decided,
            CallStage.Completed => CallState.Completed,
            _ => CallState.Cancelled,
        };

    /// <summary>True once it was published, also when it was cancelled after that: the public may see it.</summary>
    public bool IsPublic => PublishedAt is not null;

    /// <summary>True while proposals are sealed: nobody but the applicants may read them.</summary>
    public bool IsSealedAt(DateTimeOffset now) => now < ClosesAt;

    /// <summary>Changes a draft.</summary>
    /// <param name="terms">What it says now.</param>
    /// <param name="loadedVersion">Version the change was made on.</param>
    /// <exception cref="RefusedException">CALL_STATE when it is no draft; CHANGED_MEANWHILE when it was changed.</exception>
    public void Revise(CallTerms terms, int loadedVersion)
    {
        Require(CallStage.Draft, "change");
        if (loadedVersion != Version)
        {
            throw Refusals.ChangedMeanwhile("call").AsException();
        }

        Take(terms);
    }

    /// <summary>
    /// Takes another version of the form, also while drafts exist: a draft keeps all its answers and is read with the
    /// version in force.
    /// </summary>
    /// <param name="loadedNumber">Version the change was made on.</param>
    /// <param name="now">Nothing changes after the deadline.</param>
    /// <exception cref="RefusedException">CALL_STATE, DEADLINE_PASSED, or CHANGED_MEANWHILE.</exception>
    public int NextForm(int loadedNumber, DateTimeOffset now)
    {
        Require([CallStage.Draft, CallStage.Published], "change the form");
        if (Stage == CallStage.Published && now >= ClosesAt)
        {
            throw CallRefusals.DeadlinePassed(ClosesAt, now).AsException();
        }

        if (loadedNumber != FormNumber)
        {
            throw Refusals.ChangedMeanwhile("form").AsException();
        }

        Version++;
        return ++FormNumber;
    }

    /// <summary>Moves the deadline to a later time. What has closed stays closed: proposals may have been read since.</summary>
    /// <param name="local">New last second of the window, local time.</param>
    /// <exception cref="RefusedException">CALL_STATE, DEADLINE_PASSED, NO_SUCH_LOCAL_TIME or INVALID_FIELD.</exception>
    public void Extend(DateTime local, string reason, DateTimeOffset now)
    {
        Require(CallStage.Published, "extend the deadline");
        if (now >= ClosesAt)
        {
            throw CallRefusals.DeadlinePassed(ClosesAt, now).AsException();
        }

        const string field = "closes_at_local";
        var lastSecond =
            LocalTime.ToInstant(local, LocalTime.FindZone(TimeZone)!)
            ?? throw CallRefusals.NoSuchLocalTime(field, local, TimeZone).AsException();
        if (lastSecond + CallWindow.LastSecond <= ClosesAt)
        {
            throw CallRefusals.NotLater(field, ClosesAtLocal, local).AsException();
        }

        Extensions = [.. Extensions, new DeadlineExtension(ClosesAtLocal, local, reason, now)];
        (ClosesAtLocal, ClosesAt) = (local, lastSecond + CallWindow.LastSecond);
        Version++;
    }

    /// <summary>Draft → publishing. The envelope is reserved by the donations service after this is stored.</summary>
    public void BeginPublishing(string request, DateTimeOffset now)
    {
        Require(CallStage.Draft, "publish");
        if (now >= ClosesAt)
        {
            throw CallRefusals.DeadlineInThePast("call_id", ClosesAt, now).AsException();
        }

        PublishRequest = request;
        MoveTo(CallStage.Publishing);
    }

    /// <summary>Publishing → published: the envelope is reserved.</summary>
    public void FinishPublishing(DateTimeOffset now)
    {
        Require(CallStage.Publishing, "publish");
        PublishedAt = now;
        MoveTo(CallStage.Published);
    }

    /// <summary>Publishing → draft: the envelope was refused.</summary>
    public void ReturnToDraft()
    {
        Require(CallStage.Publishing, "return to draft");
        PublishRequest = null;
        MoveTo(CallStage.Draft);
    }

    /// <summary>Ends a call before any award; what was reserved goes back to the fund.</summary>
    public void Cancel(string reason)
    {
        Require([CallStage.Draft, CallStage.Published, CallStage.InEvaluation, CallStage.Decided], "cancel");
        RequireSettledEnvelope();
        if (!Awarded.IsZero)
        {
            throw CallRefusals.HasAwards(Awarded).AsException();
        }

        CancellationReason = reason;
        ReleasePending = Stage != CallStage.Draft;
        MoveTo(CallStage.Cancelled);
    }

    /// <summary>The first screening after the deadline begins the evaluation; later ones change nothing.</summary>
    public void BeginEvaluation(DateTimeOffset now)
    {
        RequireClosed(now, "evaluate");
        if (Stage == CallStage.Published)
        {
            MoveTo(CallStage.InEvaluation);
        }
    }

    /// <summary>In evaluation while proposals wait for a decision, decided when none does.</summary>
    public void Settle(int undecided)
    {
        var stage = undecided == 0 ? CallStage.Decided : CallStage.InEvaluation;
        if (Stage is CallStage.InEvaluation or CallStage.Decided && Stage != stage)
        {
            MoveTo(stage);
        }
    }

    /// <summary>Ends a decided call; what is left of the envelope goes back to the fund.</summary>
    /// <param name="undecided">Submitted proposals without a final decision.</param>
    /// <param name="committing">Awards whose money is being committed.</param>
    /// <param name="now">A call nobody applied to is decided by its deadline.</param>
    public void Complete(int undecided, int committing, DateTimeOffset now)
    {
        RequireClosed(now, "complete");
        RequireSettledEnvelope();
        if (undecided > 0 || committing > 0)
        {
            throw CallRefusals.Undecided(undecided, committing).AsException();
        }

        ReleasePending = true;
        MoveTo(CallStage.Completed);
    }

    /// <summary>The fund has taken the remainder back.</summary>
    public void Released()
    {
        ReleasePending = false;
        Version++;
    }

    /// <exception cref="RefusedException">CALL_NOT_OPEN before the window, DEADLINE_PASSED from its end on.</exception>
    public void RequireOpen(DateTimeOffset now)
    {
        var state = StateAt(now);
        if (state == CallState.Open)
        {
            return;
        }

        throw state == CallState.Closed || (IsPublic && Stage != CallStage.Cancelled && now >= ClosesAt)
            ? CallRefusals.DeadlinePassed(ClosesAt, now).AsException()
            : CallRefusals.NotOpen(state, OpensAt).AsException();
    }

    /// <exception cref="RefusedException">SEALED_UNTIL_DEADLINE before the deadline, CALL_STATE when it is over.</exception>
    public void RequireClosed(DateTimeOffset now, string what)
    {
        Require([CallStage.Published, CallStage.InEvaluation, CallStage.Decided], what);
        RequireUnsealed(now);
    }

    /// <exception cref="RefusedException">SEALED_UNTIL_DEADLINE before the deadline.</exception>
    public void RequireUnsealed(DateTimeOffset now)
    {
        if (IsSealedAt(now))
        {
            throw CallRefusals.Sealed(ClosesAt).AsException();
        }
    }

    private void Require(CallStage stage, string what) => Require([stage], what);

    private void Require(CallStage[] stages, string what)
    {
        if (!stages.Contains(Stage))
        {
            throw CallRefusals.State(what, Stage).AsException();
        }
    }

    private void MoveTo(CallStage stage)
    {
        Stage = stage;
        Version++;
    }

    private void Take(CallTerms terms)
    {
        Titles = terms.Titles;
        Descriptions = terms.Descriptions;
        OpensAtLocal = terms.Window.OpensAtLocal;
        ClosesAtLocal = terms.Window.ClosesAtLocal;
        TimeZone = terms.Window.TimeZone;
        OpensAt = terms.Window.OpensAt;
        ClosesAt = terms.Window.ClosesAt;
        Envelope = terms.Envelope;
        MinimumGrant = terms.MinimumGrant;
        MaximumGrant = terms.MaximumGrant;
        MinimumMonths = terms.MinimumMonths;
        MaximumMonths = terms.MaximumMonths;
        Criteria = terms.Criteria;
        Questions = terms.Questions;
        Grid = terms.Grid;
        ReviewersPerProposal = terms.ReviewersPerProposal;
        SpreadLimit = terms.SpreadLimit;
        Priorities = terms.Priorities;
        OperatingCeilingPercent = terms.OperatingCeilingPercent;
        Ceilings = terms.Ceilings;
        Version++;
    }
}
