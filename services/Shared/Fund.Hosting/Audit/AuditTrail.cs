using Npgsql;
using NpgsqlTypes;

namespace Fund.Hosting;

/// <summary>
/// Writes entries of the audit trail by hand: for those who write many records in one statement, and for what is read
/// or refused and so has no transaction of its own. Whatever is saved by a DbContext is written by itself.
/// </summary>
public sealed class AuditTrail(NpgsqlDataSource source, FundSettings settings)
{
    private const string InsertSql = """
        insert into audit_entries (actor, roles, call, outcome, reason, times, request_id, trace_id, address, session,
            records, changes)
        select actor, roles, call, outcome, reason, times, request_id, trace_id, address, session,
            string_to_array(records, ' '), changes
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) as line (actor, roles, call, outcome, reason,
            times, request_id, trace_id, address, session, records, changes)
        """;

    /// <summary>A line of the call that is running here; the process itself acts when nobody asked.</summary>
    public AuditLine Line(AuditCall? call) => AuditLine.Of(call, settings.Name);

    /// <summary>A line about what a caller asked for.</summary>
    public AuditLine Line(Caller? caller, string call) => AuditLine.Of(caller, settings.Name, call);

    /// <summary>One statement that writes the lines, for the transaction of what they are about.</summary>
    public static NpgsqlBatchCommand Insert(IReadOnlyList<AuditLine> lines)
    {
        var command = new NpgsqlBatchCommand(InsertSql);
        var parameters = command.Parameters;
        parameters.Add(Texts(lines, line => line.Actor));
        parameters.Add(Texts(lines, line => line.Roles));
        parameters.Add(Texts(lines, line => line.Call));
        parameters.Add(Texts(lines, line => AuditOutcomes.Name(line.Outcome)));
        parameters.Add(Texts(lines, line => line.Reason));
        parameters.Add(
            new NpgsqlParameter<int[]>
            {
                TypedValue = [.. lines.Select(line => line.Times)],
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer,
            }
        );
        parameters.Add(Texts(lines, line => line.RequestId));
        parameters.Add(Texts(lines, line => line.TraceId));
        parameters.Add(Texts(lines, line => line.Address));
        parameters.Add(Texts(lines, line => line.Session));
        parameters.Add(Texts(lines, line => string.Join(' ', line.Records)));
        parameters.Add(Texts(lines, line => line.Changes));
        return command;
    }

    /// <summary>Writes lines in a transaction of their own.</summary>
    public async Task WriteAsync(IReadOnlyList<AuditLine> lines, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await WriteAsync(connection, null, lines, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes lines in the running transaction.</summary>
    public static async Task WriteAsync(
        NpgsqlConnection connection,
        NpgsqlTransaction? transaction,
        IReadOnlyList<AuditLine> lines,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(Insert(lines));
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Writes that the running call read records which are watched over. Call it before anything is answered: what
    /// cannot be written must not be read.
    /// </summary>
    /// <param name="records">As <c>kind:id</c>.</param>
    /// <param name="cancellationToken">Gives up; then nothing may be answered.</param>
    public Task ReadAsync(IEnumerable<string> records, CancellationToken cancellationToken) =>
        WriteAsync(
            [Line(AuditCall.Current) with { Outcome = AuditOutcome.Read, Records = [.. records] }],
            cancellationToken
        );

    private static NpgsqlParameter Texts(IReadOnlyList<AuditLine> lines, Func<AuditLine, string?> column) =>
        new NpgsqlParameter<string?[]>
        {
            TypedValue = [.. lines.Select(column)],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        };
}

/// <summary>Outcomes as they stand in the database.</summary>
internal static class AuditOutcomes
{
    public static string Name(AuditOutcome outcome) =>
        outcome switch
        {
            AuditOutcome.Done => "done",
            AuditOutcome.Read => "read",
            _ => "refused",
        };

    public static AuditOutcome Parse(string name) =>
        name switch
        {
            "done" => AuditOutcome.Done,
            "read" => AuditOutcome.Read,
            "refused" => AuditOutcome.Refused,
            _ => throw new InvalidDataException($"The database holds an unknown audit outcome, {name}."),
        };
}
