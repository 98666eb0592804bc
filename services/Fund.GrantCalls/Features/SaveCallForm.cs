using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Gives a call another version of its form. Versions are never changed: drafts keep all their answers, and from now on
/// they are read, checked and submitted with the new one.
/// </summary>
public sealed class SaveCallForm(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.SaveCallFormResponse> HandleAsync(
        V1.SaveCallFormRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.CallId.ToId("call_id");
        var given = request.Form ?? throw Refusals.Required("form").AsException();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var problems = CallForm.ProblemsOf(given.ToForm(0));
                if (problems.Count > 0)
                {
                    throw Refusal.OfFields(problems).AsException();
                }

                var call = await db.LockCallAsync(id, token);
                var now = time.GetUtcNow();
                var form = given.ToForm(call.NextForm(request.LoadedNumber, now));
                db.Add(new CallForm(id, form, caller.Subject, now));
                return new V1.SaveCallFormResponse { Form = form.ToWire() };
            },
            cancellationToken
        );
    }
}
