using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Steps that several use cases of the evaluation share.</summary>
internal static class Evaluating
{
    /// <summary>Saves, and then moves the call to decided when nothing waits for a decision any more, or back.</summary>
    public static async Task SettleAsync(this GrantCallsDb db, Call call, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        call.Settle(await db.CountUndecidedAsync(call.Id, cancellationToken));
    }

    /// <summary>Once reviewers are assigned, the question of eligibility is closed.</summary>
    /// <exception cref="RefusedException">REVIEW_BEGUN.</exception>
    public static async Task RefuseOnceReviewBegunAsync(
        this GrantCallsDb db,
        Guid proposalId,
        CancellationToken cancellationToken
    )
    {
        var reviewers = await db.Assignments.CountAsync(row => row.ProposalId == proposalId, cancellationToken);
        if (reviewers > 0)
        {
            throw ProposalRefusals.ReviewBegun(reviewers).AsException();
        }
    }
}
