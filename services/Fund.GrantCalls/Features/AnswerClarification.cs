using Fund.Events;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Staff answer a question, once. Everybody reads question and answer from that moment on; organisations with a proposal
/// for the call, and the one that asked, are told by an event each.
/// </summary>
public sealed class AnswerClarification(GrantCallsDb db, TimeProvider time)
{
    public Task<V1.AnswerClarificationResponse> HandleAsync(
        V1.AnswerClarificationRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("clarification_id", request.ClarificationId);
        var answer = check.Text("answer", request.Answer, 4_000);
        var question = check.OptionalText("published_question", request.PublishedQuestion, 2_000);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.Database.ExecuteSqlAsync($"select 1 from clarifications where id = {id} for update", token);
                var clarification =
                    await db.Clarifications.SingleOrDefaultAsync(row => row.Id == id, token)
                    ?? throw Refusals.NotFound("clarification", request.ClarificationId).AsException();
                clarification.Publish(answer, question, caller.Subject, time.GetUtcNow());
                await TellAsync(clarification, token);
                return new V1.AnswerClarificationResponse { Clarification = clarification.ToWire(null) };
            },
            cancellationToken
        );
    }

    private async Task TellAsync(Clarification clarification, CancellationToken cancellationToken)
    {
        var concerned = await db
            .Proposals.Where(row => row.CallId == clarification.CallId)
            .Select(row => row.OrganisationId)
            .ToListAsync(cancellationToken);
        foreach (var organisation in concerned.Append(clarification.OrganisationId).Distinct())
        {
            db.Enqueue(
                new ClarificationPublished(
                    Guid.CreateVersion7(time.GetUtcNow()),
                    clarification.Id,
                    clarification.CallId,
                    organisation
                )
            );
        }
    }
}
