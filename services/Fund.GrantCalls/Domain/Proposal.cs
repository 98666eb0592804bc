using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>Where a proposal stands.</summary>
public enum ProposalState
{
    Draft,
    Submitted,
    Withdrawn,
    Ineligible,
    Eligible,

    /// <summary>An award is being committed.</summary>
    Awarding,
    Awarded,
    ReserveList,
    Declined,
}

/// <summary>One answer, as typed: a draft keeps whatever its writer wrote, the submission checks it.</summary>
public sealed record Answer(string Key, string Value);

/// <summary>What a proposal says. Drafts may leave anything out.</summary>
/// <param name="Requested">Null while nothing is requested.</param>
/// <param name="DurationMonths">0 while unknown.</param>
public sealed record ProposalContent(
    string Title,
    string Summary,
    string CountryCode,
    Money? Requested,
    int DurationMonths,
    IReadOnlyList<Answer> Answers,
    IReadOnlyList<BudgetItem> Budget
);

/// <summary>One line of a budget as given.</summary>
/// <param name="Category">A to G; empty while unknown.</param>
/// <param name="Amount">Null while unknown.</param>
public sealed record BudgetItem(string Category, string Description, Money? Amount);

/// <summary>One line of a proposal's budget as stored: a row of its own, so that later work can join to it.</summary>
public sealed class BudgetLine
{
    private BudgetLine() { }

    internal BudgetLine(Guid proposalId, int position, BudgetItem item)
    {
        Id = Guid.CreateVersion7();
        ProposalId = proposalId;
        Position = position;
        Category = item.Category;
        Description = item.Description;
        Amount = item.Amount;
    }

    public Guid Id { get; private set; }
    public Guid ProposalId { get; private set; }

    /// <summary>Order within the budget, from 0.</summary>
    public int Position { get; private set; }
    public string Category { get; private set; } = "";
    public string Description { get; private set; } = "";
    public Money? Amount { get; private set; }
}

/// <summary>
/// One organisation's proposal for one call: draft → submitted (withdrawn and submitted again until the deadline) →
/// eligible or ineligible → awarding → awarded, reserve list or declined.
/// </summary>
public sealed class Proposal
{
    private readonly List<BudgetLine> _budget = [];

    private Proposal() { }

    public Guid Id { get; private set; }
    public Guid CallId { get; private set; }
    public Guid OrganisationId { get; private set; }
    public ProposalState State { get; private set; }
    public string Title { get; private set; } = "";
    public string Summary { get; private set; } = "";
    public string CountryCode { get; private set; } = "";
    public Money? Requested { get; private set; }
    public int DurationMonths { get; private set; }
    public IReadOnlyList<Answer> Answers { get; private set; } = [];
    public IReadOnlyList<BudgetLine> Budget => _budget;

    /// <summary>Counts saves.</summary>
    public int Version { get; private set; }

    /// <summary>Such as "2026-0007", given at the first submission and kept.</summary>
    public string? Number { get; private set; }
    public DateTimeOffset? SubmittedAt { get; private set; }
    public string? SubmittedBy { get; private set; }

    /// <summary>The organisation's name as it was at the screening.</summary>
    public string? OrganisationName { get; private set; }

    /// <summary>Place on the reserve list, while on it or being awarded from it.</summary>
    public int? ReserveRank { get; private set; }
    public string? DecisionReasons { get; private set; }
    public Money? Awarded { get; private set; }
    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>An empty draft.</summary>
    public static Proposal Start(Guid callId, Guid organisationId, string createdBy, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            CallId = callId,
            OrganisationId = organisationId,
            State = ProposalState.Draft,
            CreatedBy = createdBy,
            CreatedAt = now,
        };

    /// <summary>True once it was handed in and not taken back: what staff may see after the deadline.</summary>
    public bool IsHandedIn => State is not (ProposalState.Draft or ProposalState.Withdrawn);

    /// <summary>The content as it stands.</summary>
    public ProposalContent Content =>
        new(
            Title,
            Summary,
            CountryCode,
            Requested,
            DurationMonths,
            Answers,
            [
                .. _budget
                    .OrderBy(line => line.Position)
                    .Select(line => new BudgetItem(line.Category, line.Description, line.Amount)),
            ]
        );

    /// <summary>Replaces all that a draft says.</summary>
    /// <exception cref="RefusedException">PROPOSAL_STATE when it is handed in; CHANGED_MEANWHILE when somebody else
    /// saved since it was loaded.</exception>
    public void Save(ProposalContent content, int loadedVersion)
    {
        Require("save", ProposalState.Draft, ProposalState.Withdrawn);
        if (loadedVersion != Version)
        {
            throw Refusals.ChangedMeanwhile("proposal").AsException();
        }

        Title = content.Title;
        Summary = content.Summary;
        CountryCode = content.CountryCode;
        Requested = content.Requested;
        DurationMonths = content.DurationMonths;
        Answers = content.Answers;
        _budget.Clear();
        _budget.AddRange(content.Budget.Select((item, position) => new BudgetLine(Id, position, item)));
        Version++;
    }

    /// <summary>Draft or withdrawn → submitted. The caller has checked the deadline and the content.</summary>
    /// <param name="number">Running number to give when it has none yet.</param>
    public void Submit(string number, string by, DateTimeOffset now)
    {
        Require("submit", ProposalState.Draft, ProposalState.Withdrawn);
        Number ??= number;
        // To the microsecond, which is what the database keeps: the answer and what is read later are the same.
        SubmittedAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        SubmittedBy = by;
        State = ProposalState.Submitted;
    }

    /// <summary>Submitted → withdrawn; it can be changed and submitted again until the deadline.</summary>
    public void Withdraw()
    {
        Require("withdraw", ProposalState.Submitted);
        State = ProposalState.Withdrawn;
    }

    /// <summary>Takes the outcome of the criteria: all met → eligible, one not met → ineligible, else it waits.</summary>
    public void Screen(IReadOnlyCollection<CriterionOutcome> outcomes)
    {
        RequireScreenable();
        State =
            outcomes.Contains(CriterionOutcome.NotMet) ? ProposalState.Ineligible
            : outcomes.All(outcome => outcome == CriterionOutcome.Met) ? ProposalState.Eligible
            : ProposalState.Submitted;
    }

    public void RequireScreenable() =>
        Require("screen", ProposalState.Submitted, ProposalState.Ineligible, ProposalState.Eligible);

    public void NameOrganisation(string name) => OrganisationName = name;

    /// <summary>Nobody reviews or decides on what they submitted, whatever role they have since been given.</summary>
    /// <exception cref="Kernel.RefusedException">SAME_PERSON.</exception>
    public void RequireOther(string person, string what)
    {
        if (person == SubmittedBy)
        {
            throw ReviewRefusals.SubmittedByThem(what).AsException();
        }
    }

    /// <summary>Reviews are taken until the Board has decided for good.</summary>
    public void RequireReviewable() => Require("review", ProposalState.Eligible, ProposalState.ReserveList);

    /// <summary>The Board decides on eligible proposals and on those of the reserve list.</summary>
    public void RequireDecidable() => Require("decide", ProposalState.Eligible, ProposalState.ReserveList);

    /// <summary>→ awarding: the envelope holds the amount, the fund has still to commit it.</summary>
    public void BeginAward()
    {
        RequireDecidable();
        State = ProposalState.Awarding;
    }

    /// <summary>Awarding → awarded.</summary>
    public void FinishAward(Money amount, string reasons)
    {
        Require("award", ProposalState.Awarding);
        Awarded = amount;
        DecisionReasons = reasons;
        ReserveRank = null;
        State = ProposalState.Awarded;
    }

    /// <summary>Awarding → where it was, because the fund refused.</summary>
    public void UndoAward()
    {
        Require("undo the award of", ProposalState.Awarding);
        State = ReserveRank is null ? ProposalState.Eligible : ProposalState.ReserveList;
    }

    /// <summary>→ reserve list at a place, or to another place on it.</summary>
    public void Reserve(int rank, string reasons)
    {
        RequireDecidable();
        ReserveRank = rank;
        DecisionReasons = reasons;
        State = ProposalState.ReserveList;
    }

    /// <summary>→ declined, with reasons.</summary>
    public void Decline(string reasons)
    {
        RequireDecidable();
        ReserveRank = null;
        DecisionReasons = reasons;
        State = ProposalState.Declined;
    }

    private void Require(string what, params ProposalState[] states)
    {
        if (!states.Contains(State))
        {
            throw ProposalRefusals.State(what, State).AsException();
        }
    }
}
