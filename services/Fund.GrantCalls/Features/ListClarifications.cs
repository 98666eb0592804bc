using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Clarifications of a call, newest first: what is published to everybody; what waits to staff, and to the organisation
/// that asked it.
/// </summary>
public sealed class ListClarifications(GrantCallsDb db)
{
    public async Task<V1.ListClarificationsResponse> HandleAsync(
        V1.ListClarificationsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        var callId = request.CallId.ToId("call_id");
        var seesDrafts = caller.MaySeeDrafts();
        var isKnown = await db.Calls.AnyAsync(
            call => call.Id == callId && (call.PublishedAt != null || seesDrafts),
            cancellationToken
        );
        if (!isKnown)
        {
            throw Refusals.NotFound("call", request.CallId).AsException();
        }

        var rows = db.Clarifications.AsNoTracking().Where(row => row.CallId == callId);
        if (!caller.MayReadAll)
        {
            var own = caller.OrganisationId;
            rows = rows.Where(row => row.PublishedAt != null || row.OrganisationId == own);
        }

        if (request.WaitingOnly)
        {
            rows = rows.Where(row => row.PublishedAt == null);
        }

        var result = await page.NewestFirstAsync(rows, row => row.Id, cancellationToken);
        return new V1.ListClarificationsResponse
        {
            Clarifications = { result.Items.Select(row => row.ToWire(caller.OrganisationId)) },
            Page = result.ToWire(),
        };
    }
}
