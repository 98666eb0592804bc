using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>A version of a call's form. Before the call is published only staff, trustees and auditors see it.</summary>
public sealed class GetCallForm(GrantCallsDb db, CallForms forms)
{
    public async Task<V1.GetCallFormResponse> HandleAsync(
        V1.GetCallFormRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.CallId.ToId("call_id");
        var call = await db.Calls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (call is null || !(call.IsPublic || caller.MaySeeDrafts()))
        {
            throw Refusals.NotFound("call", request.CallId).AsException();
        }

        var number = request.Number == 0 ? call.FormNumber : request.Number;
        var form = await forms.OfAsync(db, call, number, cancellationToken);
        return new V1.GetCallFormResponse { Form = form.ToWire() };
    }
}
