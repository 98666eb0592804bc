using System.Buffers.Binary;
using Npgsql;

namespace Fund.GrantCalls.Persistence;

/// <summary>
/// One worker at a time on a piece of work that spans a call to another service, in all instances: a session-level
/// advisory lock, held without an open transaction and gone with the process that held it. It only keeps two workers
/// from crossing; that nothing happens twice is held by the states and ids, not by this.
/// </summary>
public sealed class Turns(NpgsqlDataSource source)
{
    /// <summary>A turn costs a connection; more would starve the work done under it of theirs.</summary>
    private readonly SemaphoreSlim _slots = new(8);

    /// <summary>Waits for the turn on a call or proposal. Dispose it to let the next one in.</summary>
    public async Task<IAsyncDisposable> TakeAsync(Guid id, CancellationToken cancellationToken) =>
        await OpenAsync(id, "select pg_advisory_lock($1) is not null", cancellationToken)
        ?? throw new InvalidOperationException("A lock that is waited for is always given.");

    /// <summary>The turn, or null when somebody else has it.</summary>
    public Task<IAsyncDisposable?> TryTakeAsync(Guid id, CancellationToken cancellationToken) =>
        OpenAsync(id, "select pg_try_advisory_lock($1)", cancellationToken);

    private async Task<IAsyncDisposable?> OpenAsync(Guid id, string sql, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        var turn = new Turn(_slots, KeyOf(id));
        var taken = false;
        try
        {
            turn.Connection = await source.OpenConnectionAsync(cancellationToken);
            taken = await turn.TakeAsync(sql, cancellationToken);
            return taken ? turn : null;
        }
        finally
        {
            if (!taken)
            {
                await turn.DisposeAsync();
            }
        }
    }

    /// <summary>The random half of a UUIDv7.</summary>
    private static long KeyOf(Guid id) =>
        BinaryPrimitives.ReadInt64BigEndian(id.ToByteArray(bigEndian: true).AsSpan(8));

    private sealed class Turn(SemaphoreSlim slots, long key) : IAsyncDisposable
    {
        public NpgsqlConnection? Connection { get; set; }

        public async Task<bool> TakeAsync(string sql, CancellationToken cancellationToken)
        {
            await using var command = new NpgsqlCommand(sql, Connection);
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = key });
            return await command.ExecuteScalarAsync(cancellationToken) is true;
        }

        public async ValueTask DisposeAsync()
        {
            try
            {
                if (Connection is not null)
                {
                    await using var connection = Connection;
                    if (connection.State == System.Data.ConnectionState.Open)
                    {
                        // Not cancellable, and whatever was answered: no lock may go back to the pool with the connection.
                        await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", connection);
                        await command.ExecuteNonQueryAsync(CancellationToken.None);
                    }
                }
            }
            finally
            {
                slots.Release();
            }
        }
    }
}
