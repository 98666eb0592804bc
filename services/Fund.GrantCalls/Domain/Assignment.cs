using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>Where a reviewer's assignment stands.</summary>
public enum AssignmentState
{
    /// <summary>Waits for the conflict declaration.</summary>
    Assigned,

    /// <summary>No conflict: may read and score.</summary>
    Cleared,

    /// <summary>Conflict declared: sees nothing of the proposal.</summary>
    Recused,

    /// <summary>Scores submitted.</summary>
    Reviewed,

    /// <summary>Interests declared that staff have to decide on: sees nothing until then.</summary>
    Declared,

    /// <summary>Taken off by staff; what was scored is kept and does not count.</summary>
    Removed,
}

/// <summary>Points for one criterion of the grid, with the reason.</summary>
public sealed record Score(string Key, int Points, string Reason);

/// <summary>One reviewer's task on one proposal: declare conflicts first, then read, then score.</summary>
public sealed class Assignment
{
    private Assignment() { }

    public Guid Id { get; private set; }
    public Guid CallId { get; private set; }
    public Guid ProposalId { get; private set; }

    /// <summary>Account of the reviewer.</summary>
    public Guid ReviewerId { get; private set; }
    public AssignmentState State { get; private set; }
    public string? Explanation { get; private set; }
    public IReadOnlyList<Score> Scores { get; private set; } = [];

    /// <summary>Sum of the points; 0 before submission.</summary>
    public int Total { get; private set; }
    public string AssignedBy { get; private set; } = "";
    public DateTimeOffset AssignedAt { get; private set; }
    public DateTimeOffset? DeclaredAt { get; private set; }
    public DateTimeOffset? ReviewedAt { get; private set; }
    public string? RemovalReason { get; private set; }
    public string? RemovedBy { get; private set; }

    public static Assignment Of(Proposal proposal, Guid reviewerId, string assignedBy, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            CallId = proposal.CallId,
            ProposalId = proposal.Id,
            ReviewerId = reviewerId,
            State = AssignmentState.Assigned,
            AssignedBy = assignedBy,
            AssignedAt = now,
        };

    /// <summary>The text may be read once the reviewer declared that there is no conflict.</summary>
    public bool MayRead => State is AssignmentState.Cleared or AssignmentState.Reviewed;

    /// <exception cref="RefusedException">ASSIGNMENT_STATE while the text may not be read.</exception>
    public void RequireReadable(string what)
    {
        if (!MayRead)
        {
            throw ReviewRefusals.State(what, State).AsException();
        }
    }

    /// <summary>
    /// Declares a conflict or none. A conflict can still be declared after "none", because circumstances change, but
    /// not after scoring.
    /// </summary>
    public void Declare(bool hasConflict, string explanation, DateTimeOffset now)
    {
        var possible = State == AssignmentState.Assigned || (State == AssignmentState.Cleared && hasConflict);
        if (!possible)
        {
            throw ReviewRefusals.State("declare", State).AsException();
        }

        State = hasConflict ? AssignmentState.Recused : AssignmentState.Cleared;
        Explanation = explanation.Length == 0 ? null : explanation;
        DeclaredAt = now;
    }

    /// <summary>
    /// Takes a declaration of interests: without any the text may be read, with some staff decide first, or the reviewer
    /// is recused. Can be made again until the scores are in, because circumstances change.
    /// </summary>
    public void Take(InterestDeclaration declaration, DateTimeOffset now)
    {
        if (State is not (AssignmentState.Assigned or AssignmentState.Declared or AssignmentState.Cleared))
        {
            throw ReviewRefusals.State("declare", State).AsException();
        }

        State = declaration.Outcome switch
        {
            InterestOutcome.None => AssignmentState.Cleared,
            InterestOutcome.Waiting => AssignmentState.Declared,
            _ => AssignmentState.Recused,
        };
        Explanation = declaration.Explanation.Length == 0 ? null : declaration.Explanation;
        DeclaredAt = now;
    }

    /// <summary>Declared → cleared, or recused, as staff decided.</summary>
    public void Settle(bool mayScore)
    {
        if (State != AssignmentState.Declared)
        {
            throw ReviewRefusals.NothingToDecide().AsException();
        }

        State = mayScore ? AssignmentState.Cleared : AssignmentState.Recused;
    }

    /// <summary>Takes the reviewer off. The scores stay on the record, for the trail.</summary>
    public void Remove(string reason, string by)
    {
        if (State is AssignmentState.Recused or AssignmentState.Removed)
        {
            throw ReviewRefusals.State("remove this reviewer", State).AsException();
        }

        State = AssignmentState.Removed;
        RemovalReason = reason;
        RemovedBy = by;
    }

    /// <summary>Submits the scores of the whole grid.</summary>
    /// <exception cref="RefusedException">ASSIGNMENT_STATE before a declaration, after a conflict and after scoring;
    /// INVALID_FIELDS when a score is above its weight, missing, doubled, unknown or without a reason.</exception>
    public void Review(IReadOnlyList<Score> scores, IReadOnlyList<ScoringCriterion> grid, DateTimeOffset now)
    {
        if (State != AssignmentState.Cleared)
        {
            throw ReviewRefusals.State("score", State).AsException();
        }

        var problems = ScoringRules.Check(scores, grid);
        if (problems.Count > 0)
        {
            throw Refusal.OfFields(problems).AsException();
        }

        Scores = scores;
        Total = scores.Sum(score => score.Points);
        ReviewedAt = now;
        State = AssignmentState.Reviewed;
    }
}

/// <summary>Why something cannot be done with a review.</summary>
public static class ReviewRefusals
{
    public static Refusal State(string what, AssignmentState state) =>
        new(
            RefusalKind.WrongState,
            "ASSIGNMENT_STATE",
            state switch
            {
                AssignmentState.Assigned => $"It is not possible to {what} yet: declare conflicts of interest first.",
                AssignmentState.Recused => $"It is not possible to {what}: a conflict of interest was declared.",
                AssignmentState.Declared =>
                    $"It is not possible to {what} yet: staff decide first on the interests that were declared.",
                AssignmentState.Removed => $"It is not possible to {what}: the reviewer was taken off this proposal.",
                AssignmentState.Reviewed => $"It is not possible to {what}: the scores were submitted already.",
                _ => $"It is not possible to {what}: it was declared already that there is no conflict.",
            }
        );

    public static Refusal SubmittedByThem(string what) =>
        new(
            RefusalKind.NotAllowed,
            "SAME_PERSON",
            $"Whoever submitted a proposal does not {what} it; somebody else has to."
        );

    public static Refusal NothingToDecide() =>
        new(
            RefusalKind.WrongState,
            "NO_INTERESTS_WAITING",
            "There is no declaration of interests of this reviewer that waits for a decision."
        );

    public static Refusal SpreadUnresolved(int spread, int limit) =>
        new(
            RefusalKind.WrongState,
            "SPREAD_UNRESOLVED",
            $"The reviewers' totals are {spread} points apart; more than {limit} asks for a further reviewer or a consensus note."
        );

    public static Refusal AlreadyAssigned() =>
        new(RefusalKind.WrongState, "ALREADY_ASSIGNED", "This reviewer is already assigned to this proposal.");
}
