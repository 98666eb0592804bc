using Fund.Forms;
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
/// <param name="Details">How the amount is made up; null when nobody said.</param>
public sealed record BudgetItem(string Category, string Description, Money? Amount, BudgetDetails? Details = null)
{
    public BudgetFigures Figures => (Details?.Figures ?? new BudgetFigures()) with { Amount = Amount?.MinorUnits };
}

/// <summary>How a line of a budget is made up.</summary>
/// <param name="Figures">All but the amount.</param>
public sealed record BudgetDetails(string Place, string Unit, BudgetFigures Figures, string Remark)
{
    /// <summary>Equal when all that is said is; quarters one by one.</summary>
    public bool Equals(BudgetDetails? other) =>
        other is not null
        && (Place, Unit, Remark) == (other.Place, other.Unit, other.Remark)
        && Figures with { Quarters = [] } == other.Figures with { Quarters = [] }
        && Figures.Quarters.SequenceEqual(other.Figures.Quarters);

    public override int GetHashCode() => HashCode.Combine(Place, Unit, Remark, Figures.Quantity, Figures.UnitCost);
}

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
        Details = item.Details;
    }

    public Guid Id { get; private set; }
    public Guid ProposalId { get; private set; }

    /// <summary>Order within the budget, from 0.</summary>
    public int Position { get; private set; }
    public string Category { get; private set; } = "";
    public string Description { get; private set; } = "";
    public Money? Amount { get; private set; }

    /// <summary>How the amount is made up; null when nobody said.</summary>
    public BudgetDetails? Details { get; private set; }
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

    /// <summary>All that was ever answered and not taken back, also what the form does not ask at the moment.</summary>
    public IReadOnlyList<Answer> Answers { get; private set; } = [];

    /// <summary>What was handed in: the answers to all that the form asked at the latest submission.</summary>
    public IReadOnlyList<Answer> SubmittedAnswers { get; private set; } = [];

    /// <summary>Version of the form at the latest submission; 0 before, and where the questions were the form.</summary>
    public int FormNumber { get; private set; }

    /// <summary>Who saved which section last, and how often it was saved.</summary>
    public IReadOnlyList<SectionMark> Sections { get; private set; } = [];
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

    /// <summary>
    /// Takes over what an earlier proposal of the organisation says, where this form asks for it too. Nobody has saved any
    /// section by that. What has to be said or sent anew is not taken over: declarations, files, what the profile says.
    /// </summary>
    public void BeginWith(ProposalContent earlier, FormVersion form) =>
        Take(earlier with { Answers = [.. earlier.Answers.Where(answer => IsCarriedOver(answer, form))] });

    private static bool IsCarriedOver(Answer answer, FormVersion form) =>
        form.Asks(answer.Key)
        && form.FieldOf(answer.Key)
            is { Type: not (FieldType.Declaration or FieldType.File), Prefill: "" or "earlier" };

    /// <summary>True once it was handed in and not taken back: what staff may see after the deadline.</summary>
    public bool IsHandedIn => State is not (ProposalState.Draft or ProposalState.Withdrawn);

    /// <summary>Ids of the files among the answers that were handed in.</summary>
    public IEnumerable<Guid> HandedInFiles =>
        SubmittedAnswers.Select(answer => Guid.TryParseExact(answer.Value, "D", out var id) ? id : Guid.Empty);

    /// <summary>Only a draft can be written to.</summary>
    /// <exception cref="RefusedException">PROPOSAL_STATE.</exception>
    public void RequireWritable() => Require("save", ProposalState.Draft, ProposalState.Withdrawn);

    /// <summary>The content as it stands: of a proposal that is handed in, what was handed in.</summary>
    public ProposalContent Content =>
        new(
            Title,
            Summary,
            CountryCode,
            Requested,
            DurationMonths,
            IsHandedIn ? SubmittedAnswers : Answers,
            [
                .. _budget
                    .OrderBy(line => line.Position)
                    .Select(line => new BudgetItem(line.Category, line.Description, line.Amount, line.Details)),
            ]
        );

    /// <summary>Replaces all that a draft says; answers that the form does not ask any more stay.</summary>
    /// <param name="form">The form in force.</param>
    /// <exception cref="RefusedException">PROPOSAL_STATE when it is handed in; CHANGED_MEANWHILE when somebody else
    /// saved since it was loaded.</exception>
    public void Save(ProposalContent content, int loadedVersion, FormVersion form, string by, DateTimeOffset now)
    {
        Require("save", ProposalState.Draft, ProposalState.Withdrawn);
        if (loadedVersion != Version)
        {
            throw Refusals.ChangedMeanwhile("proposal").AsException();
        }

        var before = Content;
        Take(content);
        Answers = [.. content.Answers, .. before.Answers.Where(answer => IsLeftOver(answer, content, form))];
        var changed = ProposalSections
            .KeysOf(form)
            .Where(key => !ProposalSections.IsSame(key, before, content, form))
            .ToList();
        foreach (var key in changed)
        {
            Mark(key, by, now);
        }

        Version++;
    }

    /// <summary>Replaces one section of a draft, whoever saved the others since.</summary>
    /// <param name="part">Content of which only this section counts.</param>
    /// <param name="loadedVersion">Version of the section that was loaded.</param>
    /// <exception cref="RefusedException">PROPOSAL_STATE when it is handed in; CHANGED_MEANWHILE when somebody else
    /// saved this section since it was loaded.</exception>
    public void SaveSection(
        string key,
        ProposalContent part,
        int loadedVersion,
        FormVersion form,
        string by,
        DateTimeOffset now
    )
    {
        Require("save", ProposalState.Draft, ProposalState.Withdrawn);
        if (loadedVersion != VersionOf(key))
        {
            throw Refusals.ChangedMeanwhile("section").AsException();
        }

        Take(ProposalSections.Replace(key, Content, part, form));
        Mark(key, by, now);
        Version++;
    }

    /// <summary>Keys of all answers there are, asked or not.</summary>
    public IReadOnlySet<string> AnsweredKeys => Answers.Select(answer => answer.Key).ToHashSet(StringComparer.Ordinal);

    /// <summary>How often a section was saved.</summary>
    public int VersionOf(string section) => Sections.FirstOrDefault(mark => mark.Key == section)?.Version ?? 0;

    /// <summary>Draft or withdrawn → submitted. The caller has checked the deadline and the content.</summary>
    /// <param name="number">Running number to give when it has none yet.</param>
    /// <param name="reading">Its answers, read with the form in force.</param>
    public void Submit(string number, FormReading reading, string by, DateTimeOffset now)
    {
        Require("submit", ProposalState.Draft, ProposalState.Withdrawn);
        SubmittedAnswers = [.. reading.Submitted().Select(answer => new Answer(answer.Key, answer.Value))];
        FormNumber = reading.Form.Number;
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

    /// <summary>Reserve list or declined → where it was before that decision, which was taken back.</summary>
    /// <param name="rank">Place on the reserve list it had; null when it was not on it.</param>
    /// <param name="reasons">Reasons of the decision that stands again; null without one.</param>
    public void TakeBackDecision(int? rank, string? reasons)
    {
        Require("take the decision back on", ProposalState.Eligible, ProposalState.ReserveList, ProposalState.Declined);
        ReserveRank = rank;
        DecisionReasons = reasons;
        State = rank is null ? ProposalState.Eligible : ProposalState.ReserveList;
    }

    private static bool IsLeftOver(Answer answer, ProposalContent content, FormVersion form) =>
        !form.Asks(answer.Key) && content.Answers.All(other => other.Key != answer.Key);

    private void Take(ProposalContent content)
    {
        Title = content.Title;
        Summary = content.Summary;
        CountryCode = content.CountryCode;
        Requested = content.Requested;
        DurationMonths = content.DurationMonths;
        Answers = content.Answers;
        if (!content.Budget.SequenceEqual(Content.Budget))
        {
            _budget.Clear();
            _budget.AddRange(content.Budget.Select((item, position) => new BudgetLine(Id, position, item)));
        }
    }

    private void Mark(string section, string by, DateTimeOffset now) =>
        Sections = [
            .. Sections.Where(mark => mark.Key != section),
            new SectionMark(section, VersionOf(section) + 1, by, now),
        ];

    private void Require(string what, params ProposalState[] states)
    {
        if (!states.Contains(State))
        {
            throw ProposalRefusals.State(what, State).AsException();
        }
    }
}
