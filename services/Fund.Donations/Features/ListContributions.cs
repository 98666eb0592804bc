using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Contributions of one donor or of all, newest first.</summary>
public sealed class ListContributions(DonationsDb db)
{
    public async Task<V1.ListContributionsResponse> HandleAsync(
        V1.ListContributionsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var contributions = db.Contributions.AsNoTracking();
        if (await db.WantedDonorAsync(caller, request.DonorId, cancellationToken) is { } donorId)
        {
            contributions = contributions.Where(contribution => contribution.DonorId == donorId);
        }

        contributions = request.ValuationState switch
        {
            V1.ValuationState.AwaitingRate => contributions.Where(contribution => contribution.UsdCents == null),
            V1.ValuationState.Valued => contributions.Where(contribution => contribution.UsdCents != null),
            _ => contributions,
        };
        var page = await Page.Of(request.Page)
            .NewestFirstAsync(contributions, contribution => contribution.Id, cancellationToken);
        var correctedBy = await db.CorrectedByAsync(page.Items, cancellationToken);
        return new V1.ListContributionsResponse
        {
            Contributions =
            {
                page.Items.Select(contribution => contribution.ToWire(correctedBy.GetValueOrDefault(contribution.Id))),
            },
            Page = page.ToWire(),
        };
    }
}
