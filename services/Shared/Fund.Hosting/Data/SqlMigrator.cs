using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Fund.Hosting;

/// <summary>The database cannot be brought to this build's schema; the message says why and what to do.</summary>
public sealed class MigrationException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Applies plain SQL scripts <c>NNNN_name.sql</c>, embedded in Hosting (0000, 0070, 0100, 0200) and in the service, in order of their
/// numbers, each in a transaction of its own, by one process at a time. What was applied is kept with a checksum; a
/// script that was edited afterwards, or a database that is newer than this build, is refused.
/// See services/decisions/0003-sql-migrations.md.
/// </summary>
public sealed partial class SqlMigrator(NpgsqlDataSource source, Assembly service)
{
    private const long Lock = 724_601;

    /// <summary>Applies what is missing and returns the names of the scripts it applied.</summary>
    /// <exception cref="MigrationException">The scripts and the database contradict each other, or one failed.</exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellationToken)
    {
        var scripts = Scripts();
        await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(connection, $"select pg_advisory_lock({Lock})", cancellationToken).ConfigureAwait(false);
        try
        {
            return await ApplyAsync(connection, scripts, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Not cancellable: the lock must not stay with a pooled connection.
            await ExecuteAsync(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None)
                .ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<string>> ApplyAsync(
        NpgsqlConnection connection,
        IReadOnlyList<Script> scripts,
        CancellationToken cancellationToken
    )
    {
        const string history =
            "create table if not exists schema_history"
            + "(name text primary key, sha256 text not null, applied_at timestamptz not null default now())";
        await ExecuteAsync(connection, history, cancellationToken).ConfigureAwait(false);
        var done = await DoneAsync(connection, cancellationToken).ConfigureAwait(false);
        Check(scripts, done);
        var applied = new List<string>();
        foreach (var script in scripts.Where(script => !done.ContainsKey(script.Name)))
        {
            await ApplyAsync(connection, script, cancellationToken).ConfigureAwait(false);
            applied.Add(script.Name);
        }

        return applied;
    }

    private static async Task ApplyAsync(
        NpgsqlConnection connection,
        Script script,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ExecuteAsync(connection, script.Sql, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e)
        {
            throw new MigrationException($"{script.Name} failed and was rolled back: {e.MessageText}", e);
        }

        await using var insert = new NpgsqlCommand(
            "insert into schema_history(name, sha256) values ($1, $2)",
            connection,
            transaction
        );
        insert.Parameters.Add(new NpgsqlParameter { Value = script.Name });
        insert.Parameters.Add(new NpgsqlParameter { Value = script.Hash });
        await insert.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Check(IReadOnlyList<Script> scripts, Dictionary<string, string> done)
    {
        var unknown = done.Keys.Except(scripts.Select(script => script.Name)).Order().ToList();
        if (unknown.Count > 0)
        {
            throw new MigrationException(
                $"The database is newer than this build: it has {string.Join(", ", unknown)}."
            );
        }

        foreach (var script in scripts)
        {
            if (done.TryGetValue(script.Name, out var hash) && hash != script.Hash)
            {
                throw new MigrationException($"{script.Name} was edited after it had been applied to this database.");
            }

            if (!done.ContainsKey(script.Name) && done.Keys.Any(name => string.CompareOrdinal(name, script.Name) > 0))
            {
                throw new MigrationException($"{script.Name} comes before scripts that were already applied.");
            }
        }
    }

    private static async Task<Dictionary<string, string>> DoneAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        var done = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var query = new NpgsqlCommand("select name, sha256 from schema_history", connection);
        await using var reader = await query.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            done[reader.GetString(0)] = reader.GetString(1);
        }

        return done;
    }

    private List<Script> Scripts()
    {
        var scripts = new[] { typeof(SqlMigrator).Assembly, service }
            .Distinct()
            .SelectMany(Read)
            .OrderBy(script => script.Name, StringComparer.Ordinal)
            .ToList();
        var twice = scripts.GroupBy(script => script.Name[..4]).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? scripts
            : throw new MigrationException(
                $"Two scripts are numbered {twice.Key}; Hosting has 0000, 0070, 0100 and 0200 for itself."
            );
    }

    private static IEnumerable<Script> Read(Assembly assembly)
    {
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (ScriptName().Match(resource) is not { Success: true } match)
            {
                continue;
            }

            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
            yield return new Script(match.Groups["name"].Value, sql, hash);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    [GeneratedRegex(@"\.(?<name>\d{4}_[a-z0-9_]+\.sql)$", RegexOptions.ExplicitCapture)]
    private static partial Regex ScriptName();

    private sealed record Script(string Name, string Sql, string Hash);
}
