namespace Fund.GrantCalls.Domain;

/// <summary>How one criterion stands for one proposal: what the rule found, or what a named person decided.</summary>
public sealed class CriterionResult
{
    private CriterionResult() { }

    public Guid ProposalId { get; private set; }
    public string Key { get; private set; } = "";

    /// <summary>Order within the call's criteria, from 0.</summary>
    public int Position { get; private set; }
    public CriterionOutcome Outcome { get; private set; }
    public string Reason { get; private set; } = "";

    /// <summary>Account of the person who decided or overrode it; null when the rule did.</summary>
    public string? DecidedBy { get; private set; }
    public DateTimeOffset At { get; private set; }

    public static CriterionResult Of(Guid proposalId, string key, int position, Finding finding, DateTimeOffset now) =>
        new()
        {
            ProposalId = proposalId,
            Key = key,
            Position = position,
            Outcome = finding.Outcome,
            Reason = finding.Reason.Text,
            At = now,
        };

    /// <summary>A new screening replaces what a rule found before, never what a person decided.</summary>
    public void Renew(Finding finding, DateTimeOffset now)
    {
        if (DecidedBy is null)
        {
            Outcome = finding.Outcome;
            Reason = finding.Reason.Text;
            At = now;
        }
    }

    /// <summary>A person decides; the log keeps what it replaces.</summary>
    public CriterionDecision Decide(bool met, string reason, string by, DateTimeOffset now)
    {
        var log = new CriterionDecision(ProposalId, Key, Outcome, Reason, met, reason, by, now);
        Outcome = met ? CriterionOutcome.Met : CriterionOutcome.NotMet;
        Reason = reason;
        DecidedBy = by;
        At = now;
        return log;
    }
}

/// <summary>Log of who decided or overrode a criterion; never changed.</summary>
public sealed class CriterionDecision
{
    private CriterionDecision() { }

    internal CriterionDecision(
        Guid proposalId,
        string key,
        CriterionOutcome replacedOutcome,
        string replacedReason,
        bool met,
        string reason,
        string decidedBy,
        DateTimeOffset decidedAt
    )
    {
        Id = Guid.CreateVersion7(decidedAt);
        ProposalId = proposalId;
        Key = key;
        ReplacedOutcome = replacedOutcome;
        ReplacedReason = replacedReason;
        Met = met;
        Reason = reason;
        DecidedBy = decidedBy;
        DecidedAt = decidedAt;
    }

    public Guid Id { get; private set; }
    public Guid ProposalId { get; private set; }
    public string Key { get; private set; } = "";
    public CriterionOutcome ReplacedOutcome { get; private set; }
    public string ReplacedReason { get; private set; } = "";
    public bool Met { get; private set; }
    public string Reason { get; private set; } = "";
    public string DecidedBy { get; private set; } = "";
    public DateTimeOffset DecidedAt { get; private set; }
}

/// <summary>The organisation's data that a screening was based on; a new screening adds a new one.</summary>
public sealed class Screening
{
    private Screening() { }

    public Screening(Guid proposalId, OrganisationSnapshot organisation, string screenedBy, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        ProposalId = proposalId;
        Organisation = organisation;
        ScreenedBy = screenedBy;
        ScreenedAt = now;
    }

    public Guid Id { get; private set; }
    public Guid ProposalId { get; private set; }
    public OrganisationSnapshot Organisation { get; private set; } = null!;
    public string ScreenedBy { get; private set; } = "";
    public DateTimeOffset ScreenedAt { get; private set; }
}

/// <summary>A submission that was refused, kept so that a dispute about a deadline can be settled.</summary>
public sealed class RefusedSubmission
{
    private RefusedSubmission() { }

    public RefusedSubmission(
        Guid proposalId,
        string attemptedBy,
        DateTimeOffset attemptedAt,
        string reason,
        string message
    )
    {
        Id = Guid.CreateVersion7(attemptedAt);
        ProposalId = proposalId;
        AttemptedBy = attemptedBy;
        AttemptedAt = attemptedAt;
        Reason = reason;
        Message = message;
    }

    public Guid Id { get; private set; }
    public Guid ProposalId { get; private set; }
    public string AttemptedBy { get; private set; } = "";
    public DateTimeOffset AttemptedAt { get; private set; }
    public string Reason { get; private set; } = "";
    public string Message { get; private set; } = "";
}
