using System.Net;
using System.Text.Json;
using Fund.Hosting.Tests.Notes;
using Fund.Testing;
using RabbitMQ.Client;

namespace Fund.Hosting.Tests.Messaging;

/// <summary>A broker that has a queue with other settings is not taken for one that is merely down.</summary>
public sealed class RefusedTopologyTests : IAsyncLifetime
{
    private const string Queue = "donations.instalment-paid";
    private FreshDatabase _database = null!;
    private TestBroker _broker = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        _broker = await TestBroker.CreateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_queue_with_other_settings_makes_the_process_not_ready_until_it_is_deleted()
    {
        await WithChannelAsync(channel => channel.QueueDeclareAsync(_broker.Prefix + Queue, true, false, false));
        await using var service = await RunningService.StartAsync(
            "donations",
            NotesProgram.Donations,
            _database,
            _broker,
            arguments: ["--Services:projects=http://127.0.0.1:9", "--Logging:LogLevel:Default=None"]
        );

        await Eventually.EqualAsync(
            HttpStatusCode.ServiceUnavailable,
            async () => (await ReadyAsync(service)).Code,
            "the code"
        );

        var (_, status, broker) = await ReadyAsync(service);
        Assert.Equal("not ready", status);
        Assert.Contains($"refuses queue {_broker.Prefix}{Queue}", broker, StringComparison.Ordinal);
        Assert.Contains("PRECONDITION_FAILED", broker, StringComparison.Ordinal);
        Assert.Contains("delete it", broker, StringComparison.Ordinal);

        await WithChannelAsync(channel => channel.QueueDeleteAsync(_broker.Prefix + Queue));
        await Eventually.EqualAsync(
            (HttpStatusCode.OK, "ready", "up"),
            () => ReadyAsync(service),
            "the status",
            TimeSpan.FromSeconds(60)
        );
    }

    private async Task WithChannelAsync(Func<IChannel, Task> use)
    {
        await using var connection = await _broker.OpenAsync();
        await using var channel = await connection.CreateChannelAsync();
        await use(channel);
    }

    private static async Task<(HttpStatusCode Code, string Status, string Broker)> ReadyAsync(RunningService service)
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(service.HttpAddress, "health/ready"));
        using var json = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
        return (
            response.StatusCode,
            json.RootElement.GetProperty("status").GetString()!,
            json.RootElement.GetProperty("parts").GetProperty("broker").GetString()!
        );
    }
}
