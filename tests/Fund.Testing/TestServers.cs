#if TEST_CONTAINERS
using Testcontainers.PostgreSql;
using Testcontainers.RabbitMq;
#endif

namespace Fund.Testing;

/// <summary>
/// The PostgreSQL and RabbitMQ that tests use: those of the environment (FUND_TEST_POSTGRES, an Npgsql connection
/// string without Database; FUND_TEST_RABBITMQ, an amqp URL), or containers when built with
/// <c>-p:TestServers=Containers</c>. Tests don't know which.
/// </summary>
public static class TestServers
{
    private static readonly Lazy<Task<Servers>> Found = new(FindAsync);

    /// <summary>A connection string whose user may create databases.</summary>
    public static async Task<string> PostgresAsync() => (await Found.Value.ConfigureAwait(false)).Postgres;

    /// <summary>amqp://user:password@host:port/</summary>
    public static async Task<Uri> RabbitMqAsync() => (await Found.Value.ConfigureAwait(false)).RabbitMq;

    private static async Task<Servers> FindAsync()
    {
        var postgres = Environment.GetEnvironmentVariable("FUND_TEST_POSTGRES");
        var rabbit = Environment.GetEnvironmentVariable("FUND_TEST_RABBITMQ");
        if (!string.IsNullOrEmpty(postgres) && !string.IsNullOrEmpty(rabbit))
        {
            return new Servers(postgres, new Uri(rabbit));
        }

        return await StartAsync().ConfigureAwait(false);
    }

#if TEST_CONTAINERS
    private static async Task<Servers> StartAsync()
    {
        // Testcontainers removes both when the test process has gone.
        var postgres = new PostgreSqlBuilder("postgres:17")
            .WithCommand("-c", "fsync=off", "-c", "max_connections=300")
            .Build();
        var rabbit = new RabbitMqBuilder("rabbitmq:4-management").Build();
        await Task.WhenAll(postgres.StartAsync(), rabbit.StartAsync()).ConfigureAwait(false);
        var connection = new Npgsql.NpgsqlConnectionStringBuilder(postgres.GetConnectionString()) { Database = null };
        return new Servers(connection.ConnectionString, new Uri(rabbit.GetConnectionString()));
    }
#else
    private static Task<Servers> StartAsync() =>
        throw new InvalidOperationException(
            "These tests need PostgreSQL and RabbitMQ: run ./tests/run, which finds or starts them, or set "
                + "FUND_TEST_POSTGRES and FUND_TEST_RABBITMQ."
        );
#endif

    private sealed record Servers(string Postgres, Uri RabbitMq);
}
