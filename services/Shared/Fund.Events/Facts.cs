namespace Fund.Events;

/// <summary>What every event carries: facts in the past tense, never a command, never personal data.</summary>
public interface IFact
{
    /// <summary>The thing it is about; events of one aggregate leave in the order they were made.</summary>
    Guid AggregateId { get; }
}

/// <summary>A contribution was recorded. Amounts in minor units of <paramref name="CurrencyCode"/>.</summary>
public sealed record ContributionRecorded(
    Guid ContributionId,
    Guid DonorId,
    long AmountMinor,
    string CurrencyCode,
    DateOnly ValueDate
) : IFact
{
    public Guid AggregateId => ContributionId;
}

/// <summary>An instalment of a pledge falls due soon, or is overdue; told once of each. Carries no amount.</summary>
/// <param name="NoticeId">Id of this fact, the same however often it is delivered.</param>
/// <param name="Number">Number of the instalment in the pledge's plan, from 1.</param>
public sealed record PledgeInstalmentCameDue(
    Guid NoticeId,
    Guid PledgeId,
    Guid DonorId,
    int Number,
    DateOnly DueDate,
    bool Overdue
) : IFact
{
    public Guid AggregateId => PledgeId;
}

/// <summary>A statement of contributions was made for a donor. Carries no figures.</summary>
/// <param name="NoticeId">Id of this fact, the same however often it is delivered.</param>
/// <param name="Number">Running number of the statement.</param>
public sealed record StatementBecameReady(
    Guid NoticeId,
    Guid DonorId,
    string Number,
    DateOnly FromDate,
    DateOnly ToDate
) : IFact
{
    public Guid AggregateId => DonorId;
}

/// <summary>A donor that was a duplicate was merged into the donor that it is.</summary>
/// <param name="MergeId">The merge, by which it can be undone.</param>
/// <param name="DonorId">Donor that stays.</param>
/// <param name="MergedDonorId">The duplicate, whose id stands for the donor from now on.</param>
public sealed record DonorsMerged(Guid MergeId, Guid DonorId, Guid MergedDonorId) : IFact
{
    public Guid AggregateId => MergeId;
}

/// <summary>A merge was undone: the two are two donors again.</summary>
/// <param name="MergeId">The merge that holds no more.</param>
/// <param name="DonorId">Donor that had stayed.</param>
/// <param name="MergedDonorId">Donor that is one of its own again.</param>
public sealed record DonorMergeUndone(Guid MergeId, Guid DonorId, Guid MergedDonorId) : IFact
{
    public Guid AggregateId => MergeId;
}

/// <summary>The Board awarded a grant and its money is committed. Amount in US cents.</summary>
/// <param name="DecidedOn">Date of the Board's session.</param>
public sealed record AwardDecided(
    Guid AwardId,
    Guid CallId,
    Guid ProposalId,
    string ProposalNumber,
    Guid OrganisationId,
    string OrganisationName,
    string Title,
    string CountryCode,
    long AmountUsdCents,
    int DurationMonths,
    IReadOnlyList<AwardedBudgetLine> Budget,
    DateOnly DecidedOn
) : IFact
{
    public Guid AggregateId => AwardId;
}

/// <summary>Requested budget of one category (A to G), in US cents.</summary>
public sealed record AwardedBudgetLine(string Category, long AmountUsdCents);

/// <summary>A question about a call was answered and published; one fact for each organisation that is told.</summary>
/// <param name="NoticeId">Id of this fact, the same however often it is delivered.</param>
public sealed record ClarificationPublished(Guid NoticeId, Guid ClarificationId, Guid CallId, Guid OrganisationId)
    : IFact
{
    public Guid AggregateId => ClarificationId;
}

/// <summary>The day of a review that is not handed in came near; told once of each day. Says nothing of the proposal.</summary>
/// <param name="NoticeId">Id of this fact, the same however often it is delivered.</param>
/// <param name="ReviewerId">Account of the reviewer.</param>
public sealed record ReviewDayCameNear(Guid NoticeId, Guid AssignmentId, Guid CallId, Guid ReviewerId, DateOnly DueOn)
    : IFact
{
    public Guid AggregateId => AssignmentId;
}

/// <summary>A review was not handed in by its day; told once of each day. Says nothing of the proposal.</summary>
/// <param name="NoticeId">Id of this fact, the same however often it is delivered.</param>
/// <param name="ReviewerId">Account of the reviewer.</param>
public sealed record ReviewBecameLate(Guid NoticeId, Guid AssignmentId, Guid CallId, Guid ReviewerId, DateOnly DueOn)
    : IFact
{
    public Guid AggregateId => AssignmentId;
}

/// <summary>A letter about the Board's decision was sent to an organisation. Says nothing of the decision.</summary>
/// <param name="NoticeId">Id of this fact, the same however often it is delivered.</param>
public sealed record DecisionLetterSent(Guid NoticeId, Guid LetterId, Guid CallId, Guid ProposalId, Guid OrganisationId)
    : IFact
{
    public Guid AggregateId => LetterId;
}

/// <summary>Both parties signed a grant agreement. Amount in US cents.</summary>
/// <param name="Reports">The reporting periods agreed, oldest first.</param>
public sealed record AgreementActivated(
    Guid AgreementId,
    string AgreementNumber,
    Guid AwardId,
    Guid CallId,
    Guid OrganisationId,
    string Title,
    string CountryCode,
    long AmountUsdCents,
    DateOnly StartsOn,
    DateOnly EndsOn,
    IReadOnlyList<AgreedReport> Reports
) : IFact
{
    public Guid AggregateId => AgreementId;
}

/// <summary>One reporting period of an agreement.</summary>
public sealed record AgreedReport(Guid ReportId, int Number, bool Final, DateOnly PeriodFrom, DateOnly PeriodTo);

/// <summary>The deadline of a call was moved to a later time; one fact for each organisation with a proposal for it.</summary>
/// <param name="NoticeId">Id of this fact, the same however often it is delivered.</param>
/// <param name="ClosesAt">First instant after the new window.</param>
public sealed record CallDeadlineExtended(Guid NoticeId, Guid CallId, Guid OrganisationId, DateTimeOffset ClosesAt)
    : IFact
{
    public Guid AggregateId => CallId;
}

/// <summary>The bank paid an instalment. Amount in US cents.</summary>
public sealed record InstalmentPaid(
    Guid InstalmentId,
    Guid AgreementId,
    Guid AwardId,
    int Number,
    long AmountUsdCents,
    DateOnly PaidOn
) : IFact
{
    public Guid AggregateId => AgreementId;
}

/// <summary>A beneficiary return was accepted: the figures of its period count. Carries no figures.</summary>
public sealed record BeneficiaryReturnAccepted(Guid ReturnId, Guid AgreementId, Guid ReportId) : IFact
{
    public Guid AggregateId => AgreementId;
}

/// <summary>Disclosure-safe figures were published.</summary>
/// <param name="Results">Headline figures as published; a protected one says so in words.</param>
public sealed record FiguresPublished(Guid ReleaseId, int Number, DateOnly UpTo, IReadOnlyList<PublishedFigure> Results)
    : IFact
{
    public Guid AggregateId => ReleaseId;
}

/// <summary>One headline figure, such as "people assisted directly" and "1,204" or "fewer than 11".</summary>
public sealed record PublishedFigure(string Measure, string Figure);
