using Fund.Testing;
using Npgsql;

namespace Fund.EndToEnd.Tests;

/// <summary>
/// Holds whoever is about to write a certain row, in the middle of whatever transaction that is, until this is disposed:
/// so that a process can be killed exactly there, however fast or slow the machine is.
/// </summary>
internal sealed class HeldStep : IAsyncDisposable
{
    private const string Key = "724600417";

    private readonly FreshDatabase _database;
    private readonly NpgsqlConnection _holder;
    private readonly string _table;
    private bool _isReleased;

    private HeldStep(FreshDatabase database, NpgsqlConnection holder, string table) =>
        (_database, _holder, _table) = (database, holder, table);

    /// <param name="database">Where the row is written.</param>
    /// <param name="operation"><c>insert</c> or <c>update</c>.</param>
    /// <param name="table">Table of the row.</param>
    /// <param name="row">Condition over <c>new</c> that only that row meets.</param>
    public static async Task<HeldStep> BeforeAsync(FreshDatabase database, string operation, string table, string row)
    {
        var holder = await database.Source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand(
            $"""
            select pg_advisory_lock({Key});
            create function held_step() returns trigger language plpgsql as
                $$ begin perform pg_advisory_xact_lock({Key}); return new; end $$;
            create trigger held_step before {operation} on {table}
                for each row when ({row}) execute function held_step();
            """,
            holder
        );
        await command.ExecuteNonQueryAsync();
        return new HeldStep(database, holder, table);
    }

    /// <summary>Waits until somebody stands before the row.</summary>
    public Task MetAsync(CancellationToken stop) =>
        Wait.UntilAsync(
            async _ => await WaitingAsync() > 0,
            TimeSpan.FromMinutes(2),
            () => $"nobody came to the held row of {_table}",
            stop
        );

    /// <summary>Lets go, waits until the held session saw that its process is gone, and leaves no trace.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isReleased)
        {
            return;
        }

        _isReleased = true;
        await using (var release = new NpgsqlCommand($"select pg_advisory_unlock({Key})", _holder))
        {
            await release.ExecuteNonQueryAsync();
        }

        await using (
            var drop = new NpgsqlCommand($"drop trigger held_step on {_table}; drop function held_step", _holder)
        )
        {
            // Waits for whoever has written the table and not ended yet.
            await drop.ExecuteNonQueryAsync();
        }

        await _holder.DisposeAsync();
    }

    private Task<long> WaitingAsync() =>
        _database.ScalarAsync<long>(
            $"""
            select count(*) from pg_locks
            where locktype = 'advisory' and not granted and objid = {Key}
                and database = (select oid from pg_database where datname = current_database())
            """
        );
}
