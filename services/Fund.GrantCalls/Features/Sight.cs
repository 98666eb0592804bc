using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Who sees what, in one place.</summary>
internal static class Sight
{
    /// <summary>Calls before their publication: staff, auditors and trustees.</summary>
    public static bool MaySeeDrafts(this Caller caller) => caller.MayReadAll || caller.Is(Role.Trustee);

    /// <summary>Proposals after the deadline: the same people, except those who recused themselves from one.</summary>
    public static bool MayReadProposals(this Caller caller) => caller.MayReadAll || caller.Is(Role.Trustee);

    /// <summary>The account of a person; null for services and the public.</summary>
    public static Guid? AccountId(this Caller caller) => Guid.TryParse(caller.Subject, out var id) ? id : null;

    /// <summary>The caller's own organisation's proposal, locked.</summary>
    /// <param name="withBudget">False for a change that leaves the budget as it is.</param>
    /// <exception cref="RefusedException">NOT_FOUND, also when it is somebody else's.</exception>
    public static async Task<Proposal> LockOwnProposalAsync(
        this GrantCallsDb db,
        Guid id,
        Caller caller,
        CancellationToken cancellationToken,
        bool withBudget = true
    )
    {
        var proposal = await db.LockProposalAsync(id, cancellationToken, withBudget);
        return caller.MayActFor(proposal.OrganisationId)
            ? proposal
            : throw Refusals.NotFound("proposal", id.ToWire()).AsException();
    }

    /// <summary>
    /// The proposals a caller is recused from, as a reviewer or as a trustee, or has declared interests in that nobody has
    /// decided on yet: those do not exist for them, whatever else they may be.
    /// </summary>
    public static Task<HashSet<Guid>> RecusedFromAsync(
        this GrantCallsDb db,
        Caller caller,
        CancellationToken cancellationToken
    ) => db.RecusedFromAsync(caller.AccountId(), cancellationToken);

    /// <inheritdoc cref="RecusedFromAsync(GrantCallsDb, Caller, CancellationToken)"/>
    public static async Task<HashSet<Guid>> RecusedFromAsync(
        this GrantCallsDb db,
        Guid? accountId,
        CancellationToken cancellationToken
    )
    {
        if (accountId is not { } account)
        {
            return [];
        }

        var asReviewer = db
            .Assignments.Where(row => row.ReviewerId == account)
            .Where(row => row.State == AssignmentState.Recused || row.State == AssignmentState.Declared)
            .Select(row => row.ProposalId);
        var asTrustee = db.BindingRecusals.Where(row => row.TrusteeId == account).Select(row => row.ProposalId);
        return [.. await asReviewer.Union(asTrustee).ToListAsync(cancellationToken)];
    }

    /// <summary>A proposal that the caller is recused from does not exist for them.</summary>
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task RefuseRecusedAsync(
        this GrantCallsDb db,
        Guid proposalId,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        if ((await db.RecusedFromAsync(caller, cancellationToken)).Contains(proposalId))
        {
            throw Refusals.NotFound("proposal", proposalId.ToWire()).AsException();
        }
    }

    /// <summary>How the criteria of proposals stand.</summary>
    public static Task<List<CriterionResult>> ResultsOfAsync(
        this GrantCallsDb db,
        IReadOnlyCollection<Guid> proposals,
        CancellationToken cancellationToken
    ) =>
        db
            .CriterionResults.AsNoTracking()
            .Where(row => proposals.Contains(row.ProposalId))
            .OrderBy(row => row.Position)
            .ToListAsync(cancellationToken);
}
