using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Takes a submitted proposal back; until the deadline it can be changed and submitted again.</summary>
public sealed class WithdrawProposal(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.WithdrawProposalResponse> HandleAsync(
        V1.WithdrawProposalRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ProposalId.ToId("proposal_id");
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var proposal = await db.LockOwnProposalAsync(id, caller, token);
                var call = await db.Calls.AsNoTracking().SingleAsync(row => row.Id == proposal.CallId, token);
                call.RequireOpen(time.GetUtcNow());
                proposal.Withdraw();
                return new V1.WithdrawProposalResponse { Proposal = proposal.ToWire() };
            },
            cancellationToken
        );
    }
}
