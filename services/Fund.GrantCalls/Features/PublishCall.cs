using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Publishes a call: draft → publishing is stored, the donations service reserves the envelope, and the call becomes
/// published, or a draft again with the refusal. A crash at any point leaves "publishing", which the same request or
/// the clock carries on; the reservation is made once per call id whoever asks.
/// </summary>
public sealed class PublishCall(GrantCallsDb db, CarryOutPublication publication, Turns turns, TimeProvider time)
{
    public async Task<V1.PublishCallResponse> HandleAsync(
        V1.PublishCallRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.CallId.ToId("call_id");
        var key = caller.RequestKey(request.RequestId);
        await using var turn = await turns.TakeAsync(id, cancellationToken);
        var answered = await db.FindAnswerAsync<V1.PublishCallRequest, V1.PublishCallResponse>(
            caller,
            request.RequestId,
            request,
            cancellationToken
        );
        if (answered is not null)
        {
            return answered;
        }

        await BeginAsync(id, key, cancellationToken);
        await publication.RunAsync(id, cancellationToken);
        return await db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var call = await db.LockCallAsync(id, token);
                return new V1.PublishCallResponse { Call = call.ToWire(time.GetUtcNow()) };
            },
            cancellationToken
        );
    }

    /// <summary>Draft → publishing, or nothing when an earlier attempt of the same request came that far or further.</summary>
    private async Task BeginAsync(Guid id, string key, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var call = await db.LockCallAsync(id, cancellationToken);
        if (call.PublishRequest != key)
        {
            if (call.Stage == CallStage.Publishing)
            {
                throw CallRefusals.BeingPublished().AsException();
            }

            call.BeginPublishing(key, time.GetUtcNow());
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }
}
