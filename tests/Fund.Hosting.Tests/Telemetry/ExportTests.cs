using System.Collections.Concurrent;
using System.Text;
using Fund.Hosting.Tests.Notes;
using Fund.Testing;
using Fund.Testing.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fund.Hosting.Tests.Telemetry;

public sealed class ExportTests
{
    private const string Canary = "Canary Person, account 4711";

    [Fact]
    public async Task Traces_and_metrics_reach_the_collector_and_hold_nothing_personal()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await CollectorAsync(received);
        await using var database = await FreshDatabase.CreateAsync();
        await using var broker = await TestBroker.CreateAsync();
        var service = await RunningService.StartAsync(
            "donations",
            NotesProgram.Donations,
            database,
            broker,
            arguments: [$"--Telemetry:OtlpEndpoint={collector.Urls.First()}", "--Services:projects=http://127.0.0.1:9"]
        );
        var client = service.Client<NotesService.NotesServiceClient>(NotesFixture.Finance);
        var agreement = Guid.CreateVersion7();
        await client.WriteNoteAsync(NotesFixture.Note(text: Canary, agreement: agreement));
        await Eventually.EqualAsync(
            1L,
            () => database.ScalarAsync<long>($"select count(*) from payments where agreement_id = '{agreement}'"),
            "payments"
        );
        await service.DisposeAsync();

        await Eventually.TrueAsync(() => received.Count == 2, "traces and metrics were received");
        Assert.All(received.Values, body => Assert.Contains("fund-donations", body, StringComparison.Ordinal));
        Assert.All(received.Values, body => Assert.DoesNotContain("Canary", body, StringComparison.Ordinal));
        Assert.Contains("fund.testing.v1.NotesService/WriteNote", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("fund.outbox.lag", received["/v1/metrics"], StringComparison.Ordinal);
    }

    private static async Task<WebApplication> CollectorAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost(
            "/v1/{signal}",
            async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                var text = Encoding.Latin1.GetString(body.ToArray());
                received.AddOrUpdate(request.Path.Value!, text, (_, earlier) => earlier + text);
            }
        );
        await app.StartAsync();
        return app;
    }
}
