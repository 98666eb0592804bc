using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Saves a draft of any incompleteness; refused when somebody else saved since it was loaded.</summary>
public sealed class SaveProposal(GrantCallsDb db, KnownCalls calls, CallForms forms, TimeProvider time)
{
    public Task<V1.SaveProposalResponse> HandleAsync(
        V1.SaveProposalRequest request,
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
                var call = await calls.OfAsync(db, proposal.CallId, token);
                var now = time.GetUtcNow();
                call.RequireOpen(now);
                var form = await forms.InForceAsync(db, call, token);
                var check = new Check();
                var content = new ProposalContentReader(check, form, proposal.AnsweredKeys).Read(request.Content);
                await db.CheckFilesAsync(id, form, content.Answers, proposal.Answers, check, token);
                check.ThrowIfAny();
                proposal.Save(content, request.Version, form, caller.Subject, now);
                return new V1.SaveProposalResponse { Proposal = proposal.ToWire() };
            },
            cancellationToken
        );
    }
}
