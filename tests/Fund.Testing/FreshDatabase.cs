using Npgsql;

namespace Fund.Testing;

/// <summary>An empty database of its own, dropped when disposed.</summary>
public sealed class FreshDatabase : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private FreshDatabase(string server, string name)
    {
        _server = server;
        _name = name;
        ConnectionString = With(server, name, pooling: true);
        Source = NpgsqlDataSource.Create(ConnectionString);
    }

    public string ConnectionString { get; }

    /// <summary>For looking at, or preparing, what the tested code stores.</summary>
    public NpgsqlDataSource Source { get; }

    public static async Task<FreshDatabase> CreateAsync()
    {
        var server = await TestServers.PostgresAsync().ConfigureAwait(false);
        var name = $"test_{Guid.CreateVersion7():N}";
        await RunAsync(server, $"create database {name}").ConfigureAwait(false);
        return new FreshDatabase(server, name);
    }

    /// <summary>The first column of the first row.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <summary>Ends every connection to it, as a database that is stopped hard would.</summary>
    public Task DisconnectEverybodyAsync() =>
        RunAsync(_server, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{_name}'");

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync().ConfigureAwait(false);
        await RunAsync(_server, $"drop database if exists {_name} with (force)").ConfigureAwait(false);
    }

    private static async Task RunAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(With(server, "postgres", pooling: false));
        await connection.OpenAsync().ConfigureAwait(false);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <summary>Small pools, because many tests share one server.</summary>
    private static string With(string server, string database, bool pooling) =>
        new NpgsqlConnectionStringBuilder(server)
        {
            Database = database,
            Pooling = pooling,
            MaxPoolSize = 20,
        }.ConnectionString;
}
