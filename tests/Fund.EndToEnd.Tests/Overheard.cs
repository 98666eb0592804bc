using System.Collections.Concurrent;
using System.Text;
using Fund.Events;
using Fund.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Fund.EndToEnd.Tests;

/// <summary>
/// Everything that leaves the processes of a fund beside their answers: lines of logs, traces and metrics, messages on
/// the broker, dead ones included.
/// </summary>
internal sealed class Overheard : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _logs = new();
    private readonly ConcurrentQueue<string> _telemetry = new();
    private readonly ConcurrentQueue<string> _messages = new();
    private readonly WebApplication _collector;
    private IConnection? _connection;

    private Overheard(WebApplication collector) => _collector = collector;

    public string Logs => string.Join('\n', _logs);

    public string Telemetry => string.Join('\n', _telemetry);

    public string Messages => string.Join('\n', _messages);

    /// <summary>
    /// Settings by which our code and the libraries under it talk as much as they can. The web server stays at warnings, as
    /// everywhere: it would log addresses as they were asked.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings =>
        new Dictionary<string, string>
        {
            ["Telemetry:OtlpEndpoint"] = _collector.Urls.Single(),
            ["Logging:LogLevel:Fund"] = "Debug",
            ["Logging:LogLevel:MassTransit"] = "Debug",
            ["Logging:LogLevel:Grpc"] = "Debug",
            ["Logging:LogLevel:Npgsql"] = "Debug",
            ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Debug",
        };

    public static async Task<Overheard> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var overheard = new Overheard(builder.Build());
        overheard._collector.MapPost("/v1/{signal}", overheard.TakeAsync);
        await overheard._collector.StartAsync();
        return overheard;
    }

    public void Line(string line) => _logs.Enqueue(line);

    /// <summary>A copy of every event, and whatever is given up, goes here too.</summary>
    public async Task ListenAsync(TestBroker corner)
    {
        _connection = await corner.OpenAsync();
        var channel = await _connection.CreateChannelAsync();
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        foreach (var exchange in EventRoutes.All.Select(route => route.EventType.FullName).Distinct())
        {
            await channel.QueueBindAsync(queue, corner.Prefix + exchange, "");
        }

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            var headers = message.BasicProperties.Headers?.Values.Select(value => (value as byte[]) ?? []) ?? [];
            _messages.Enqueue(Encoding.UTF8.GetString([.. message.Body.Span, .. headers.SelectMany(bytes => bytes)]));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        await _collector.DisposeAsync();
    }

    private async Task TakeAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        _telemetry.Enqueue(Encoding.UTF8.GetString(body.ToArray()));
    }
}
