using System.Net;
using Fund.Hosting.Tests.Notes;
using Fund.Testing;
using Fund.Testing.V1;

namespace Fund.Hosting.Tests.Messaging;

public sealed class BrokerOutageTests : IAsyncLifetime
{
    private FreshDatabase _database = null!;
    private TestBroker _broker = null!;
    private TcpProxy _way = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        _broker = await TestBroker.CreateAsync();
        _way = new TcpProxy(_broker.Address.Host, _broker.Address.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _way.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task While_the_broker_is_down_requests_are_accepted_and_nothing_is_lost()
    {
        await using var service = await StartAsync();
        var client = service.Client<NotesService.NotesServiceClient>(NotesFixture.Finance);
        var agreement = Guid.CreateVersion7();
        await WriteAsync(client, agreement, 1, 10);
        await Eventually.EqualAsync(10L, () => PaymentsAsync(agreement), "payments");

        await _way.CutAsync();
        await WriteAsync(client, agreement, 11, 60);
        Assert.Equal("degraded", await StatusAsync(service));
        Assert.True(await _database.ScalarAsync<long>("select count(*) from outbox") > 0);
        Assert.Equal(0, await _database.ScalarAsync<long>("select coalesce(sum(attempts), 0)::bigint from outbox"));

        _way.Mend();
        await Eventually.EqualAsync(60L, () => PaymentsAsync(agreement), "payments", TimeSpan.FromSeconds(60));
        await Eventually.EqualAsync(0L, () => _database.ScalarAsync<long>("select count(*) from outbox"), "outbox");
        await Eventually.EqualAsync("ready", () => StatusAsync(service), "the status");
    }

    [Fact]
    public async Task A_process_starts_while_the_broker_is_down_and_delivers_when_it_comes()
    {
        await _way.CutAsync();
        await using var service = await StartAsync();
        var client = service.Client<NotesService.NotesServiceClient>(NotesFixture.Finance);
        var agreement = Guid.CreateVersion7();
        await WriteAsync(client, agreement, 1, 5);
        Assert.Equal("degraded", await StatusAsync(service));
        _way.Mend();
        await Eventually.EqualAsync(5L, () => PaymentsAsync(agreement), "payments", TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task An_event_published_before_its_consumer_ever_ran_waits_in_its_queue()
    {
        await using (
            var projects = await RunningService.StartAsync("projects", NotesProgram.Projects, _database, _broker)
        )
        {
            var client = projects.Client<NotesService.NotesServiceClient>(NotesFixture.Finance);
            await client.WriteNoteAsync(NotesFixture.Note(agreement: Guid.CreateVersion7()));
            await Eventually.EqualAsync(
                1u,
                () => _broker.CountAsync("donations.instalment-paid"),
                "the queue's length"
            );
        }
    }

    private Task<RunningService> StartAsync() =>
        RunningService.StartAsync(
            "donations",
            NotesProgram.Donations,
            _database,
            _broker,
            arguments:
            [
                $"--ConnectionStrings:Broker={new UriBuilder(_broker.Address) { Port = _way.Port, Host = "127.0.0.1" }.Uri}",
                "--Services:projects=http://127.0.0.1:9",
            ]
        );

    private static async Task WriteAsync(NotesService.NotesServiceClient client, Guid agreement, int from, int to)
    {
        for (var number = from; number <= to; number++)
        {
            await client.WriteNoteAsync(NotesFixture.Note(agreement: agreement, number: number));
        }
    }

    private Task<long> PaymentsAsync(Guid agreement) =>
        _database.ScalarAsync<long>($"select count(distinct number) from payments where agreement_id = '{agreement}'");

    private static async Task<string> StatusAsync(RunningService service)
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(service.HttpAddress, "health/ready"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var json = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
        return json.RootElement.GetProperty("status").GetString()!;
    }
}
