using System.Text.Json;
using Fund.Events;
using Fund.Hosting.Tests.Notes;
using Fund.Testing;
using Fund.Testing.V1;

namespace Fund.Hosting.Tests.Messaging;

public sealed class OutboxTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    [Fact]
    public async Task An_event_reaches_its_consumer_and_leaves_the_outbox()
    {
        var agreement = Guid.CreateVersion7();
        await notes.Client.WriteNoteAsync(NotesFixture.Note(agreement: agreement));
        await Eventually.EqualAsync(1, () => PaymentsAsync(agreement), "payments");
        await Eventually.EqualAsync(0L, OutboxAsync, "rows in the outbox");
    }

    [Fact]
    public async Task Events_of_one_aggregate_are_published_in_the_order_they_were_made_by_several_relays()
    {
        // Nobody consumes here, so that the queue shows the order of publishing.
        await using var database = await FreshDatabase.CreateAsync();
        await using var broker = await TestBroker.CreateAsync();
        await using var one = await RunningService.StartAsync("projects", NotesProgram.Projects, database, broker);
        await using var two = await RunningService.StartAsync("projects", NotesProgram.Projects, database, broker);
        var services = new[] { one, two };
        var agreements = Enumerable.Range(0, 6).Select(_ => Guid.CreateVersion7()).ToList();
        await Task.WhenAll(
            agreements.Select(async agreement =>
            {
                for (var number = 1; number <= 20; number++)
                {
                    var client = services[number % 2].Client<NotesService.NotesServiceClient>(NotesFixture.Finance);
                    await client.WriteNoteAsync(NotesFixture.Note(agreement: agreement, number: number));
                }
            })
        );
        await Eventually.EqualAsync(120u, () => broker.CountAsync("donations.instalment-paid"), "the queue's length");
        var published = await ReadAsync(broker, 120);
        foreach (var agreement in agreements)
        {
            var numbers = published.Where(fact => fact.AgreementId == agreement).Select(fact => fact.Number);
            Assert.Equal(Enumerable.Range(1, 20), numbers);
        }
    }

    [Fact]
    public async Task A_rolled_back_transaction_publishes_nothing()
    {
        var agreement = Guid.CreateVersion7();
        await notes.Service.InScopeAsync<NotesDb>(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Enqueue(new InstalmentPaid(agreement, agreement, agreement, 1, 1, new DateOnly(2026, 1, 1)));
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        });
        var marker = Guid.CreateVersion7();
        await notes.Client.WriteNoteAsync(NotesFixture.Note(agreement: marker));
        await Eventually.EqualAsync(1, () => PaymentsAsync(marker), "payments");
        Assert.Equal(0, await PaymentsAsync(agreement));
    }

    [Fact]
    public async Task Two_instances_side_by_side_publish_and_consume_everything_once()
    {
        await using var second = await notes.StartAsync();
        var clients = new[] { notes.Client, second.Client<NotesService.NotesServiceClient>(NotesFixture.Finance) };
        var agreements = Enumerable.Range(0, 200).Select(_ => Guid.CreateVersion7()).ToList();
        await Parallel.ForEachAsync(
            agreements.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (item, token) =>
                await clients[item.Index % 2]
                    .WriteNoteAsync(NotesFixture.Note(agreement: item.Item), cancellationToken: token)
        );
        await Eventually.EqualAsync(0L, OutboxAsync, "rows in the outbox");
        var list = string.Join(',', agreements.Select(id => $"'{id}'"));
        var sql =
            $"select count(*) || '/' || count(distinct agreement_id) from payments where agreement_id in ({list})";
        await Eventually.EqualAsync("200/200", () => notes.Database.ScalarAsync<string>(sql), "payments");
    }

    private static async Task<List<InstalmentPaid>> ReadAsync(TestBroker broker, int count)
    {
        await using var connection = await broker.OpenAsync();
        await using var channel = await connection.CreateChannelAsync();
        var read = new List<InstalmentPaid>();
        while (read.Count < count)
        {
            var message = await channel.BasicGetAsync(broker.Prefix + "donations.instalment-paid", autoAck: true);
            using var envelope = JsonDocument.Parse(message!.Body);
            read.Add(
                envelope.RootElement.GetProperty("message").Deserialize<InstalmentPaid>(JsonSerializerOptions.Web)!
            );
        }

        return read;
    }

    private async Task<int> PaymentsAsync(Guid agreement) =>
        (int)
            await notes.Database.ScalarAsync<long>($"select count(*) from payments where agreement_id = '{agreement}'");

    private Task<long> OutboxAsync() => notes.Database.ScalarAsync<long>("select count(*) from outbox");
}
