using System.Data;
using Fund.Kernel;
using Google.Protobuf;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Fund.Hosting;

/// <summary>
/// One effect per request and per event, however often it arrives: the request id or message id is inserted in the
/// transaction of the effect, first, under a unique index, so that a repetition waits for the original and then sees
/// it. See services/decisions/0004-outbox-and-inbox.md.
/// </summary>
public static class Once
{
    /// <summary>
    /// Carries a request out once: opens a transaction, notes the request id, runs the work, saves, stores the answer
    /// and commits. The same id with the same input gets the stored answer; a refusal or failure leaves nothing.
    /// </summary>
    /// <param name="db">The service's database.</param>
    /// <param name="caller">Two callers may use the same id without meeting.</param>
    /// <param name="requestId">Chosen by the caller, 1 to 100 characters.</param>
    /// <param name="request">The whole input; it is hashed with its type.</param>
    /// <param name="work">The effect. It may call SaveChanges, but must not commit. When it fails, the context forgets
    /// everything it tracked.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <exception cref="RefusedException">REQUIRED or TOO_LONG for the request id; REQUEST_ID_REUSED when it was used
    /// for other input; CHANGED_MEANWHILE when an optimistic lock was lost; whatever the work refuses.</exception>
    public static async Task<TResponse> OnceAsync<TRequest, TResponse>(
        this FundDbContext db,
        Caller caller,
        string requestId,
        TRequest request,
        Func<CancellationToken, Task<TResponse>> work,
        CancellationToken cancellationToken
    )
        where TRequest : IMessage
        where TResponse : IMessage<TResponse>, new()
    {
        RequestIds.Require(requestId);
        Asked(requestId);
        var record = new RequestRecord(
            caller.Subject,
            requestId,
            request.Descriptor.FullName,
            RequestIds.HashOf(request)
        );
        return await InTransactionAsync(
                db,
                async transaction =>
                {
                    if (!await InsertAsync(db, record, cancellationToken).ConfigureAwait(false))
                    {
                        return await ReplayAsync<TResponse>(db, record, cancellationToken).ConfigureAwait(false);
                    }

                    // One act for the audit trail, however often the work saves.
                    var act = new AuditAct(requestId);
                    db.AuditAct = act;
                    var response = await work(cancellationToken).ConfigureAwait(false);
                    act.IsEnding = true;

                    // The answer goes with the effect's own changes in one round trip.
                    db.Attach(record).Entity.Response = response.ToByteArray();
                    await SaveAsync(db, cancellationToken).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                    return response;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>
    /// The stored answer of a request that was carried out before, or null. For work that spans a call to another
    /// service and so begins before <see cref="OnceAsync{TRequest,TResponse}"/> can end it: ask here first.
    /// </summary>
    /// <param name="db">The service's database.</param>
    /// <param name="caller">Who is asking.</param>
    /// <param name="requestId">Chosen by the caller, 1 to 100 characters.</param>
    /// <param name="request">The whole input.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RefusedException">REQUIRED or TOO_LONG for the request id; REQUEST_ID_REUSED when it was used
    /// for other input.</exception>
    public static async Task<TResponse?> FindAnswerAsync<TRequest, TResponse>(
        this FundDbContext db,
        Caller caller,
        string requestId,
        TRequest request,
        CancellationToken cancellationToken
    )
        where TRequest : IMessage
        where TResponse : class, IMessage<TResponse>, new()
    {
        RequestIds.Require(requestId);
        Asked(requestId);
        var asked = new RequestRecord(
            caller.Subject,
            requestId,
            request.Descriptor.FullName,
            RequestIds.HashOf(request)
        );
        var done = await FindAsync(db, asked, cancellationToken).ConfigureAwait(false);
        return done is null ? null : Answer<TResponse>(done);
    }

    /// <summary>
    /// Handles an event once per consumer: notes the message id in the transaction of the effect, runs the work, saves
    /// and commits. A repetition does nothing.
    /// </summary>
    /// <param name="db">The service's database.</param>
    /// <param name="context">The delivery; its message id is what is noted.</param>
    /// <param name="consumer">Stable name of the consumer, such as <c>ledger</c>.</param>
    /// <param name="work">The effect. It may call SaveChanges, but must not commit.</param>
    public static async Task OnceAsync(
        this FundDbContext db,
        ConsumeContext context,
        string consumer,
        Func<CancellationToken, Task> work
    )
    {
        var cancellationToken = context.CancellationToken;
        var messageId =
            context.MessageId
            ?? throw new InvalidOperationException("A message without an id cannot be recognised when it comes again.");
        AuditCall.Begin($"event {consumer}", null);
        await InTransactionAsync(
                db,
                async transaction =>
                {
                    if (!await InsertAsync(db, consumer, messageId, cancellationToken).ConfigureAwait(false))
                    {
                        return false;
                    }

                    var act = new AuditAct(messageId.ToString("D"));
                    db.AuditAct = act;
                    await work(cancellationToken).ConfigureAwait(false);
                    act.IsEnding = true;
                    await SaveAsync(db, cancellationToken).ConfigureAwait(false);
                    await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private static void Asked(string requestId)
    {
        if (AuditCall.Current is { } call)
        {
            call.RequestId = requestId;
        }
    }

    /// <summary>
    /// When the body fails, what it had added or changed is forgotten with the transaction, so that the next save of
    /// the same context cannot write it after all.
    /// </summary>
    private static async Task<T> InTransactionAsync<T>(
        FundDbContext db,
        Func<IDbContextTransaction, Task<T>> body,
        CancellationToken cancellationToken
    )
    {
        // What cannot be saved ends the whole of it; a savepoint before every save would cost two round trips.
        db.Database.AutoSavepointsEnabled = false;
        await using var transaction = await db
            .Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken)
            .ConfigureAwait(false);
        try
        {
            return await body(transaction).ConfigureAwait(false);
        }
        catch
        {
            db.ChangeTracker.Clear();
            throw;
        }
        finally
        {
            db.AuditAct = null;
        }
    }

    /// <summary>Inserts, or waits for whoever is inserting the same; false when it is there already.</summary>
    private static async Task<bool> InsertAsync(FundDbContext db, RequestRecord record, CancellationToken token) =>
        await db
            .Database.ExecuteSqlAsync(
                $"""
                insert into requests (caller, request_id, operation, input_hash)
                values ({record.Caller}, {record.RequestId}, {record.Operation}, {record.InputHash})
                on conflict do nothing
                """,
                token
            )
            .ConfigureAwait(false) == 1;

    private static async Task<bool> InsertAsync(
        FundDbContext db,
        string consumer,
        Guid messageId,
        CancellationToken token
    ) =>
        await db
            .Database.ExecuteSqlAsync(
                $"insert into inbox (consumer, message_id) values ({consumer}, {messageId}) on conflict do nothing",
                token
            )
            .ConfigureAwait(false) == 1;

    private static async Task<TResponse> ReplayAsync<TResponse>(
        FundDbContext db,
        RequestRecord asked,
        CancellationToken cancellationToken
    )
        where TResponse : IMessage<TResponse>, new()
    {
        var done = await FindAsync(db, asked, cancellationToken).ConfigureAwait(false);
        return Answer<TResponse>(
            done ?? throw new InvalidOperationException("A request id that could not be inserted is not there.")
        );
    }

    /// <summary>The request as it was carried out before; refused when the input differs.</summary>
    private static async Task<RequestRecord?> FindAsync(
        FundDbContext db,
        RequestRecord asked,
        CancellationToken cancellationToken
    )
    {
        var done = await db.Set<RequestRecord>()
            .AsNoTracking()
            .SingleOrDefaultAsync(
                row => row.Caller == asked.Caller && row.RequestId == asked.RequestId,
                cancellationToken
            )
            .ConfigureAwait(false);
        if (done is null)
        {
            return null;
        }

        var same = done.Operation == asked.Operation && done.InputHash.AsSpan().SequenceEqual(asked.InputHash);
        return same ? done : throw Refusals.RequestIdReused(asked.RequestId).AsException();
    }

    private static TResponse Answer<TResponse>(RequestRecord done)
        where TResponse : IMessage<TResponse>, new()
    {
        var response = new TResponse();
        response.MergeFrom(done.Response);
        return response;
    }

    private static async Task SaveAsync(FundDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException e)
        {
            var what = e.Entries.Count > 0 ? e.Entries[0].Metadata.ClrType.Name.ToLowerInvariant() : "record";
            throw Refusals.ChangedMeanwhile(what).AsException();
        }
    }
}
