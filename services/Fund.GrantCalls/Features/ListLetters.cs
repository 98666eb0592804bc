using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Letters of a call for staff, auditors and trustees; those that were sent to it for an organisation.</summary>
public sealed class ListLetters(GrantCallsDb db)
{
    public async Task<V1.ListLettersResponse> HandleAsync(
        V1.ListLettersRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        var check = new Check();
        var callId = caller.MayReadProposals()
            ? check.Id("call_id", request.CallId)
            : check.OptionalId("call_id", request.CallId);
        check.ThrowIfAny();
        var rows = await db.LettersSeenAsync(caller, cancellationToken);
        if (callId is { } call)
        {
            rows = rows.Where(row => row.CallId == call);
        }

        var result = await page.NewestFirstAsync(rows, row => row.Id, cancellationToken);
        return new V1.ListLettersResponse
        {
            Letters = { result.Items.Select(row => row.ToWire()) },
            Page = result.ToWire(),
        };
    }
}
