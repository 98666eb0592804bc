namespace Fund.GrantCalls.Domain;

/// <summary>Answers to the questions on conflicts of interest. Source: design forms.md, scoring.</summary>
public sealed record Interests(
    bool Financial,
    bool Governance,
    bool Personal,
    bool Advised,
    bool Employment,
    bool Other
)
{
    public bool Any => Financial || Governance || Personal || Advised || Employment || Other;
}

/// <summary>What follows from a declaration.</summary>
public enum InterestOutcome
{
    /// <summary>Nothing was declared.</summary>
    None,

    /// <summary>Staff have to decide; nothing is shown until then.</summary>
    Waiting,

    /// <summary>Declared, and does not stand in the way.</summary>
    MayScore,

    /// <summary>Sees nothing of the proposal.</summary>
    Recused,
}

/// <summary>One declaration of a reviewer about one applicant; a later one replaces it and both are kept.</summary>
public sealed class InterestDeclaration
{
    private InterestDeclaration() { }

    public Guid Id { get; private set; }
    public Guid AssignmentId { get; private set; }
    public Guid CallId { get; private set; }
    public Interests Interests { get; private set; } = new(false, false, false, false, false, false);
    public string Explanation { get; private set; } = "";
    public InterestOutcome Outcome { get; private set; }
    public DateTimeOffset DeclaredAt { get; private set; }
    public string? Reason { get; private set; }

    /// <summary>Staff who decided; null when nobody had to.</summary>
    public string? DecidedBy { get; private set; }

    public static InterestDeclaration Of(
        Assignment assignment,
        Interests interests,
        string explanation,
        bool recuse,
        DateTimeOffset now
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            AssignmentId = assignment.Id,
            CallId = assignment.CallId,
            Interests = interests,
            Explanation = explanation,
            Outcome =
                recuse ? InterestOutcome.Recused
                : interests.Any ? InterestOutcome.Waiting
                : InterestOutcome.None,
            DeclaredAt = now,
        };

    /// <summary>Waiting → may score, or recused.</summary>
    public void Decide(bool mayScore, string reason, string by)
    {
        if (Outcome != InterestOutcome.Waiting)
        {
            throw ReviewRefusals.NothingToDecide().AsException();
        }

        Outcome = mayScore ? InterestOutcome.MayScore : InterestOutcome.Recused;
        Reason = reason;
        DecidedBy = by;
    }
}

/// <summary>What a reviewer keeps while they work; nobody else reads it.</summary>
public sealed class ReviewDraft
{
    private ReviewDraft() { }

    public ReviewDraft(Guid assignmentId) => AssignmentId = assignmentId;

    public Guid AssignmentId { get; private set; }
    public IReadOnlyList<Score> Scores { get; private set; } = [];
    public string PrivateNotes { get; private set; } = "";

    /// <summary>Counts saves.</summary>
    public int Version { get; private set; }
    public DateTimeOffset SavedAt { get; private set; }

    /// <exception cref="Kernel.RefusedException">CHANGED_MEANWHILE when it was saved since it was loaded.</exception>
    public void Save(IReadOnlyList<Score> scores, string notes, int loadedVersion, DateTimeOffset now)
    {
        if (loadedVersion != Version)
        {
            throw Kernel.Refusals.ChangedMeanwhile("draft").AsException();
        }

        Scores = scores;
        PrivateNotes = notes;
        SavedAt = now;
        Version++;
    }
}

/// <summary>What a reviewer can be given.</summary>
public sealed class ReviewerProfile
{
    private ReviewerProfile() { }

    public ReviewerProfile(Guid reviewerId, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ReviewerId = reviewerId;
    }

    public Guid Id { get; private set; }

    /// <summary>Account.</summary>
    public Guid ReviewerId { get; private set; }
    public IReadOnlyList<string> Languages { get; private set; } = [];
    public IReadOnlyList<string> Countries { get; private set; } = [];

    /// <summary>What they know about, in their own words; for people who assign, no rule reads it.</summary>
    public IReadOnlyList<string> Expertise { get; private set; } = [];

    /// <summary>Most proposals at once; 0 means no limit.</summary>
    public int MostProposals { get; private set; }

    public void Change(
        IReadOnlyList<string> languages,
        IReadOnlyList<string> countries,
        IReadOnlyList<string> expertise,
        int mostProposals
    )
    {
        Languages = languages;
        Countries = countries;
        Expertise = expertise;
        MostProposals = mostProposals;
    }
}

/// <summary>By when the reviews of a call are due.</summary>
public sealed class ReviewPlan
{
    private ReviewPlan() { }

    public ReviewPlan(Guid callId) => CallId = callId;

    public Guid CallId { get; private set; }

    /// <summary>Last day on which a review is in time, in the call's time zone.</summary>
    public DateOnly DueOn { get; private set; }

    public void SetDay(DateOnly dueOn) => DueOn = dueOn;
}

/// <summary>That a reviewer was reminded of a day, before it or after; once each, by the key.</summary>
public sealed class ReviewReminder
{
    private ReviewReminder() { }

    public ReviewReminder(Guid assignmentId, DateOnly dueOn, bool isLate, DateTimeOffset now)
    {
        AssignmentId = assignmentId;
        DueOn = dueOn;
        IsLate = isLate;
        RemindedAt = now;
    }

    public Guid AssignmentId { get; private set; }
    public DateOnly DueOn { get; private set; }

    /// <summary>True when the day had passed.</summary>
    public bool IsLate { get; private set; }
    public DateTimeOffset RemindedAt { get; private set; }
}

/// <summary>What reviewers whose scores were far apart agreed on; the newest counts, all are kept.</summary>
public sealed class ConsensusNote
{
    private ConsensusNote() { }

    public ConsensusNote(Proposal proposal, string note, string by, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        CallId = proposal.CallId;
        ProposalId = proposal.Id;
        Note = note;
        RecordedBy = by;
        RecordedAt = now;
    }

    public Guid Id { get; private set; }
    public Guid CallId { get; private set; }
    public Guid ProposalId { get; private set; }
    public string Note { get; private set; } = "";
    public string RecordedBy { get; private set; } = "";
    public DateTimeOffset RecordedAt { get; private set; }
}
