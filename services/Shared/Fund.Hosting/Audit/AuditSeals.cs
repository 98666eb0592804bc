using Npgsql;

namespace Fund.Hosting;

/// <summary>Reads and writes seals.</summary>
internal static class AuditSeals
{
    private const string Columns = "number, last_id, entries, root, previous, skip, hash, sealed_at";

    /// <summary>Seals that a rest of SQL chooses, in its order.</summary>
    public static async Task<List<AuditSeal>> ReadAsync(
        NpgsqlConnection connection,
        string rest,
        object[] parameters,
        CancellationToken cancellationToken
    )
    {
        await using var query = new NpgsqlCommand($"select {Columns} from audit_seals {rest}", connection);
        foreach (var parameter in parameters)
        {
            query.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        var seals = new List<AuditSeal>();
        await using var reader = await query.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            seals.Add(
                new AuditSeal(
                    reader.GetInt64(0),
                    reader.GetInt64(1),
                    reader.GetInt32(2),
                    reader.GetFieldValue<byte[]>(3),
                    reader.GetFieldValue<DateTimeOffset>(7)
                )
                {
                    Previous = reader.GetFieldValue<byte[]>(4),
                    Skip = reader.GetFieldValue<byte[]>(5),
                    Hash = reader.GetFieldValue<byte[]>(6),
                }
            );
        }

        return seals;
    }

    /// <summary>False when somebody else has sealed at the same moment.</summary>
    public static async Task<bool> InsertAsync(NpgsqlConnection connection, AuditSeal seal, CancellationToken token)
    {
        await using var insert = new NpgsqlCommand(
            $"insert into audit_seals ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
            connection
        );
        object[] values =
        [
            seal.Number,
            seal.LastId,
            seal.Entries,
            seal.Root,
            seal.Previous,
            seal.Skip,
            seal.Hash,
            seal.SealedAt.UtcDateTime,
        ];
        foreach (var value in values)
        {
            insert.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await insert.ExecuteNonQueryAsync(token).ConfigureAwait(false) == 1;
    }
}
