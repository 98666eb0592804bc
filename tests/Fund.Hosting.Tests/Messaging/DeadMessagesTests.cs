using Fund.Hosting.Tests.Notes;
using Fund.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Hosting.Tests.Messaging;

public sealed class DeadMessagesTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    private DeadMessages Dead => notes.Service.Services.GetRequiredService<DeadMessages>();

    private Task<IReadOnlyList<DeadMessage>> ListAsync() =>
        notes.Service.InScopeAsync<FundDbContext, IReadOnlyList<DeadMessage>>(db => Dead.ListAsync(db, default));

    private Task<int> ReplayAsync(string place) =>
        notes.Service.InScopeAsync<FundDbContext, int>(db => Dead.ReplayAsync(place, db, default));

    [Fact]
    public async Task A_poison_message_goes_to_the_error_queue_the_queue_moves_on_and_a_replay_heals_it()
    {
        // Other tests of this class have seen the doctor too.
        var before = notes.Service.Services.GetRequiredService<Doctor>().Calls;
        var (poisoned, healthy) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await notes.Client.WriteNoteAsync(NotesFixture.Note(agreement: poisoned, number: PaymentConsumer.Poison));
        await notes.Client.WriteNoteAsync(NotesFixture.Note(agreement: healthy));
        await Eventually.EqualAsync(1L, () => PaymentsAsync(healthy), "payments");

        await Eventually.TrueAsync(async () => (await ListAsync()).Count == 1, "one message is dead");
        var dead = Assert.Single(await ListAsync());
        Assert.EndsWith("donations.instalment-paid_error", dead.Place, StringComparison.Ordinal);
        Assert.Contains("InstalmentPaid", dead.Type, StringComparison.Ordinal);
        Assert.Contains("This payment cannot be booked.", dead.Error, StringComparison.Ordinal);
        Assert.NotNull(dead.At);
        Assert.NotEqual(Guid.Empty, dead.Id);

        // Three retries after the first attempt, plus the healthy one.
        Assert.Equal(before + 5, notes.Service.Services.GetRequiredService<Doctor>().Calls);
        notes.Service.Services.GetRequiredService<Doctor>().HasCome = true;
        Assert.Equal(1, await ReplayAsync("donations.instalment-paid"));
        await Eventually.EqualAsync(1L, () => PaymentsAsync(poisoned), "payments");
        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task An_event_that_cannot_be_published_is_parked_shown_and_holds_back_only_its_own_aggregate()
    {
        // As one would be that an older build has written and this one no longer knows.
        await notes.Database.ExecuteAsync(
            """
            insert into outbox (message_id, aggregate_key, type, body, attempts)
            values (gen_random_uuid(), 'forgotten', 'Fund.Events.Forgotten', '{}', 19)
            """
        );
        await Eventually.TrueAsync(
            async () => (await ListAsync()).Any(message => message.Place == "outbox"),
            "the event is parked"
        );
        var parked = (await ListAsync()).Single(message => message.Place == "outbox");
        Assert.Contains("no event type Fund.Events.Forgotten", parked.Error, StringComparison.Ordinal);

        var other = Guid.CreateVersion7();
        await notes.Client.WriteNoteAsync(NotesFixture.Note(agreement: other));
        await Eventually.EqualAsync(1L, () => PaymentsAsync(other), "payments");

        Assert.Equal(1, await ReplayAsync("outbox"));
        Assert.Equal(0L, await notes.Database.ScalarAsync<long>("select count(*) from outbox where attempts >= 19"));
    }

    [Fact]
    public async Task The_commands_run_without_starting_the_service()
    {
        var settings = RunningService.Settings("donations", notes.Database, notes.Broker);
        string[] arguments = [.. settings, "--Services:projects=http://127.0.0.1:9"];
        await using var app = NotesProgram.Donations(arguments);
        Assert.Equal(ExitCodes.Ok, await app.RunFundAsync([.. arguments, "dead", "list"]));
        Assert.Equal(
            ExitCodes.Ok,
            await app.RunFundAsync([.. arguments, "dead", "replay", "donations.instalment-paid"])
        );
        Assert.Equal(ExitCodes.Ok, await app.RunFundAsync([.. arguments, "migrate"]));
    }

    [Fact]
    public async Task Without_the_broker_the_command_gives_up_with_a_sentence()
    {
        var settings = RunningService.Settings("donations", notes.Database, notes.Broker);
        string[] arguments =
        [
            .. settings,
            "--Services:projects=http://127.0.0.1:9",
            "--ConnectionStrings:Broker=amqp://127.0.0.1:9/",
        ];
        await using var app = NotesProgram.Donations(arguments);
        Assert.Equal(ExitCodes.Unavailable, await app.RunFundAsync([.. arguments, "dead", "list"]));
    }

    private Task<long> PaymentsAsync(Guid agreement) =>
        notes.Database.ScalarAsync<long>($"select count(*) from payments where agreement_id = '{agreement}'");
}
