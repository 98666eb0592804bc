using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Starts the organisation's draft for an open call, empty or with what an earlier one says; one proposal per organisation
/// and call.
/// </summary>
public sealed class StartProposal(GrantCallsDb db, CallForms forms, TimeProvider time)
{
    public Task<V1.StartProposalResponse> HandleAsync(
        V1.StartProposalRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var callId = check.Id("call_id", request.CallId);
        var fromId = check.OptionalId("from_proposal_id", request.FromProposalId);
        check.ThrowIfAny();
        var organisation = caller.OrganisationId ?? throw ProposalRefusals.NoOrganisation().AsException();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                // The lock makes two members of one organisation, starting at once, meet here and not at the index.
                var call = await db.LockCallAsync(callId, token);
                if (!call.IsPublic)
                {
                    throw Refusals.NotFound("call", request.CallId).AsException();
                }

                var now = time.GetUtcNow();
                call.RequireOpen(now);
                await RefuseSecondAsync(callId, organisation, token);
                var proposal = Proposal.Start(callId, organisation, caller.Subject, now);
                if (fromId is { } earlier)
                {
                    var form = await forms.InForceAsync(db, call, token);
                    proposal.BeginWith(await EarlierAsync(earlier, organisation, token), form);
                }

                db.Add(proposal);
                return new V1.StartProposalResponse { Proposal = proposal.ToWire() };
            },
            cancellationToken
        );
    }

    private async Task<ProposalContent> EarlierAsync(Guid id, Guid organisation, CancellationToken cancellationToken)
    {
        var earlier = await db
            .Proposals.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == id && row.OrganisationId == organisation, cancellationToken);
        return earlier?.Content ?? throw Refusals.NotFound("proposal", id.ToWire()).AsException();
    }

    private async Task RefuseSecondAsync(Guid callId, Guid organisation, CancellationToken cancellationToken)
    {
        var existing = await db
            .Proposals.Where(row => row.CallId == callId && row.OrganisationId == organisation)
            .Select(row => (Guid?)row.Id)
            .SingleOrDefaultAsync(cancellationToken);
        if (existing is { } id)
        {
            throw ProposalRefusals.AlreadyStarted(id).AsException();
        }
    }
}
