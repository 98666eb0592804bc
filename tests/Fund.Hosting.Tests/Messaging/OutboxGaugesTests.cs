using Fund.Hosting.Tests.Notes;
using Fund.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fund.Hosting.Tests.Messaging;

public sealed class OutboxGaugesTests
{
    [Fact]
    public async Task The_gauges_say_what_waits_how_long_and_what_is_parked()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await new SqlMigrator(database.Source, typeof(NotesDb).Assembly).MigrateAsync(default);
        using var gauges = new OutboxGauges(database.Source, NullLogger<OutboxGauges>.Instance);
        Assert.Equal(new OutboxGauges.Measurement(0, 0, 0), await gauges.MeasureAsync(default));
        await database.ExecuteAsync(
            """
            insert into outbox (message_id, aggregate_key, type, body, created_at, parked_at) values
                (gen_random_uuid(), 'a', 'T', '{}', now() - interval '90 seconds', null),
                (gen_random_uuid(), 'b', 'T', '{}', now(), null),
                (gen_random_uuid(), 'c', 'T', '{}', now() - interval '1 day', now())
            """
        );
        var measured = await gauges.MeasureAsync(default);
        Assert.Equal((2, 1), (measured.Waiting, measured.Parked));
        Assert.InRange(measured.LagSeconds, 90, 100);
    }
}
