using Fund.Kernel;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fund.Hosting;

/// <summary>Which dead messages: one by its id, or those of a queue and kind; all where nothing is said.</summary>
/// <param name="Queue">A queue without this system's prefix, <c>outbox</c>, or nothing for every one.</param>
/// <param name="Type">Name of an event, or nothing for every one.</param>
/// <param name="Id">Id of one message.</param>
internal sealed record WantedDead(string Queue = "", string Type = "", Guid? Id = null)
{
    public bool Matches(DeadMessage dead) =>
        (Queue.Length == 0 || dead.Queue == Queue || dead.Place == Queue)
        && (Type.Length == 0 || dead.Type == Type)
        && (Id is null || dead.Id == Id);
}

/// <summary>
/// Messages of this service that nobody will deliver without a decision: those in its error queues, and events parked
/// in its outbox. For the commands <c>dead list</c> and <c>dead replay</c>, and for
/// <see cref="DeadMessageDesk"/>.
/// </summary>
internal sealed class DeadMessages(BrokerConnection broker, BrokerNames names, NpgsqlDataSource source)
{
    internal const string Outbox = "outbox";

    /// <summary>Takes what is in the error queues until it is disposed.</summary>
    /// <exception cref="RefusedException">BROKER_UNAVAILABLE.</exception>
    public async Task<HeldMessages> HoldAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await HeldMessages.TakeAsync(broker, names, source, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsBroker(e, cancellationToken))
        {
            throw BrokerUnavailable().AsException();
        }
    }

    /// <summary>Everything that is dead, newest first; a message that came twice is one.</summary>
    /// <exception cref="RefusedException">BROKER_UNAVAILABLE.</exception>
    public async Task<IReadOnlyList<DeadMessage>> ListAsync(FundDbContext db, CancellationToken cancellationToken)
    {
        await using var held = await HoldAsync(cancellationToken).ConfigureAwait(false);
        return await AllAsync(held, db, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is held, and what is parked in the outbox.</summary>
    public static async Task<IReadOnlyList<DeadMessage>> AllAsync(
        HeldMessages held,
        FundDbContext db,
        CancellationToken cancellationToken
    )
    {
        var parked = await db.Set<OutboxMessage>()
            .AsNoTracking()
            .Where(row => row.ParkedAt != null)
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. held
                .Messages.Concat(parked.Select(DeadMessage.OfOutbox))
                .DistinctBy(dead => dead.Id)
                .OrderByDescending(dead => dead.Id.ToString("D"), StringComparer.Ordinal),
        ];
    }

    /// <summary>Tries again from the command line; returns how many.</summary>
    /// <param name="place">An error queue, the queue it belongs to, <c>outbox</c>, or null for everything.</param>
    /// <param name="db">The database.</param>
    /// <param name="cancellationToken">Stops between two messages.</param>
    public async Task<int> ReplayAsync(string? place, FundDbContext db, CancellationToken cancellationToken)
    {
        await using var held = await HoldAsync(cancellationToken).ConfigureAwait(false);
        var wanted = new WantedDead(place ?? "");
        var all = await AllAsync(held, db, cancellationToken).ConfigureAwait(false);
        var ids = all.Where(wanted.Matches).Select(dead => dead.Id).ToHashSet();
        var unparked = await UnparkAsync(db, ids, cancellationToken).ConfigureAwait(false);
        return unparked + await held.SettleAsync(ids, isReplay: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Parked events are tried again from now on.</summary>
    public static Task<int> UnparkAsync(
        FundDbContext db,
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    ) =>
        db.Database.ExecuteSqlAsync(
            $"""
            update outbox set parked_at = null, attempts = 0, next_attempt_at = now()
            where parked_at is not null and message_id = any({ids.ToArray()})
            """,
            cancellationToken
        );

    /// <summary>Parked events are never published.</summary>
    public static Task<int> DeleteParkedAsync(
        FundDbContext db,
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    ) =>
        db.Database.ExecuteSqlAsync(
            $"delete from outbox where parked_at is not null and message_id = any({ids.ToArray()})",
            cancellationToken
        );

    internal static bool IsBroker(Exception exception, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && exception is not RefusedException
        && !Failures.IsDatabaseUnavailable(exception)
        && BrokerConnection.IsBrokerProblem(exception);

    internal static Refusal BrokerUnavailable() =>
        new(
            RefusalKind.Unavailable,
            "BROKER_UNAVAILABLE",
            "The message broker cannot be reached at the moment. Send the request again later, with the same request id."
        );
}
