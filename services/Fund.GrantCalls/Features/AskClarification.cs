using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>An applicant asks something about an open call.</summary>
public sealed class AskClarification(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.AskClarificationResponse> HandleAsync(
        V1.AskClarificationRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var callId = check.Id("call_id", request.CallId);
        var question = check.Text("question", request.Question, 2_000);
        check.ThrowIfAny();
        var organisation = caller.OrganisationId ?? throw ProposalRefusals.NoOrganisation().AsException();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var call = await db.Calls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == callId, token);
                if (call is not { IsPublic: true })
                {
                    throw Refusals.NotFound("call", request.CallId).AsException();
                }

                var now = time.GetUtcNow();
                call.RequireOpen(now);
                var clarification = Clarification.Ask(callId, organisation, question, now);
                db.Add(clarification);
                return new V1.AskClarificationResponse { Clarification = clarification.ToWire(organisation) };
            },
            cancellationToken
        );
    }
}
