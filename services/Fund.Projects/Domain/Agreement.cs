using Fund.Kernel;

namespace Fund.Projects.Domain;

/// <summary>
/// A grant agreement: made from one award, agreed on by both parties, then paid in instalments against accepted
/// reports. The root of everything below it: whoever changes an instalment or a report does it through here.
/// </summary>
public sealed partial class Agreement
{
    private readonly List<BudgetLine> _budget = [];
    private readonly List<Instalment> _instalments = [];
    private readonly List<Report> _reports = [];
    private readonly List<AgreementStep> _steps = [];

    private Agreement() { }

    public Guid Id { get; private set; }

    /// <summary>Running number, such as "VTF-2026-0003", without gaps in a year.</summary>
    public string Number { get; private set; } = "";

    public Guid AwardId { get; private set; }

    public Guid CallId { get; private set; }

    public Guid ProposalId { get; private set; }

    public string ProposalNumber { get; private set; } = "";

    public Guid OrganisationId { get; private set; }

    public string Title { get; private set; } = "";

    public string CountryCode { get; private set; } = "";

    /// <summary>Awarded, USD.</summary>
    public Money Amount { get; private set; }

    /// <summary>Sum of the payments, USD; never above <see cref="Amount"/>.</summary>
    public Money Paid { get; private set; }

    public int DurationMonths { get; private set; }

    public DateOnly DecidedOn { get; private set; }

    public AgreementState State { get; private set; }

    public DateOnly? StartsOn { get; private set; }

    public DateOnly? EndsOn { get; private set; }

    /// <summary>Why it is suspended; null when it isn't.</summary>
    public string? SuspensionReason { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Counts changes; the optimistic lock.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<BudgetLine> Budget => _budget;

    public IReadOnlyList<Instalment> Instalments => _instalments;

    public IReadOnlyList<Report> Reports => _reports;

    /// <summary>Who did what, in order; never changed.</summary>
    public IReadOnlyList<AgreementStep> Steps => _steps;

    public bool HasTerms => StartsOn is not null && _instalments.Count > 0;

    /// <summary>The number of the agreement with a place in its year.</summary>
    public static string NumberOf(int year, int place) => $"VTF-{year:0000}-{place:0000}";

    /// <summary>The draft that an award makes; its budget is what was requested, for staff to settle.</summary>
    public static Agreement Draft(Award award, string number, DateTimeOffset now)
    {
        var agreement = new Agreement
        {
            Id = Guid.CreateVersion7(),
            Number = number,
            AwardId = award.AwardId,
            CallId = award.CallId,
            ProposalId = award.ProposalId,
            ProposalNumber = award.ProposalNumber,
            OrganisationId = award.OrganisationId,
            Title = award.Title,
            CountryCode = award.CountryCode,
            Amount = award.Amount,
            Paid = Money.Zero(Currency.Usd),
            DurationMonths = award.DurationMonths,
            DecidedOn = award.DecidedOn,
            State = AgreementState.Draft,
            CreatedAt = now,
            Version = 1,
        };
        var requested = award
            .RequestedBudget.Where(line => BudgetCategories.Exists(line.Category) && line.Amount.IsPositive)
            .DistinctBy(line => line.Category)
            .OrderBy(line => line.Category, StringComparer.Ordinal);
        agreement._budget.AddRange(requested.Select(line => new BudgetLine(agreement.Id, line.Category, line.Amount)));
        return agreement;
    }

    /// <summary>Sets or replaces the terms of a draft.</summary>
    /// <param name="version">The version that was loaded.</param>
    public void SetTerms(AgreementTerms terms, int version, Policy policy, string person, DateTimeOffset now)
    {
        RequireTermsMayBeSet(version);
        var problems = terms.Problems(Amount, DurationMonths, policy).ToList();
        if (problems.Count > 0)
        {
            throw Refusal.OfFields(problems).AsException();
        }

        StartsOn = terms.StartsOn;
        EndsOn = terms.EndsOn;
        Replace(
            _budget,
            terms.Budget.OrderBy(line => line.Category, StringComparer.Ordinal),
            (line, _) => new BudgetLine(Id, line.Category, line.Amount)
        );
        Replace(_instalments, terms.Instalments, (term, i) => new Instalment(Id, i + 1, term));
        Replace(_reports, terms.Reports, (term, i) => new Report(Id, i + 1, i == terms.Reports.Count - 1, term));
        Note(AgreementStepKind.TermsSet, person, now);
    }

    /// <summary>Refuses unless it is a draft and nobody has changed it since it was loaded.</summary>
    public void RequireTermsMayBeSet(int version)
    {
        RequireState("a draft", AgreementState.Draft);
        if (version != Version)
        {
            throw Refusals.ChangedMeanwhile("agreement").AsException();
        }
    }

    /// <summary>Sends the draft to the organisation.</summary>
    public void Send(string person, DateTimeOffset now)
    {
        RequireState("a draft", AgreementState.Draft);
        RequireTerms();
        State = AgreementState.Sent;
        Note(AgreementStepKind.Sent, person, now);
    }

    /// <summary>Signs for the organisation, whose standing is looked at once more.</summary>
    public void SignForOrganisation(Organisation organisation, string person, DateTimeOffset now)
    {
        RequireState("sent and not signed by the organisation yet", AgreementState.Sent);
        RequireSignable(organisation);
        State = AgreementState.Signed;
        Note(AgreementStepKind.SignedByOrganisation, person, now);
    }

    /// <summary>Signs for the Fund, after the organisation; the agreement is active from then on.</summary>
    public void SignForFund(Organisation organisation, string person, DateTimeOffset now)
    {
        RequireState("signed by the organisation", AgreementState.Signed);
        RequireOtherThanPreparer(person);
        RequireSignable(organisation);
        State = AgreementState.Active;
        Note(AgreementStepKind.SignedByFund, person, now);
    }

    /// <summary>Suspends: nothing is paid meanwhile; reports are still taken.</summary>
    public void Suspend(string reason, string person, DateTimeOffset now)
    {
        RequireState("active", AgreementState.Active);
        State = AgreementState.Suspended;
        SuspensionReason = reason;
        Note(AgreementStepKind.Suspended, person, now, reason);
    }

    public void Resume(string person, DateTimeOffset now)
    {
        RequireState("suspended", AgreementState.Suspended);
        State = AgreementState.Active;
        SuspensionReason = null;
        Note(AgreementStepKind.Resumed, person, now);
    }

    private static void Replace<TItem, TTerm>(List<TItem> items, IEnumerable<TTerm> terms, Func<TTerm, int, TItem> make)
    {
        items.Clear();
        items.AddRange(terms.Select(make));
    }

    /// <summary>
    /// Whoever wrote the terms, sent them or signed for the other side is the first pair of eyes, whatever role the person
    /// has since been given.
    /// </summary>
    private void RequireOtherThanPreparer(string person)
    {
        AgreementStepKind[] preparing =
        [
            AgreementStepKind.TermsSet,
            AgreementStepKind.Sent,
            AgreementStepKind.SignedByOrganisation,
        ];
        if (_steps.Exists(step => step.Person == person && preparing.Contains(step.Kind)))
        {
            throw ProjectRefusals.PreparerMayNotSign(Number).AsException();
        }
    }

    private void RequireSignable(Organisation organisation)
    {
        RequireTerms();
        if (organisation.HasRedFlag)
        {
            throw ProjectRefusals.RedFlag().AsException();
        }
    }

    private void RequireTerms()
    {
        if (!HasTerms)
        {
            throw ProjectRefusals.NoTerms().AsException();
        }
    }

    private void RequireState(string needed, params ReadOnlySpan<AgreementState> states)
    {
        if (!states.Contains(State))
        {
            throw ProjectRefusals.AgreementIs(State, needed).AsException();
        }
    }

    private void Note(AgreementStepKind kind, string person, DateTimeOffset now, string? reason = null)
    {
        _steps.Add(new AgreementStep(Id, kind, person, now, reason));
        Version++;
    }
}
