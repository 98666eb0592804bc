using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>What reviewers can be given, newest first.</summary>
public sealed class ListReviewerProfiles(GrantCallsDb db)
{
    public async Task<V1.ListReviewerProfilesResponse> HandleAsync(
        V1.ListReviewerProfilesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        _ = caller;
        var page = Page.Of(request.Page);
        var result = await page.NewestFirstAsync(db.ReviewerProfiles.AsNoTracking(), row => row.Id, cancellationToken);
        return new V1.ListReviewerProfilesResponse
        {
            Profiles = { result.Items.Select(row => row.ToWire()) },
            Page = result.ToWire(),
        };
    }
}
