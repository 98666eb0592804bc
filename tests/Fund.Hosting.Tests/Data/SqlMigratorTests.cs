using Fund.Hosting.Tests.Notes;
using Fund.Testing;

namespace Fund.Hosting.Tests.Data;

public sealed class SqlMigratorTests : IAsyncLifetime
{
    private FreshDatabase _database = null!;

    private SqlMigrator Migrator => new(_database.Source, typeof(NotesDb).Assembly);

    public async ValueTask InitializeAsync() => _database = await FreshDatabase.CreateAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task The_second_time_there_is_nothing_to_apply()
    {
        Assert.Equal(
            [
                "0000_hosting.sql",
                "0001_notes.sql",
                "0070_audit.sql",
                "0100_audit_indexes.sql",
                "0200_small_samples.sql",
            ],
            await Migrator.MigrateAsync(default)
        );
        Assert.Empty(await Migrator.MigrateAsync(default));
    }

    [Fact]
    public async Task A_script_edited_after_it_was_applied_is_refused()
    {
        await Migrator.MigrateAsync(default);
        await _database.ExecuteAsync("update schema_history set sha256 = 'other' where name = '0001_notes.sql'");
        var e = await Assert.ThrowsAsync<MigrationException>(() => Migrator.MigrateAsync(default));
        Assert.Contains("0001_notes.sql was edited", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_newer_than_the_build_is_refused()
    {
        await Migrator.MigrateAsync(default);
        await _database.ExecuteAsync("insert into schema_history (name, sha256) values ('0002_later.sql', '')");
        var e = await Assert.ThrowsAsync<MigrationException>(() => Migrator.MigrateAsync(default));
        Assert.Contains("newer than this build: it has 0002_later.sql", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_fails_is_named_and_leaves_nothing_of_itself()
    {
        await _database.ExecuteAsync("create table payments (id int)");
        var e = await Assert.ThrowsAsync<MigrationException>(() => Migrator.MigrateAsync(default));
        Assert.Contains("0001_notes.sql failed and was rolled back", e.Message, StringComparison.Ordinal);
        var applied = await _database.ScalarAsync<string>("select string_agg(name, ' ') from schema_history");
        Assert.Equal("0000_hosting.sql", applied);
        Assert.Equal(0L, await _database.ScalarAsync<long>("select count(*) from pg_tables where tablename = 'notes'"));
    }
}
