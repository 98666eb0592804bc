using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>The reviewed proposals of a closed call by average score, ties shown, and what is left of the envelope.</summary>
public sealed class GetRanking(GrantCallsDb db, TimeProvider time)
{
    private static readonly ProposalState[] Ranked =
    [
        ProposalState.Eligible,
        ProposalState.Awarding,
        ProposalState.Awarded,
        ProposalState.ReserveList,
        ProposalState.Declined,
    ];

    public async Task<V1.GetRankingResponse> HandleAsync(
        V1.GetRankingRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.CallId.ToId("call_id");
        var call =
            await db.Calls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw Refusals.NotFound("call", request.CallId).AsException();
        call.RequireUnsealed(time.GetUtcNow());
        var proposals = await db
            .Proposals.AsNoTracking()
            .Where(row => row.CallId == id && Ranked.Contains(row.State))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var reviews = await db
            .Assignments.AsNoTracking()
            .Where(row => row.CallId == id && row.State == AssignmentState.Reviewed)
            .Select(row => new { row.ProposalId, row.Total })
            .ToListAsync(cancellationToken);
        var totals = reviews.ToLookup(row => row.ProposalId, row => row.Total);
        var ranking = Ranking.Of(
            proposals.Keys.Select(proposal => new ReviewedProposal(proposal, [.. totals[proposal]])),
            call.ReviewersPerProposal,
            call.SpreadLimit
        );
        var recused = await db.RecusedFromAsync(caller, cancellationToken);
        var response = new V1.GetRankingResponse { Envelope = call.Envelope.ToWire(), Left = call.Left.ToWire() };
        response.Proposals.AddRange(
            ranking
                .Where(row => !recused.Contains(row.ProposalId))
                .Select(row => ToWire(row, proposals[row.ProposalId]))
        );
        return response;
    }

    private static V1.RankedProposal ToWire(RankedRow row, Proposal proposal) =>
        new()
        {
            Rank = row.Rank,
            ProposalId = row.ProposalId.ToWire(),
            ProposalNumber = proposal.Number ?? "",
            OrganisationId = proposal.OrganisationId.ToWire(),
            Title = proposal.Title,
            Requested = proposal.Requested?.ToWire(),
            AverageHundredths = row.AverageHundredths,
            Spread = row.Spread,
            Reviews = row.Reviews,
            FurtherReviewerNeeded = row.FurtherReviewerNeeded,
            State = Wire.Same<ProposalState, V1.ProposalState>(proposal.State),
        };
}
