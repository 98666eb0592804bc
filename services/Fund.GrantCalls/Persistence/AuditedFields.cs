using Fund.GrantCalls.Domain;
using Fund.Hosting;

namespace Fund.GrantCalls.Persistence;

/// <summary>
/// What the audit trail may hold of this service's records. What applicants and reviewers write in their own words is
/// told by the field's name only: it is sealed from others, and may speak of people. So is all else that a proposal
/// says, also its title and what it asks for: the trail is read before the deadline too. See decision 0047.
/// </summary>
public static class AuditedFields
{
    public static AuditFields Fields { get; } =
        new AuditFields()
            .Names<Call>(
                nameof(Call.Titles),
                nameof(Call.Descriptions),
                nameof(Call.Criteria),
                nameof(Call.Questions),
                nameof(Call.Grid),
                nameof(Call.Extensions),
                nameof(Call.EnvelopeChanges),
                nameof(Call.EnvelopeChanging),
                nameof(Call.Priorities),
                nameof(Call.Ceilings)
            )
            .Texts<Call>(
                nameof(Call.TimeZone),
                nameof(Call.CancellationReason),
                nameof(Call.PublishRequest),
                nameof(Call.CreatedBy)
            )
            .Names<CallForm>(nameof(CallForm.Form))
            .Texts<CallForm>(nameof(CallForm.CreatedBy))
            .Names<Proposal>(
                nameof(Proposal.Title),
                nameof(Proposal.Summary),
                nameof(Proposal.CountryCode),
                nameof(Proposal.Requested),
                nameof(Proposal.DurationMonths),
                nameof(Proposal.Answers),
                nameof(Proposal.SubmittedAnswers),
                nameof(Proposal.Sections)
            )
            .Texts<Proposal>(
                nameof(Proposal.Number),
                nameof(Proposal.SubmittedBy),
                nameof(Proposal.OrganisationName),
                nameof(Proposal.DecisionReasons),
                nameof(Proposal.CreatedBy)
            )
            .Counts<BudgetLine>()
            .Names<ProposalFile>(nameof(ProposalFile.Name))
            .Texts<ProposalFile>(
                nameof(ProposalFile.Question),
                nameof(ProposalFile.Kind),
                nameof(ProposalFile.Sha256),
                nameof(ProposalFile.SentBy)
            )
            .Leaves<ProposalFilePart>()
            .Texts<RefusedSubmission>(
                nameof(RefusedSubmission.AttemptedBy),
                nameof(RefusedSubmission.Reason),
                nameof(RefusedSubmission.Message)
            )
            .Names<Screening>(nameof(Screening.Organisation))
            .Texts<Screening>(nameof(Screening.ScreenedBy))
            .Texts<CriterionResult>(
                nameof(CriterionResult.Key),
                nameof(CriterionResult.Reason),
                nameof(CriterionResult.DecidedBy)
            )
            .Texts<CriterionDecision>(
                nameof(CriterionDecision.Key),
                nameof(CriterionDecision.ReplacedReason),
                nameof(CriterionDecision.Reason),
                nameof(CriterionDecision.DecidedBy)
            )
            .Names<Assignment>(nameof(Assignment.Explanation), nameof(Assignment.Scores))
            .Texts<Assignment>(
                nameof(Assignment.AssignedBy),
                nameof(Assignment.RemovalReason),
                nameof(Assignment.RemovedBy)
            )
            .Names<InterestDeclaration>(nameof(InterestDeclaration.Interests), nameof(InterestDeclaration.Explanation))
            .Texts<InterestDeclaration>(nameof(InterestDeclaration.Reason), nameof(InterestDeclaration.DecidedBy))
            .Names<ReviewDraft>(nameof(ReviewDraft.Scores), nameof(ReviewDraft.PrivateNotes))
            .Texts<ReviewerProfile>(nameof(ReviewerProfile.Languages), nameof(ReviewerProfile.Countries))
            .Names<ReviewerProfile>(nameof(ReviewerProfile.Expertise))
            .Names<ConsensusNote>(nameof(ConsensusNote.Note))
            .Texts<ConsensusNote>(nameof(ConsensusNote.RecordedBy))
            .Names<BoardSession>(
                nameof(BoardSession.Agenda),
                nameof(BoardSession.CallIds),
                nameof(BoardSession.Attendees)
            )
            .Texts<BoardSession>(
                nameof(BoardSession.Present),
                nameof(BoardSession.Place),
                nameof(BoardSession.RecordedBy)
            )
            .Texts<BoardRecusal>(
                nameof(BoardRecusal.Name),
                nameof(BoardRecusal.Reason),
                nameof(BoardRecusal.RecordedBy),
                nameof(BoardRecusal.UndoneBy),
                nameof(BoardRecusal.UndoReason)
            )
            .Names<BoardPackPrint>(nameof(BoardPackPrint.LeftOut), nameof(BoardPackPrint.File))
            .Texts<BoardPackPrint>(nameof(BoardPackPrint.Language), nameof(BoardPackPrint.RequestedBy))
            .Names<Minutes>(nameof(Minutes.Sections))
            .Texts<Minutes>(nameof(Minutes.Language), nameof(Minutes.WrittenBy), nameof(Minutes.ApprovedBy))
            .Texts<BoardDecision>(
                nameof(BoardDecision.Reasons),
                nameof(BoardDecision.Conditions),
                nameof(BoardDecision.DepartureReason),
                nameof(BoardDecision.Recused),
                nameof(BoardDecision.RecordedBy),
                nameof(BoardDecision.UndoneBy),
                nameof(BoardDecision.UndoReason)
            )
            .Texts<Award>(
                nameof(Award.OrganisationName),
                nameof(Award.Title),
                nameof(Award.CountryCode),
                nameof(Award.Reasons),
                nameof(Award.Conditions),
                nameof(Award.DepartureReason),
                nameof(Award.Recused),
                nameof(Award.DecidedBy),
                nameof(Award.RefusalReason)
            )
            .Names<Award>(nameof(Award.Request))
            .Texts<Clarification>(
                nameof(Clarification.Question),
                nameof(Clarification.PublishedQuestion),
                nameof(Clarification.Answer),
                nameof(Clarification.AnsweredBy)
            )
            .Names<AdoptedPortfolio>(nameof(AdoptedPortfolio.Result))
            .Texts<AdoptedPortfolio>(nameof(AdoptedPortfolio.AdoptedBy))
            .Names<Letter>(nameof(Letter.Text))
            .Texts<Letter>(
                nameof(Letter.ProposalNumber),
                nameof(Letter.OrganisationName),
                nameof(Letter.Language),
                nameof(Letter.Subject),
                nameof(Letter.WrittenBy)
            )
            .Texts<Setting>(nameof(Setting.Key), nameof(Setting.Source));
}
