using Fund.Kernel;

namespace Fund.Projects.Domain;

/// <summary>The Board's decision that an agreement is made from.</summary>
public sealed record Award(
    Guid AwardId,
    Guid CallId,
    Guid ProposalId,
    string ProposalNumber,
    Guid OrganisationId,
    string Title,
    string CountryCode,
    Money Amount,
    int DurationMonths,
    IReadOnlyList<BudgetTerm> RequestedBudget,
    DateOnly DecidedOn
);
