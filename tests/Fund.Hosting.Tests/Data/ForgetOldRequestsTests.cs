using Fund.Testing;

namespace Fund.Hosting.Tests.Data;

/// <summary>What recognises repetitions is kept as long as the retention says, and no longer.</summary>
public sealed class ForgetOldRequestsTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    [Fact]
    public async Task Request_ids_and_message_ids_older_than_their_retention_are_deleted_and_no_others()
    {
        // More than two batches, and on both sides of both limits.
        await notes.Database.ExecuteAsync(
            $"""
            insert into requests (caller, request_id, operation, input_hash, created_at)
            select 'test', 'old-' || i, 'test', ''::bytea, now() - interval '90 days 1 hour'
            from generate_series(1, {(2 * ForgetOldRequests.Batch) + 7}) as i
            union all select 'test', 'young', 'test', ''::bytea, now() - interval '89 days 23 hours';
            insert into inbox (consumer, message_id, consumed_at)
            values ('test', gen_random_uuid(), now() - interval '30 days 1 hour'),
                ('test', gen_random_uuid(), now() - interval '29 days 23 hours');
            """
        );

        await notes.Service.InScopeAsync<ForgetOldRequests>(work => work.RunAsync(default));

        Assert.Equal(
            "young",
            await notes.Database.ScalarAsync<string>(
                "select string_agg(request_id, ' ') from requests where caller = 'test'"
            )
        );
        Assert.Equal(1, await notes.Database.ScalarAsync<long>("select count(*) from inbox"));
    }

    [Fact]
    public async Task The_retention_is_configured_in_days()
    {
        await using var service = await notes.StartAsync("--Retention:RequestDays=2", "--Retention:InboxDays=1");
        await notes.Database.ExecuteAsync(
            """
            insert into requests (caller, request_id, operation, input_hash, created_at)
            values ('days', 'three', 'test', '', now() - interval '3 days'), ('days', 'one', 'test', '', now() - interval '1 day')
            """
        );

        await service.InScopeAsync<ForgetOldRequests>(work => work.RunAsync(default));

        var left = await notes.Database.ScalarAsync<string>(
            "select string_agg(request_id, ' ') from requests where caller = 'days'"
        );
        Assert.Equal("one", left);
    }

    [Fact]
    public async Task A_retention_of_no_days_is_a_configuration_error()
    {
        var e = await Assert.ThrowsAsync<BadConfigurationException>(() =>
            notes.StartAsync("--Retention:RequestDays=0")
        );
        Assert.Contains(
            "Retention:RequestDays must be a whole number from 1 to 3650",
            e.Message,
            StringComparison.Ordinal
        );
    }
}
