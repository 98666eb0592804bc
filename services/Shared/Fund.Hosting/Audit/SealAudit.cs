using Npgsql;
using NpgsqlTypes;

namespace Fund.Hosting;

/// <summary>
/// Clock work of every process with a database: seals what was written to the audit trail since the last seal. Nobody
/// who writes waits for it. An entry is sealed only once every transaction that could still bring an earlier one has
/// ended, so that what is sealed is whole.
/// </summary>
public sealed class SealAudit(NpgsqlDataSource source, FundSettings settings) : IClockWork
{
    /// <summary>Most entries of one seal.</summary>
    internal const int Most = 1024;

    /// <summary>How long one turn waits for running transactions; the next turn asks anew.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly string LeavesSql =
        $"select id, {AuditChain.LeafSql} from audit_entries where id > $1 and id <= $2 order by id limit {Most}";

    public static string Name => "hosting.seal-audit";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var last = await LastAsync(connection, cancellationToken).ConfigureAwait(false);
        var until = await SettledAsync(connection, last?.LastId ?? 0, cancellationToken).ConfigureAwait(false);
        while (until > (last?.LastId ?? 0))
        {
            var next = await SealAsync(connection, last, until, cancellationToken).ConfigureAwait(false);
            if (next is null)
            {
                return;
            }

            last = next;
        }
    }

    internal static async Task<AuditSeal?> LastAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var seals = await AuditSeals
            .ReadAsync(connection, "order by number desc limit 1", [], cancellationToken)
            .ConfigureAwait(false);
        return seals.Count == 0 ? null : seals[0];
    }

    /// <summary>The highest id up to which nothing can come any more; the given one when there is none above it.</summary>
    private static async Task<long> SettledAsync(
        NpgsqlConnection connection,
        long sealedUntil,
        CancellationToken cancellationToken
    )
    {
        // Whoever has a lower number and is not seen has a transaction id below this snapshot's end.
        const string topSql = """
            select coalesce(max(id), 0), pg_snapshot_xmax(pg_current_snapshot())::text from audit_entries where id > $1
            """;
        const string settledSql = "select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8";
        await using var top = new NpgsqlCommand(topSql, connection);
        top.Parameters.AddWithValue(sealedUntil);
        long id;
        string end;
        await using (var reader = await top.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            id = reader.GetInt64(0);
            end = reader.GetString(1);
        }

        if (id == 0)
        {
            return sealedUntil;
        }

        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            await using var settled = new NpgsqlCommand(settledSql, connection);
            settled.Parameters.Add(new NpgsqlParameter { Value = end, NpgsqlDbType = NpgsqlDbType.Text });
            if (await settled.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true)
            {
                return id;
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }

        return sealedUntil;
    }

    /// <summary>The new seal; null when there is nothing to seal, or somebody else did.</summary>
    private async Task<AuditSeal?> SealAsync(
        NpgsqlConnection connection,
        AuditSeal? last,
        long until,
        CancellationToken cancellationToken
    )
    {
        var leaves = new List<byte[]>();
        var lastId = 0L;
        await using (var query = new NpgsqlCommand(LeavesSql, connection))
        {
            query.Parameters.AddWithValue(last?.LastId ?? 0);
            query.Parameters.AddWithValue(until);
            await using var reader = await query.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                lastId = reader.GetInt64(0);
                leaves.Add(reader.GetFieldValue<byte[]>(1));
            }
        }

        if (leaves.Count == 0)
        {
            return null;
        }

        var now = await NowAsync(connection, cancellationToken).ConfigureAwait(false);
        var number = (last?.Number ?? 0) + 1;
        var seal = new AuditSeal(number, lastId, leaves.Count, AuditChain.Root(leaves), now)
        {
            Previous = last?.Hash ?? AuditChain.Zero,
            Skip = await SkipAsync(connection, last, number, cancellationToken).ConfigureAwait(false),
        };
        seal.Hash = AuditChain.HashOf(settings.Name, seal);
        return await AuditSeals.InsertAsync(connection, seal, cancellationToken).ConfigureAwait(false) ? seal : null;
    }

    private static async Task<byte[]> SkipAsync(
        NpgsqlConnection connection,
        AuditSeal? last,
        long number,
        CancellationToken cancellationToken
    )
    {
        var skip = AuditChain.SkipOf(number);
        if (skip == 0)
        {
            return AuditChain.Zero;
        }

        if (skip == last?.Number)
        {
            return last.Hash;
        }

        var seals = await AuditSeals
            .ReadAsync(connection, "where number = $1", [skip], cancellationToken)
            .ConfigureAwait(false);
        return seals.Count == 1
            ? seals[0].Hash
            : throw new InvalidDataException($"The audit trail has no seal {skip}: somebody has removed it.");
    }

    private static async Task<DateTimeOffset> NowAsync(NpgsqlConnection connection, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("select clock_timestamp()", connection);
        var now = await command.ExecuteScalarAsync(token).ConfigureAwait(false);
        return new DateTimeOffset((DateTime)now!, TimeSpan.Zero);
    }
}
