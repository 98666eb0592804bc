using System.Collections.Concurrent;
using System.Diagnostics;
using Fund.Testing;

namespace Fund.Hosting.Tests.Telemetry;

public sealed class OneTraceTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    private static readonly string[] Sources =
    [
        "Test",
        "Microsoft.AspNetCore",
        "System.Net.Http",
        "Npgsql",
        "MassTransit",
        FundTelemetry.Name,
    ];

    [Fact]
    public async Task From_the_request_over_database_and_broker_to_the_effect_it_is_one_trace()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => Sources.Contains(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("Test");
        var agreement = Guid.CreateVersion7();
        ActivityTraceId trace;
        using (var root = source.StartActivity("the gateway's request"))
        {
            trace = root!.TraceId;
            await notes.Client.WriteNoteAsync(NotesFixture.Note(agreement: agreement));
        }

        List<Activity> Mine() => [.. spans.Where(span => span.TraceId == trace)];
        await Eventually.TrueAsync(
            () => Mine().Any(span => span.Source.Name == "MassTransit" && span.Kind == ActivityKind.Consumer),
            "the event was consumed in the same trace"
        );
        await Eventually.EqualAsync(
            1L,
            () => notes.Database.ScalarAsync<long>($"select count(*) from payments where agreement_id = '{agreement}'"),
            "payments"
        );
        Assert.Equal(Sources.Order(), Mine().Select(span => span.Source.Name).Distinct().Order());

        var server = Mine().Single(span => span.Source.Name == "Microsoft.AspNetCore");
        Assert.Equal("fund.testing.v1.NotesService/WriteNote", server.DisplayName);
        Assert.Equal("grpc", server.GetTagItem("rpc.system"));
        Assert.Equal("fund.testing.v1.NotesService", server.GetTagItem("rpc.service"));
        Assert.Equal("WriteNote", server.GetTagItem("rpc.method"));
        Assert.Equal(0, server.GetTagItem("rpc.grpc.status_code"));
        Assert.Equal(200, server.GetTagItem("http.response.status_code"));

        // Every span but the root has its parent in the trace: nothing hangs loose.
        var ids = Mine().Select(span => span.SpanId).ToHashSet();
        await Eventually.TrueAsync(
            () =>
                Mine()
                    .TrueForAll(span =>
                        span.Parent is null && span.ParentSpanId == default || ids.Contains(span.ParentSpanId)
                    ),
            "all spans are connected"
        );
    }
}
