using System.Diagnostics;
using Fund.Interop.V1;
using Grpc.Core;

namespace Fund.Grpc.Tests;

/// <summary>Calls that have to be over in time.</summary>
public sealed class DeadlineTests
{
    [Fact]
    public async Task A_handler_that_ignores_its_token_does_not_hold_up_the_caller()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        Stopwatch watch = Stopwatch.StartNew();
        await Calls.FailsWithAsync(
            StatusCode.DeadlineExceeded,
            async () => await host.Client.EchoAsync(new EchoRequest { HoldMs = 3_000 }, deadline: Calls.DeadlineIn(200))
        );
        Assert.InRange(watch.ElapsedMilliseconds, 150, 2_700);
    }

    [Fact]
    public async Task The_server_answers_at_the_deadline_even_if_the_handler_goes_on()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        using RawCall raw = new(host.Address);
        Stopwatch watch = Stopwatch.StartNew();
        RawResponse response = await raw.SendAsync(
            "Echo",
            RawCall.Frame(new EchoRequest { HoldMs = 3_000 }),
            ("grpc-timeout", "200m")
        );
        Assert.Equal((int)StatusCode.DeadlineExceeded, response.GrpcStatus);
        Assert.InRange(watch.ElapsedMilliseconds, 150, 2_700);
    }

    [Fact]
    public async Task A_slow_stream_ends_at_the_deadline()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        using var call = host.Client.Produce(Wishes.Slowly(count: 50, delayMs: 100), deadline: Calls.DeadlineIn(250));
        await Calls.FailsWithAsync(
            StatusCode.DeadlineExceeded,
            async () =>
            {
                while (await call.ResponseStream.MoveNext()) { }
            }
        );
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
    }

#if !GRPC_OFFICIAL
    [Fact]
    public async Task A_deadline_that_finds_the_server_waiting_for_a_slow_reader_is_still_told()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        using RawCall raw = new(host.Address);
        ProduceRequest endless = Wishes.Of([.. Enumerable.Repeat(1 << 20, 64)]);
        RawResponse response = await raw.SendAsync(
            "Produce",
            RawCall.Frame(endless),
            readAfter: TimeSpan.FromMilliseconds(400),
            ("grpc-timeout", "200m")
        );
        Assert.Equal((int)StatusCode.DeadlineExceeded, response.GrpcStatus);
    }
#endif

    [Fact]
    public async Task A_deadline_in_the_past_is_over()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        await Calls.FailsWithAsync(
            StatusCode.DeadlineExceeded,
            async () => await host.Client.PingAsync(new PingRequest(), deadline: Calls.DeadlineIn(-1_000))
        );
    }

    [Fact]
    public async Task The_handler_sees_the_deadline_and_a_token_that_fires_then()
    {
        TaskCompletionSource fired = new();
        DateTime seen = default;
        await using InteropHost host = await InteropHost.StartAsync(
            handler: new ScriptedHandler
            {
                OnEcho = async (_, context) =>
                {
                    seen = context.Deadline;
                    context.CancellationToken.Register(fired.SetResult);
                    await ScriptedHandler.UntilCancelledAsync(context);
                    return new EchoResponse();
                },
            }
        );
        DateTime deadline = Calls.DeadlineIn(300);
        await Calls.FailsWithAsync(
            StatusCode.DeadlineExceeded,
            async () => await host.Client.EchoAsync(new EchoRequest(), deadline: deadline)
        );
        await fired.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.InRange(seen, deadline - TimeSpan.FromSeconds(1), deadline + TimeSpan.FromSeconds(1));
        Assert.Equal(DateTimeKind.Utc, seen.Kind);
    }

    [Fact]
    public async Task Without_a_deadline_the_handler_has_for_ever()
    {
        DateTime seen = default;
        await using InteropHost host = await InteropHost.StartAsync(
            handler: new ScriptedHandler
            {
                OnEcho = (_, context) =>
                {
                    seen = context.Deadline;
                    return Task.FromResult(new EchoResponse());
                },
            }
        );
        await host.Client.EchoAsync(new EchoRequest());
        Assert.Equal(DateTime.MaxValue, seen);
        await host.Client.EchoAsync(new EchoRequest(), deadline: DateTime.MaxValue);
        Assert.Equal(DateTime.MaxValue, seen);
    }

    [Fact]
    public async Task A_deadline_years_away_does_not_end_the_call_now()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        EchoRequest request = new() { HoldMs = 50 };
        await host.Client.EchoAsync(request, deadline: Calls.DeadlineIn(TimeSpan.FromDays(4_000)));
    }

    [Fact]
    public async Task A_deadline_in_local_time_is_refused()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        DateTime local = DateTime.SpecifyKind(Calls.DeadlineIn(60_000), DateTimeKind.Local);
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await host.Client.PingAsync(new PingRequest(), deadline: local)
        );
    }

    [Fact]
    public async Task A_timeout_that_is_none_is_no_deadline()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        using RawCall raw = new(host.Address);
        RawResponse response = await raw.SendAsync("Ping", RawCall.Frame(new PingRequest()), ("grpc-timeout", "soon"));
        Assert.Equal(0, response.GrpcStatus);
    }
}
