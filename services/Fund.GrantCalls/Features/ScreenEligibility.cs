using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Runs the eligibility rules over a submitted proposal. The organisation's data are asked of the projects service
/// before the transaction and stored with the screening.
/// </summary>
public sealed class ScreenEligibility(GrantCallsDb db, OrganisationLookup organisations, TimeProvider time)
{
    public async Task<V1.ScreenEligibilityResponse> HandleAsync(
        V1.ScreenEligibilityRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ProposalId.ToId("proposal_id");
        var organisationId = await CheckAsync(id, cancellationToken);
        var organisation = await organisations.GetAsync(organisationId, cancellationToken);
        return await db.OnceAsync(
            caller,
            request.RequestId,
            request,
            token => ScreenAsync(id, organisation, caller, token),
            cancellationToken
        );
    }

    /// <summary>What can be refused without asking anybody else.</summary>
    private async Task<Guid> CheckAsync(Guid id, CancellationToken cancellationToken)
    {
        var proposal =
            await db.Proposals.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw Refusals.NotFound("proposal", id.ToWire()).AsException();
        var call = await db.Calls.AsNoTracking().SingleAsync(row => row.Id == proposal.CallId, cancellationToken);
        call.RequireUnsealed(time.GetUtcNow());
        return proposal.OrganisationId;
    }

    private async Task<V1.ScreenEligibilityResponse> ScreenAsync(
        Guid id,
        OrganisationSnapshot organisation,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var (call, proposal) = await db.LockWithCallAsync(id, cancellationToken);
        var now = time.GetUtcNow();
        call.BeginEvaluation(now);
        proposal.RequireScreenable();
        await db.RefuseOnceReviewBegunAsync(id, cancellationToken);
        db.Add(new Screening(id, organisation, caller.Subject, now));
        proposal.NameOrganisation(organisation.Name);
        var results = await db.CriterionResults.Where(row => row.ProposalId == id).ToListAsync(cancellationToken);
        for (var i = 0; i < call.Criteria.Count; i++)
        {
            var criterion = call.Criteria[i];
            var finding = Eligibility.Judge(criterion, call, proposal, organisation, now.DateIn(call.TimeZone));
            if (results.Find(row => row.Key == criterion.Key) is { } result)
            {
                result.Renew(finding, now);
                continue;
            }

            result = CriterionResult.Of(id, criterion.Key, i, finding, now);
            db.Add(result);
            results.Add(result);
        }

        proposal.Screen([.. results.Select(row => row.Outcome)]);
        await db.SettleAsync(call, cancellationToken);
        return new V1.ScreenEligibilityResponse { Proposal = proposal.ToWire(results) };
    }
}
