using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;

namespace Fund.GrantCalls.Features;

/// <summary>The reviewed proposals of a closed call by average score, ties shown, and what is left of the envelope.</summary>
public sealed class GetRanking(GrantCallsDb db, TimeProvider time)
{
    public async Task<V1.GetRankingResponse> HandleAsync(
        V1.GetRankingRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var filter = RankingFilter.Read(request);
        var call = await db.UnsealedCallAsync(request.CallId, time.GetUtcNow(), cancellationToken);
        var ranking = await db.RankAsync(call, filter, caller, cancellationToken);
        var response = new V1.GetRankingResponse { Envelope = call.Envelope.ToWire(), Left = call.Left.ToWire() };
        response.Proposals.AddRange(ranking.Select(ToWire));
        return response;
    }

    private static V1.RankedProposal ToWire(RankedLine line)
    {
        var (row, proposal) = (line.Row, line.Proposal);
        return new()
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
            CountryCode = proposal.CountryCode,
            Region = Geography.NameOf(Geography.RegionOf(proposal.CountryCode)),
            OrganisationName = proposal.OrganisationName ?? "",
            IsTied = line.IsTied,
            BelowMinimum = { line.BelowMinimum.Select(EvaluationWire.ToWire) },
        };
    }
}
