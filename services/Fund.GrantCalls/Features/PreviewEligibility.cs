using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// How the asking organisation stands against a call's criteria, before it begins to write. The rules are those of the
/// screening; nothing is stored.
/// </summary>
public sealed class PreviewEligibility(GrantCallsDb db, OrganisationLookup organisations, TimeProvider time)
{
    public async Task<V1.PreviewEligibilityResponse> HandleAsync(
        V1.PreviewEligibilityRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.CallId.ToId("call_id");
        var own = caller.OrganisationId ?? throw ProposalRefusals.NoOrganisation().AsException();
        var call = await db.Calls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (call is not { IsPublic: true })
        {
            throw Refusals.NotFound("call", request.CallId).AsException();
        }

        var proposal = await db
            .Proposals.AsNoTracking()
            .SingleOrDefaultAsync(row => row.CallId == id && row.OrganisationId == own, cancellationToken);
        var organisation = await organisations.GetAsync(own, cancellationToken);
        var (now, response) = (time.GetUtcNow(), new V1.PreviewEligibilityResponse());
        for (var i = 0; i < call.Criteria.Count; i++)
        {
            var criterion = call.Criteria[i];
            var finding = Eligibility.Foresee(criterion, call, proposal, organisation, now.DateIn(call.TimeZone));
            var result = CriterionResult.Of(Guid.Empty, criterion.Key, i, finding, now);
            response.Results.Add(result.ToWire());
        }

        return response;
    }
}
