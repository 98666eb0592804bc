using Fund.Common.V1;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.GrantCalls.Features;

/// <summary>The ranking as a CSV file, with the same filters.</summary>
public sealed class ExportRanking(GrantCallsDb db, TimeProvider time)
{
    private static readonly string[] Columns =
    [
        "rank",
        "tied",
        "proposal",
        "organisation",
        "title",
        "country",
        "region",
        "average",
        "spread",
        "reviews",
        "further_reviewer_needed",
        "requested_usd",
        "awarded_usd",
        "state",
        "below_minimum",
    ];

    public async Task HandleAsync(
        V1.ExportRankingRequest request,
        Caller caller,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var filter = RankingFilter.Read(
            new V1.GetRankingRequest
            {
                Region = request.Region,
                CountryCode = request.CountryCode,
                PassMarkHundredths = request.PassMarkHundredths,
                State = request.State,
                Question = request.Question,
                Answer = request.Answer,
            }
        );
        var call = await db.UnsealedCallAsync(request.CallId, time.GetUtcNow(), cancellationToken);
        var ranking = await db.RankAsync(call, filter, caller, cancellationToken);
        await using var stream = new FilePartStream(parts, "ranking.csv", CsvFile.MediaType, cancellationToken);
        await using (var file = await CsvFile.BeginAsync(stream, Columns, cancellationToken))
        {
            foreach (var (row, proposal, isTied, below) in ranking)
            {
                await file.Number(row.Rank)
                    .Text(isTied ? "yes" : "no")
                    .Text(proposal.Number)
                    .Text(proposal.OrganisationName)
                    .Text(proposal.Title)
                    .Text(proposal.CountryCode)
                    .Text(Geography.NameOf(Geography.RegionOf(proposal.CountryCode)))
                    .Number(row.AverageHundredths / 100m)
                    .Number(row.Spread)
                    .Number(row.Reviews)
                    .Text(row.FurtherReviewerNeeded ? "yes" : "no")
                    .Amount(proposal.Requested)
                    .Amount(proposal.Awarded)
                    .Text(proposal.State.ToString())
                    .Text(string.Join("; ", below.Select(one => one.Label)))
                    .EndRowAsync(cancellationToken);
            }
        }

        await stream.CompleteAsync();
    }
}
