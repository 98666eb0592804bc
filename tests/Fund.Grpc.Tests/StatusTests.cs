using Fund.Interop.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Fund.Grpc.Tests;

/// <summary>How calls end when they don't end with OK.</summary>
public sealed class StatusTests
{
    private const string Difficult = "\t\nwhite space\r\n, é ☺ 😈 العربية, 100 % %41 \0 end\t\n";

    public static TheoryData<StatusCode> Failures =>
        [.. Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK)];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Every_status_code_arrives_with_a_Unicode_message(StatusCode code)
    {
        await using InteropHost host = await InteropHost.StartAsync();
        Failure failure = new() { Code = (int)code, Message = Difficult };
        RpcException unary = await Calls.FailsWithAsync(
            code,
            async () => await host.Client.EchoAsync(new EchoRequest { Failure = failure })
        );
        Assert.Equal(Difficult, unary.Status.Detail);

        using var stream = host.Client.Converse();
        await stream.RequestStream.WriteAsync(new ConverseRequest { Failure = failure });
        RpcException streamed = await Calls.FailsWithAsync(code, () => stream.ResponseStream.MoveNext());
        Assert.Equal(Difficult, streamed.Status.Detail);
        Assert.Equal(code, stream.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_stream_may_fail_after_its_messages()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        ProduceRequest wish = Wishes.Of(1, 2);
        wish.Failure = new Failure { Code = (int)StatusCode.Aborted, Message = "enough" };
        using var call = host.Client.Produce(wish);
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.True(await call.ResponseStream.MoveNext());
        await Calls.FailsWithAsync(StatusCode.Aborted, () => call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task Trailers_of_an_exception_arrive_with_those_of_the_context()
    {
        await using InteropHost host = await InteropHost.StartAsync(
            handler: new ScriptedHandler
            {
                OnEcho = (_, context) =>
                {
                    context.ResponseTrailers.Add("from-context", "a");
                    Metadata trailers = new() { { "details-bin", [1, 2, 3] } };
                    throw new RpcException(new Status(StatusCode.FailedPrecondition, "not now"), trailers);
                },
            }
        );
        RpcException error = await Calls.FailsWithAsync(
            StatusCode.FailedPrecondition,
            async () => await host.Client.EchoAsync(new EchoRequest())
        );
        Assert.Equal([1, 2, 3], error.Trailers.GetValueBytes("details-bin"));
        Assert.Equal("a", error.Trailers.GetValue("from-context"));
    }

    [Fact]
    public async Task A_status_set_on_the_context_ends_the_call()
    {
        await using InteropHost host = await InteropHost.StartAsync(
            handler: new ScriptedHandler
            {
                OnEcho = (_, context) =>
                {
                    context.Status = new Status(StatusCode.OutOfRange, "beyond");
                    return Task.FromResult(new EchoResponse());
                },
            }
        );
        RpcException error = await Calls.FailsWithAsync(
            StatusCode.OutOfRange,
            async () => await host.Client.EchoAsync(new EchoRequest())
        );
        Assert.Equal("beyond", error.Status.Detail);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_handler_did_not_expect_is_told_only_where_that_is_wanted(bool detailed)
    {
        await using InteropHost host = await InteropHost.StartAsync(
            server: options => options.EnableDetailedErrors = detailed,
            handler: new ScriptedHandler { OnEcho = (_, _) => throw new InvalidOperationException("a secret") }
        );
        RpcException error = await Calls.FailsWithAsync(
            StatusCode.Unknown,
            async () => await host.Client.EchoAsync(new EchoRequest())
        );
        Assert.Equal(detailed, error.Status.Detail.Contains("a secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unimplemented_method_is_told_from_an_absent_service_by_neither_code()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        await Calls.FailsWithAsync(
            StatusCode.Unimplemented,
            async () => await host.Client.ForgetAsync(new ForgetRequest())
        );
        AbsentService.AbsentServiceClient absent = new(host.Channel);
        await Calls.FailsWithAsync(StatusCode.Unimplemented, async () => await absent.CallAsync(new CallRequest()));
    }

    [Fact]
    public async Task A_refused_connection_is_Unavailable()
    {
        InteropHost host = await InteropHost.StartAsync();
        string address = host.Address;
        await host.DisposeAsync();
        using GrpcChannel channel = GrpcChannel.ForAddress(address);
        InteropService.InteropServiceClient client = new(channel);
        await Calls.FailsWithAsync(StatusCode.Unavailable, async () => await client.PingAsync(new PingRequest()));
        using var stream = client.Converse();
        await Calls.FailsWithAsync(StatusCode.Unavailable, () => stream.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task The_status_is_not_known_before_the_end()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        using var call = host.Client.Converse();
        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
    }

    [Fact]
    public void The_default_status_has_a_detail_that_is_not_null()
    {
        Assert.Equal(string.Empty, default(Status).Detail ?? string.Empty);
        Assert.Equal(StatusCode.OK, default(Status).StatusCode);
    }
}
