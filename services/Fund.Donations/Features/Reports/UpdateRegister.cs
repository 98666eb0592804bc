using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Reports;
using Fund.Hosting;
using Npgsql;

namespace Fund.Donations.Features.Reports;

/// <summary>
/// Clock work: brings the public register up to date when the books have changed, and now and then in any case for
/// changes of donors. It never takes more than a twentieth of the time, however large the Fund grows.
/// </summary>
public sealed class UpdateRegister(DonationsDb db, NpgsqlDataSource source, TimeProvider clock) : IClockWork
{
    private const int PauseFactor = 20;
    private static readonly TimeSpan InAnyCase = TimeSpan.FromMinutes(5);

    public static string Name => "donations.update-register";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.Moment();
        var policy = await db.ReadPolicyAsync(cancellationToken);
        var leastDonors = policy.On(clock.Today(), PolicyNames.RegisterLeastDonors);
        var started = clock.GetTimestamp();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (newest, isDue) = await NewestEntryAsync(connection, now, cancellationToken);
        if (!isDue)
        {
            return;
        }

        await RegisterUpdate.RunAsync(connection, leastDonors, cancellationToken);
        var pause = clock.GetElapsedTime(started) * PauseFactor;
        await NoteAsync(connection, newest, now, pause, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The newest entry of the ledger, and whether the register has to be worked out for it.</summary>
    private static async Task<(Guid? Id, bool IsDue)> NewestEntryAsync(
        NpgsqlConnection connection,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        const string sql = """
            select newest.id,
                coalesce(state.next_at <= $1, true)
                    and (state.last_ledger_entry_id is distinct from newest.id or state.updated_at <= $2)
            from register_state state
            left join (select id from ledger_entries order by id desc limit 1) as newest on true
            where state.id = 1
            for update of state
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(now.UtcDateTime);
        command.Parameters.AddWithValue((now - InAnyCase).UtcDateTime);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var isEmpty = await row.IsDBNullAsync(0, cancellationToken);
        return (isEmpty ? null : row.GetGuid(0), !isEmpty && row.GetBoolean(1));
    }

    private static async Task NoteAsync(
        NpgsqlConnection connection,
        Guid? newest,
        DateTimeOffset now,
        TimeSpan pause,
        CancellationToken cancellationToken
    )
    {
        const string sql =
            "update register_state set last_ledger_entry_id = $1, updated_at = $2, next_at = $3 where id = 1";
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(newest is { } id ? id : DBNull.Value);
        command.Parameters.AddWithValue(now.UtcDateTime);
        command.Parameters.AddWithValue((now + pause).UtcDateTime);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
