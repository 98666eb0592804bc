using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Proposals, newest first: of a call for staff, trustees and auditors, handed in ones only and not before the deadline;
/// of their own organisation for everybody else.
/// </summary>
public sealed class ListProposals(GrantCallsDb db, TimeProvider time)
{
    public async Task<V1.ListProposalsResponse> HandleAsync(
        V1.ListProposalsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        return caller.MayReadProposals()
            ? await OfCallAsync(request, page, caller, cancellationToken)
            : await OfOrganisationAsync(request, page, caller, cancellationToken);
    }

    private async Task<V1.ListProposalsResponse> OfCallAsync(
        V1.ListProposalsRequest request,
        Page page,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var callId = check.Id("call_id", request.CallId);
        check.ThrowIfAny();
        var call =
            await db.Calls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == callId, cancellationToken)
            ?? throw Refusals.NotFound("call", request.CallId).AsException();
        call.RequireUnsealed(time.GetUtcNow());
        var recused = await db.RecusedFromAsync(caller, cancellationToken);
        var handedIn = db
            .Proposals.AsNoTracking()
            .Where(row => row.CallId == callId && !recused.Contains(row.Id))
            .Where(row => row.State != ProposalState.Draft && row.State != ProposalState.Withdrawn);
        var result = await page.NewestFirstAsync(handedIn, row => row.Id, cancellationToken);
        var results = await db.ResultsOfAsync([.. result.Items.Select(row => row.Id)], cancellationToken);
        var response = new V1.ListProposalsResponse { Page = result.ToWire() };
        response.Proposals.AddRange(
            result.Items.Select(row => row.ToWire(results.Where(found => found.ProposalId == row.Id)))
        );
        return response;
    }

    private async Task<V1.ListProposalsResponse> OfOrganisationAsync(
        V1.ListProposalsRequest request,
        Page page,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var organisation = caller.OrganisationId ?? throw ProposalRefusals.NoOrganisation().AsException();
        var own = db.Proposals.AsNoTracking().Where(row => row.OrganisationId == organisation);
        if (request.CallId.Length > 0)
        {
            var callId = request.CallId.ToId("call_id");
            own = own.Where(row => row.CallId == callId);
        }

        var result = await page.NewestFirstAsync(own, row => row.Id, cancellationToken);
        var response = new V1.ListProposalsResponse { Page = result.ToWire() };
        response.Proposals.AddRange(result.Items.Select(row => row.ToWire()));
        return response;
    }
}
