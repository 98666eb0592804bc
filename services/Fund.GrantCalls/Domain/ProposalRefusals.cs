using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>Why something cannot be done with a proposal.</summary>
public static class ProposalRefusals
{
    public static Refusal State(string what, ProposalState state) =>
        new(
            RefusalKind.WrongState,
            "PROPOSAL_STATE",
            $"It is not possible to {what} this proposal: it is {CallRefusals.Words(state)}."
        );

    public static Refusal AlreadyStarted(Guid proposalId) =>
        new(
            RefusalKind.WrongState,
            "PROPOSAL_EXISTS",
            "Your organisation has a proposal for this call already; one per organisation is allowed. Go on with that one."
        )
        {
            Facts = new Dictionary<string, string> { ["proposal_id"] = proposalId.ToString("D") },
        };

    public static Refusal NoOrganisation() =>
        new(RefusalKind.NotAllowed, "NO_ORGANISATION", "Your account belongs to no organisation; only one can apply.");

    public static Refusal NotScreened() =>
        new(RefusalKind.WrongState, "NOT_SCREENED", "Screen the proposal first; then its criteria can be decided.");

    public static Refusal ReviewBegun(int reviewers) =>
        new(
            RefusalKind.WrongState,
            "REVIEW_BEGUN",
            $"Eligibility is settled: {reviewers} reviewers are already assigned to this proposal."
        );
}
