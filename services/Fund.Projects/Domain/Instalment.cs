using Fund.Kernel;

namespace Fund.Projects.Domain;

/// <summary>Where an instalment stands.</summary>
public enum InstalmentState
{
    Planned,
    Requested,
    Approved,
    Paid,
}

/// <summary>
/// One part of the grant and the way it takes to be paid: one person requests it, one or two others approve it, then
/// the bank's payment is recorded. Being sent back starts a new round, in which everybody has to look again.
/// </summary>
public sealed class Instalment
{
    private readonly List<InstalmentStep> _steps = [];

    private Instalment() { }

    internal Instalment(Guid agreementId, int number, InstalmentTerm term)
    {
        Id = Guid.CreateVersion7();
        AgreementId = agreementId;
        Number = number;
        Amount = term.Amount;
        DueOn = term.DueOn;
        State = InstalmentState.Planned;
    }

    public Guid Id { get; private set; }

    public Guid AgreementId { get; private set; }

    /// <summary>1, 2, ...</summary>
    public int Number { get; private set; }

    /// <summary>USD.</summary>
    public Money Amount { get; private set; }

    public DateOnly DueOn { get; private set; }

    public InstalmentState State { get; private set; }

    /// <summary>Counts requests; approvals of an earlier round don't count.</summary>
    public int Round { get; private set; }

    /// <summary>Who did what, in order; never changed.</summary>
    public IReadOnlyList<InstalmentStep> Steps => _steps;

    /// <summary>The bank's payment; null before.</summary>
    public Payment? Payment { get; private set; }

    public string? RequestedBy => ThisRound(InstalmentStepKind.Requested).SingleOrDefault()?.Person;

    public IEnumerable<string> ApprovedBy => ThisRound(InstalmentStepKind.Approved).Select(step => step.Person);

    /// <summary>Approvals still needed before it can be paid.</summary>
    public int ApprovalsMissing(Policy policy) =>
        State is InstalmentState.Approved or InstalmentState.Paid
            ? 0
            : Math.Max(0, policy.ApprovalsNeeded(Amount) - ApprovedBy.Count());

    internal void Request(string person, DateTimeOffset now)
    {
        RequireState(InstalmentState.Planned, "planned");
        Round++;
        Note(InstalmentStepKind.Requested, person, now, null);
        State = InstalmentState.Requested;
    }

    internal void Approve(string person, Policy policy, DateTimeOffset now)
    {
        RequireState(InstalmentState.Requested, "requested");
        RequireOther(person);
        if (ApprovedBy.Contains(person))
        {
            throw ProjectRefusals.ApprovedByYouAlready(Number).AsException();
        }

        Note(InstalmentStepKind.Approved, person, now, null);
        if (ApprovalsMissing(policy) == 0)
        {
            State = InstalmentState.Approved;
        }
    }

    internal void Reject(string person, string reason, DateTimeOffset now)
    {
        if (State is not (InstalmentState.Requested or InstalmentState.Approved))
        {
            throw ProjectRefusals.InstalmentIs(Number, State, "requested or approved").AsException();
        }

        RequireOther(person);
        Note(InstalmentStepKind.Rejected, person, now, reason);
        State = InstalmentState.Planned;
    }

    internal void Pay(string person, string reference, DateOnly paidOn, DateTimeOffset now)
    {
        RequireState(InstalmentState.Approved, "approved");
        Payment = new Payment(this, person, reference, paidOn, now);
        State = InstalmentState.Paid;
    }

    internal void RequireState(InstalmentState state, string needed)
    {
        if (State != state)
        {
            throw ProjectRefusals.InstalmentIs(Number, State, needed).AsException();
        }
    }

    private void RequireOther(string person)
    {
        if (person == RequestedBy)
        {
            throw ProjectRefusals.RequesterMayNotApprove(Number).AsException();
        }
    }

    private IEnumerable<InstalmentStep> ThisRound(InstalmentStepKind kind) =>
        State == InstalmentState.Planned ? [] : _steps.Where(step => step.Round == Round && step.Kind == kind);

    private void Note(InstalmentStepKind kind, string person, DateTimeOffset now, string? reason) =>
        _steps.Add(new InstalmentStep(Id, Round, kind, person, now, reason));
}

/// <summary>What somebody did with an instalment.</summary>
public enum InstalmentStepKind
{
    Requested,
    Approved,
    Rejected,
}

/// <summary>One person's act on one instalment. Append-only.</summary>
public sealed class InstalmentStep
{
    private InstalmentStep() { }

    internal InstalmentStep(
        Guid instalmentId,
        int round,
        InstalmentStepKind kind,
        string person,
        DateTimeOffset at,
        string? reason
    )
    {
        Id = Guid.CreateVersion7();
        InstalmentId = instalmentId;
        Round = round;
        Kind = kind;
        Person = person;
        At = at;
        Reason = reason;
    }

    public Guid Id { get; private set; }

    public Guid InstalmentId { get; private set; }

    public int Round { get; private set; }

    public InstalmentStepKind Kind { get; private set; }

    /// <summary>Account id.</summary>
    public string Person { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    /// <summary>Why it was sent back; null otherwise.</summary>
    public string? Reason { get; private set; }
}

/// <summary>The bank paid an instalment. Append-only, at most one for each instalment.</summary>
public sealed class Payment
{
    private Payment() { }

    internal Payment(Instalment instalment, string recordedBy, string reference, DateOnly paidOn, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7();
        InstalmentId = instalment.Id;
        AgreementId = instalment.AgreementId;
        Amount = instalment.Amount;
        Reference = reference;
        PaidOn = paidOn;
        RecordedBy = recordedBy;
        RecordedAt = now;
    }

    public Guid Id { get; private set; }

    public Guid InstalmentId { get; private set; }

    public Guid AgreementId { get; private set; }

    /// <summary>USD.</summary>
    public Money Amount { get; private set; }

    /// <summary>The bank's reference.</summary>
    public string Reference { get; private set; } = "";

    public DateOnly PaidOn { get; private set; }

    public string RecordedBy { get; private set; } = "";

    public DateTimeOffset RecordedAt { get; private set; }
}
