using Npgsql;
using NpgsqlTypes;

namespace Fund.Hosting;

/// <summary>An outbox row as the relay sees it.</summary>
internal sealed record OutboxRow(
    long Id,
    Guid MessageId,
    string AggregateKey,
    string Type,
    string Body,
    string? TraceParent
);

/// <summary>What became of the rows of one aggregate.</summary>
internal sealed record OutboxOutcome(IReadOnlyList<long> Sent, OutboxRow? Failed, string? Error, bool Interrupted);

/// <summary>The relay's statements. SQL by hand, because it runs without a service's DbContext.</summary>
internal static class OutboxRows
{
    /// <summary>
    /// Locks the oldest event of each aggregate that nobody else has locked, then reads what follows them: whoever
    /// holds the oldest owns the aggregate until it commits.
    /// </summary>
    private const string TakeSql = """
        with heads as (
            select h.id, h.aggregate_key
            from outbox h
            where h.parked_at is null
              and h.next_attempt_at <= now()
              and not exists (select 1 from outbox e where e.aggregate_key = h.aggregate_key and e.id < h.id)
            order by h.id
            limit @batch
            for update of h skip locked
        )
        select o.id, o.message_id, o.aggregate_key, o.type, o.body, o.trace_parent
        from outbox o
        join heads on heads.aggregate_key = o.aggregate_key
        where o.parked_at is null
        order by o.id
        limit @batch
        """;

    private const string FailSql = """
        update outbox
        set attempts = attempts + 1,
            last_error = @error,
            next_attempt_at = now() + least(power(2, attempts), 60) * interval '1 second',
            parked_at = case when attempts + 1 >= @most then now() end
        where id = @id
        """;

    public static async Task<List<OutboxRow>> TakeAsync(NpgsqlConnection connection, int batch, CancellationToken token)
    {
        await using var command = new NpgsqlCommand(TakeSql, connection);
        command.Parameters.AddWithValue("batch", batch);
        var rows = new List<OutboxRow>();
        await using var reader = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
        while (await reader.ReadAsync(token).ConfigureAwait(false))
        {
            rows.Add(
                new OutboxRow(
                    reader.GetInt64(0),
                    reader.GetGuid(1),
                    reader.GetString(2),
                    reader.GetString(3),
                    reader.GetString(4),
                    await reader.IsDBNullAsync(5, token).ConfigureAwait(false) ? null : reader.GetString(5)
                )
            );
        }

        return rows;
    }

    /// <summary>Deletes what was sent and notes what failed; a row at its last attempt is parked.</summary>
    public static async Task FinishAsync(
        NpgsqlConnection connection,
        IReadOnlyList<OutboxOutcome> outcomes,
        CancellationToken token
    )
    {
        await using var delete = new NpgsqlCommand("delete from outbox where id = any(@ids)", connection);
        var ids = outcomes.SelectMany(outcome => outcome.Sent).ToArray();
        delete.Parameters.AddWithValue("ids", NpgsqlDbType.Array | NpgsqlDbType.Bigint, ids);
        await delete.ExecuteNonQueryAsync(token).ConfigureAwait(false);
        foreach (var outcome in outcomes)
        {
            if (outcome.Failed is not { } row)
            {
                continue;
            }

            await using var fail = new NpgsqlCommand(FailSql, connection);
            fail.Parameters.AddWithValue("id", row.Id);
            fail.Parameters.AddWithValue("error", outcome.Error ?? "");
            fail.Parameters.AddWithValue("most", OutboxRelay.MaxAttempts);
            await fail.ExecuteNonQueryAsync(token).ConfigureAwait(false);
        }
    }
}
