using Fund.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fund.Testing;

/// <summary>
/// Compares what the migrations make with what the EF model expects: columns with type and nullability, primary and
/// foreign keys, unique indexes. Other indexes, defaults and checks are the scripts' own business.
/// </summary>
public static class SchemaDiff
{
    private const string Facts = """
        select 'column ' || table_name || '.' || column_name || ' ' || udt_name
            || coalesce('(' || character_maximum_length || ')', '')
            || case when udt_name = 'numeric' then coalesce('(' || numeric_precision || ',' || numeric_scale || ')', '') else '' end
            || case is_nullable when 'YES' then ' null' else ' not null' end
            || case is_identity when 'YES' then ' identity ' || identity_generation else '' end
            || coalesce(' generated ' || generation_expression, '')
        from information_schema.columns
        where table_schema = 'public' and table_name <> 'schema_history'
        union all
        select regexp_replace(indexdef, 'INDEX \S+ ON', 'INDEX ON')
        from pg_indexes
        where schemaname = 'public' and tablename <> 'schema_history' and indexdef like 'CREATE UNIQUE%'
        union all
        select case contype when 'p' then 'primary key ' else 'foreign key ' end || conrelid::regclass || ' '
            || regexp_replace(pg_get_constraintdef(oid), ' ON (DELETE|UPDATE) (CASCADE|RESTRICT|SET NULL|NO ACTION)', '', 'g')
        from pg_constraint
        where connamespace = 'public'::regnamespace and contype in ('p', 'f')
            and conrelid::regclass::text <> 'schema_history'
        """;

    /// <summary>Every difference as a sentence; empty when model and migrations agree.</summary>
    /// <param name="known">Differences that are meant, word for word.</param>
    public static async Task<IReadOnlyList<string>> OfAsync<TDb>(params string[] known)
        where TDb : DbContext
    {
        await using var migrated = await FreshDatabase.CreateAsync().ConfigureAwait(false);
        await new SqlMigrator(migrated.Source, typeof(TDb).Assembly)
            .MigrateAsync(CancellationToken.None)
            .ConfigureAwait(false);
        await using var modelled = await FreshDatabase.CreateAsync().ConfigureAwait(false);
        await modelled.ExecuteAsync(CreateScript<TDb>(modelled.Source)).ConfigureAwait(false);
        var fromScripts = await ReadAsync(migrated.Source).ConfigureAwait(false);
        var fromModel = await ReadAsync(modelled.Source).ConfigureAwait(false);
        return
        [
            .. fromModel
                .Except(fromScripts)
                .Select(fact => $"only in the model: {fact}")
                .Concat(fromScripts.Except(fromModel).Select(fact => $"only in the migrations: {fact}"))
                .Except(known)
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string CreateScript<TDb>(NpgsqlDataSource source)
        where TDb : DbContext
    {
        var options = new DbContextOptionsBuilder<TDb>().UseNpgsql(source).Options;
        using var db = (TDb)Activator.CreateInstance(typeof(TDb), options)!;
        return db.Database.GenerateCreateScript();
    }

    private static async Task<HashSet<string>> ReadAsync(NpgsqlDataSource source)
    {
        var facts = new HashSet<string>(StringComparer.Ordinal);
        await using var command = source.CreateCommand(Facts);
        await using var reader = await command.ExecuteReaderAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            facts.Add(reader.GetString(0));
        }

        return facts;
    }
}
