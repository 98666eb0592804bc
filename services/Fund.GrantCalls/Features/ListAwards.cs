using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Awards whose money is committed, newest first. Public once the minutes of their session are approved; at once where the
/// session was recorded in one go and has none.
/// </summary>
public sealed class ListAwards(GrantCallsDb db)
{
    public async Task<V1.ListAwardsResponse> HandleAsync(
        V1.ListAwardsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        var awards = db.Awards.AsNoTracking().Where(award => award.State == AwardState.Awarded);
        if (!caller.MayReadProposals())
        {
            var sessions = db.PublicSessions();
            awards = awards.Where(award => sessions.Any(session => session.Id == award.BoardSessionId));
        }

        if (request.CallId.Length > 0)
        {
            var callId = request.CallId.ToId("call_id");
            awards = awards.Where(award => award.CallId == callId);
        }

        var result = await page.NewestFirstAsync(awards, award => award.Id, cancellationToken);
        var response = new V1.ListAwardsResponse { Page = result.ToWire() };
        response.Awards.AddRange(result.Items.Select(award => award.ToWire()));
        return response;
    }
}
