using Fund.GrantCalls.Domain;
using Fund.Hosting;

namespace Fund.GrantCalls.Grpc;

/// <summary>What leaves on the wire of clarifications, reviews, selection and the Board.</summary>
internal static class EvaluationWire
{
    /// <param name="clarification">The question.</param>
    /// <param name="asking">Organisation that looks, which recognises its own questions.</param>
    public static V1.Clarification ToWire(this Clarification clarification, Guid? asking) =>
        new()
        {
            ClarificationId = clarification.Id.ToWire(),
            CallId = clarification.CallId.ToWire(),
            Question = clarification.PublishedQuestion ?? clarification.Question,
            Answer = clarification.Answer ?? "",
            AskedAt = clarification.AskedAt.ToWire(),
            PublishedAt = clarification.PublishedAt.ToWire(),
            IsOwn = clarification.OrganisationId == asking,
        };

    public static V1.InterestDeclaration ToWire(
        this InterestDeclaration declaration,
        Assignment assignment,
        Proposal proposal
    ) =>
        new()
        {
            AssignmentId = assignment.Id.ToWire(),
            ReviewerId = assignment.ReviewerId.ToWire(),
            ProposalNumber = proposal.Number ?? "",
            OrganisationName = proposal.OrganisationName ?? "",
            Interests = new V1.Interests
            {
                Financial = declaration.Interests.Financial,
                Governance = declaration.Interests.Governance,
                Personal = declaration.Interests.Personal,
                Advised = declaration.Interests.Advised,
                Employment = declaration.Interests.Employment,
                Other = declaration.Interests.Other,
            },
            Explanation = declaration.Explanation,
            Outcome = Wire.Same<InterestOutcome, V1.InterestOutcome>(declaration.Outcome),
            Reason = declaration.Reason ?? "",
            DeclaredAt = declaration.DeclaredAt.ToWire(),
        };

    public static V1.ReviewDraft ToWire(this ReviewDraft draft) =>
        new()
        {
            Scores = { draft.Scores.Select(ToWire) },
            PrivateNotes = draft.PrivateNotes,
            Version = draft.Version,
            SavedAt = draft.SavedAt.ToWire(),
        };

    /// <param name="profile">What they can be given.</param>
    /// <param name="load">Proposals they have to review now.</param>
    public static V1.ReviewerProfile ToWire(this ReviewerProfile profile, int load) =>
        new()
        {
            ReviewerId = profile.ReviewerId.ToWire(),
            Languages = { profile.Languages },
            Countries = { profile.Countries },
            MostProposals = profile.MostProposals,
            Expertise = { profile.Expertise },
            Load = load,
        };

    public static V1.ConsensusNote ToWire(this ConsensusNote note) =>
        new()
        {
            ProposalId = note.ProposalId.ToWire(),
            Note = note.Note,
            RecordedAt = note.RecordedAt.ToWire(),
        };

    public static V1.BelowMinimum ToWire(this BelowMinimum missed) =>
        new()
        {
            Key = missed.Key,
            Label = missed.Label,
            AverageHundredths = missed.AverageHundredths,
            Minimum = missed.Minimum,
        };

    private static V1.Score ToWire(Score score) =>
        new()
        {
            Key = score.Key,
            Points = score.Points,
            Reason = score.Reason,
        };
}
