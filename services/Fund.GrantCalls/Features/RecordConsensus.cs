using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Records what reviewers whose totals are far apart agreed on.</summary>
public sealed class RecordConsensus(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.RecordConsensusResponse> HandleAsync(
        V1.RecordConsensusRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("proposal_id", request.ProposalId);
        var text = check.Text("note", request.Note, 4_000);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.RefuseRecusedAsync(id, caller, token);
                var (call, proposal) = await db.LockWithCallAsync(id, token);
                var now = time.GetUtcNow();
                call.RequireClosed(now, "record a consensus");
                proposal.RequireReviewable();
                var reviews = await db.CountReviewsAsync(id, token);
                if (reviews < call.ReviewersPerProposal)
                {
                    throw BoardRefusals.ReviewsMissing(reviews, call.ReviewersPerProposal).AsException();
                }

                var note = new ConsensusNote(proposal, text, caller.Subject, now);
                db.Add(note);
                return new V1.RecordConsensusResponse { Note = note.ToWire() };
            },
            cancellationToken
        );
    }
}
