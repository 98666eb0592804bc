using Fund.Interop.V1;
using Grpc.Core;

namespace Fund.Grpc.Tests;

/// <summary>Calls given up by their caller, at every point.</summary>
public sealed class CancellationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_that_has_fired_ends_the_call_before_it_begins()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        await Calls.FailsWithAsync(
            StatusCode.Cancelled,
            async () => await host.Client.PingAsync(new PingRequest(), cancellationToken: new CancellationToken(true))
        );
    }

    [Fact]
    public async Task Cancelling_a_client_stream_before_its_response_ends_it()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        using CancellationTokenSource cancel = new();
        using var call = host.Client.Collect(cancellationToken: cancel.Token);
        await call.RequestStream.WriteAsync(new CollectRequest());
        await cancel.CancelAsync();
        await Calls.FailsWithAsync(StatusCode.Cancelled, async () => await call);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Cancelling_a_conversation_after_its_first_response_ends_it()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        using CancellationTokenSource cancel = new();
        using var call = host.Client.Converse(cancellationToken: cancel.Token);
        await call.RequestStream.WriteAsync(new ConverseRequest { Payload = Bytes.Random(31_415, seed: 3) });
        Assert.True(await call.ResponseStream.MoveNext());
        await cancel.CancelAsync();
        await Calls.FailsWithAsync(StatusCode.Cancelled, () => call.ResponseStream.MoveNext());
        await Calls.FailsWithAsync(StatusCode.Cancelled, () => call.RequestStream.WriteAsync(new ConverseRequest()));
    }

    [Fact]
    public async Task The_handler_learns_of_a_cancelled_unary_call()
    {
        TaskCompletionSource began = new();
        TaskCompletionSource noticed = new();
        await using InteropHost host = await InteropHost.StartAsync(handler: Waiting(began, noticed));
        using CancellationTokenSource cancel = new();
        using var call = host.Client.EchoAsync(new EchoRequest(), cancellationToken: cancel.Token);
        await began.Task.WaitAsync(Token);
        await cancel.CancelAsync();
        await Calls.FailsWithAsync(StatusCode.Cancelled, async () => await call);
        await noticed.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task The_handler_learns_of_a_disposed_call()
    {
        TaskCompletionSource began = new();
        TaskCompletionSource noticed = new();
        await using InteropHost host = await InteropHost.StartAsync(handler: Waiting(began, noticed));
        var call = host.Client.EchoAsync(new EchoRequest());
        await began.Task.WaitAsync(Token);
        call.Dispose();
        await Calls.FailsWithAsync(StatusCode.Cancelled, async () => await call);
        await noticed.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task A_stream_left_in_the_middle_is_cancelled_at_the_server()
    {
        TaskCompletionSource noticed = new();
        await using InteropHost host = await InteropHost.StartAsync(
            handler: new ScriptedHandler
            {
                OnProduce = async (_, responses, context) =>
                {
                    context.CancellationToken.Register(noticed.SetResult);
                    await responses.WriteAsync(new ProduceResponse());
                    await ScriptedHandler.UntilCancelledAsync(context);
                },
            }
        );
        using (var call = host.Client.Produce(new ProduceRequest()))
        {
            Assert.True(await call.ResponseStream.MoveNext());
        }

        await noticed.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task A_token_of_a_read_ends_the_call()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        using var call = host.Client.Produce(Wishes.Slowly(count: 100, delayMs: 1_000));
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(50));
        await Calls.FailsWithAsync(StatusCode.Cancelled, () => call.ResponseStream.MoveNext(cancel.Token));
    }

    [Fact]
    public async Task A_closed_channel_ends_its_calls()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        using var call = host.Client.Produce(Wishes.Slowly(count: 100, delayMs: 1_000));
        Task<bool> reading = call.ResponseStream.MoveNext();
        host.Channel.Dispose();
        await Assert.ThrowsAsync<RpcException>(() => reading);
        Assert.Throws<ObjectDisposedException>(() => host.Client.Ping(new PingRequest()));
    }

    [Fact]
    public async Task Cancellation_may_be_thrown_as_such()
    {
        await using InteropHost host = await InteropHost.StartAsync(channel: options =>
            options.ThrowOperationCanceledOnCancellation = true
        );
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await host.Client.EchoAsync(new EchoRequest { HoldMs = 500 }, cancellationToken: cancel.Token)
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await host.Client.EchoAsync(new EchoRequest { HoldMs = 500 }, deadline: Calls.DeadlineIn(50))
        );
    }

    private static ScriptedHandler Waiting(TaskCompletionSource began, TaskCompletionSource noticed) =>
        new()
        {
            OnEcho = async (_, context) =>
            {
                context.CancellationToken.Register(noticed.SetResult);
                began.SetResult();
                await ScriptedHandler.UntilCancelledAsync(context);
                return new EchoResponse();
            },
        };
}
