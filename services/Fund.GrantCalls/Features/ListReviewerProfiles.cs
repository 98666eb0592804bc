using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>What reviewers can be given, newest first; for a reviewer only their own.</summary>
public sealed class ListReviewerProfiles(GrantCallsDb db)
{
    public async Task<V1.ListReviewerProfilesResponse> HandleAsync(
        V1.ListReviewerProfilesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        var account = caller.AccountId();
        var rows = caller.MayReadAll
            ? db.ReviewerProfiles.AsNoTracking()
            : db.ReviewerProfiles.AsNoTracking().Where(row => row.ReviewerId == account);
        var result = await page.NewestFirstAsync(rows, row => row.Id, cancellationToken);
        var loads = await db.LoadsAsync([.. result.Items.Select(row => row.ReviewerId)], cancellationToken);
        return new V1.ListReviewerProfilesResponse
        {
            Profiles = { result.Items.Select(row => row.ToWire(loads.GetValueOrDefault(row.ReviewerId))) },
            Page = result.ToWire(),
        };
    }
}
