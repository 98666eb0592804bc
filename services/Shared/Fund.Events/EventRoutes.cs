namespace Fund.Events;

/// <summary>One event type and one queue that receives it.</summary>
/// <param name="EventType">A record of this project.</param>
/// <param name="Queue">Service, a dot and what it does: <c>projects.award-decided</c>.</param>
public sealed record EventRoute(Type EventType, string Queue);

/// <summary>
/// Which event goes where: the one table. Every process declares all of it at start, so that nothing published is
/// lost before its consumer has ever run.
/// </summary>
public static class EventRoutes
{
    public static IReadOnlyList<EventRoute> All { get; } =
    [
        new(typeof(ContributionRecorded), "gateway.contribution-recorded"),
        new(typeof(PledgeInstalmentCameDue), "gateway.pledge-instalment-came-due"),
        new(typeof(StatementBecameReady), "gateway.statement-became-ready"),
        new(typeof(DonorsMerged), "gateway.donors-merged"),
        new(typeof(DonorMergeUndone), "gateway.donor-merge-undone"),
        new(typeof(AwardDecided), "projects.award-decided"),
        new(typeof(CallDeadlineExtended), "gateway.call-deadline-extended"),
        new(typeof(ClarificationPublished), "gateway.clarification-published"),
        new(typeof(ReviewDayCameNear), "gateway.review-day-came-near"),
        new(typeof(ReviewBecameLate), "gateway.review-became-late"),
        new(typeof(DecisionLetterSent), "gateway.decision-letter-sent"),
        new(typeof(AgreementActivated), "beneficiaries.agreement-activated"),
        new(typeof(AgreementActivated), "donations.agreement-activated"),
        new(typeof(InstalmentPaid), "donations.instalment-paid"),
        new(typeof(BeneficiaryReturnAccepted), "projects.beneficiary-return-accepted"),
        new(typeof(FiguresPublished), "donations.figures-published"),
    ];
}
