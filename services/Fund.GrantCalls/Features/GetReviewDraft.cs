using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>The asking reviewer's own draft scores and notes, while the text may be read.</summary>
public sealed class GetReviewDraft(GrantCallsDb db)
{
    public async Task<V1.GetReviewDraftResponse> HandleAsync(
        V1.GetReviewDraftRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.AssignmentId.ToId("assignment_id");
        var account = caller.AccountId();
        var assignment =
            await db
                .Assignments.AsNoTracking()
                .SingleOrDefaultAsync(row => row.Id == id && row.ReviewerId == account, cancellationToken)
            ?? throw Refusals.NotFound("assignment", id.ToWire()).AsException();
        assignment.RequireReadable("read the draft");
        var draft = await db
            .ReviewDrafts.AsNoTracking()
            .SingleOrDefaultAsync(row => row.AssignmentId == id, cancellationToken);
        return new V1.GetReviewDraftResponse { Draft = draft?.ToWire() ?? new V1.ReviewDraft() };
    }
}
