using Fund.Interop.V1;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.ClientFactory;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Grpc.Tests;

/// <summary>Clients registered with the services of a process.</summary>
public sealed class ClientFactoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_registered_client_reaches_its_address_through_its_interceptors()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        Counter perChannel = new();
        int perClient = 0;
        await using ServiceProvider services = Services(registrations =>
            registrations
                .AddGrpcClient<InteropService.InteropServiceClient>(options => options.Address = new Uri(host.Address))
                .AddInterceptor(() => perChannel)
                .AddInterceptor(
                    InterceptorScope.Client,
                    _ =>
                    {
                        perClient++;
                        return new Counter();
                    }
                )
        );
        for (int i = 0; i < 2; i++)
        {
            await services.GetRequiredService<InteropService.InteropServiceClient>().PingAsync(new PingRequest());
        }

        Assert.Equal(2, perChannel.Seen);
        Assert.Equal(2, perClient);
    }

    [Fact]
    public async Task Clients_of_the_same_type_are_told_apart_by_name()
    {
        await using InteropHost one = await InteropHost.StartAsync(handler: Answering("one"));
        await using InteropHost two = await InteropHost.StartAsync(handler: Answering("two"));
        await using ServiceProvider services = Services(registrations =>
        {
            registrations.AddGrpcClient<InteropService.InteropServiceClient>(
                "one",
                options => options.Address = new Uri(one.Address)
            );
            registrations.AddGrpcClient<InteropService.InteropServiceClient>(
                "two",
                (_, options) => options.Address = new Uri(two.Address)
            );
        });
        GrpcClientFactory factory = services.GetRequiredService<GrpcClientFactory>();
        foreach (string name in (string[])["two", "one"])
        {
            var client = factory.CreateClient<InteropService.InteropServiceClient>(name);
            Assert.Equal(name, (await client.EchoAsync(new EchoRequest())).Payload.ToStringUtf8());
        }
    }

    [Fact]
    public async Task A_channel_can_be_configured()
    {
        await using InteropHost host = await InteropHost.StartAsync();
        await using ServiceProvider services = Services(registrations =>
            registrations
                .AddGrpcClient<InteropService.InteropServiceClient>(options => options.Address = new Uri(host.Address))
                .ConfigureChannel(channel => channel.MaxReceiveMessageSize = 100)
        );
        var client = services.GetRequiredService<InteropService.InteropServiceClient>();
        await client.EchoAsync(new EchoRequest { ResponseSize = 10 });
        await Calls.FailsWithAsync(
            StatusCode.ResourceExhausted,
            async () => await client.EchoAsync(new EchoRequest { ResponseSize = 200 })
        );
    }

    [Fact]
    public async Task Call_credentials_travel_in_the_clear_only_where_that_is_said()
    {
        string? seen = null;
        string? url = null;
        await using InteropHost host = await InteropHost.StartAsync(
            handler: new ScriptedHandler
            {
                OnEcho = (_, context) =>
                {
                    seen = context.RequestHeaders.GetValue("proof");
                    return Task.FromResult(new EchoResponse());
                },
            }
        );
        await using ServiceProvider services = Services(registrations =>
            registrations
                .AddGrpcClient<InteropService.InteropServiceClient>(options => options.Address = new Uri(host.Address))
                .ConfigureChannel(channel => channel.UnsafeUseInsecureChannelCallCredentials = true)
                .AddCallCredentials(
                    (context, metadata) =>
                    {
                        url = $"{context.ServiceUrl} {context.MethodName}";
                        metadata.Add("proof", "it is me");
                        return Task.CompletedTask;
                    }
                )
        );
        await services.GetRequiredService<InteropService.InteropServiceClient>().EchoAsync(new EchoRequest());
        Assert.Equal("it is me", seen);
        Assert.EndsWith("/fund.interop.v1.InteropService Echo", url);

        CallCredentials credentials = CallCredentials.FromInterceptor(
            (_, metadata) =>
            {
                metadata.Add("proof", "it is me");
                return Task.CompletedTask;
            }
        );
        await host.Client.EchoAsync(new EchoRequest(), new CallOptions(credentials: credentials));
        Assert.Null(seen);
    }

    [Fact]
    public async Task A_client_without_an_address_is_told_so()
    {
        await using ServiceProvider services = Services(registrations =>
            registrations.AddGrpcClient<InteropService.InteropServiceClient>()
        );
        Assert.Throws<InvalidOperationException>(() =>
            services.GetRequiredService<InteropService.InteropServiceClient>()
        );
    }

    [Fact]
    public async Task Deadline_and_cancellation_of_a_call_being_served_flow_into_the_calls_it_makes()
    {
        TaskCompletionSource<DateTime> deadlineBehind = new();
        TaskCompletionSource cancelledBehind = new();
        await using InteropHost behind = await InteropHost.StartAsync(
            handler: new ScriptedHandler
            {
                OnEcho = async (_, context) =>
                {
                    context.CancellationToken.Register(cancelledBehind.SetResult);
                    deadlineBehind.SetResult(context.Deadline);
                    await ScriptedHandler.UntilCancelledAsync(context);
                    return new EchoResponse();
                },
            }
        );
        await using InteropHost front = await InteropHost.StartAsync(
            services: services =>
                services
                    .AddGrpcClient<InteropService.InteropServiceClient>(options =>
                        options.Address = new Uri(behind.Address)
                    )
                    .EnableCallContextPropagation(),
            handler: new ScriptedHandler
            {
                // The handler does not look at its own token: the call it makes ends all the same.
                OnEcho = async (request, context) =>
                    await context
                        .GetHttpContext()
                        .RequestServices.GetRequiredService<InteropService.InteropServiceClient>()
                        .EchoAsync(request),
            }
        );

        using CancellationTokenSource cancel = new();
        DateTime deadline = Calls.DeadlineIn(60_000);
        using var call = front.Client.EchoAsync(new EchoRequest(), null, deadline, cancel.Token);
        DateTime seen = await deadlineBehind.Task.WaitAsync(Token);
        Assert.InRange(seen, deadline - TimeSpan.FromSeconds(2), deadline + TimeSpan.FromSeconds(2));
        await cancel.CancelAsync();
        await cancelledBehind.Task.WaitAsync(Token);
        await Calls.FailsWithAsync(StatusCode.Cancelled, async () => await call);
    }

    [Fact]
    public async Task The_options_of_one_service_begin_as_those_of_all()
    {
        Counter counter = new();
        await using InteropHost host = await InteropHost.StartAsync(
            server: options => options.Interceptors.Add<Counter>(),
            services: services =>
            {
                services.AddSingleton(counter);
                services.AddGrpc().AddServiceOptions<ScriptedHandler>(options => options.MaxReceiveMessageSize = 100);
            },
            handler: Answering("here")
        );
        await host.Client.EchoAsync(new EchoRequest());
        Assert.Equal(1, counter.Seen);
        await Calls.FailsWithAsync(
            StatusCode.ResourceExhausted,
            async () => await host.Client.EchoAsync(new EchoRequest { Payload = Bytes.Zeros(200) })
        );
    }

    [Fact]
    public async Task A_call_knows_its_client_and_its_endpoint()
    {
        ServerCallContext? seen = null;
        GrpcMethodMetadata? endpoint = null;
        await using InteropHost host = await InteropHost.StartAsync(
            handler: new ScriptedHandler
            {
                OnEcho = (_, context) =>
                {
                    seen = context;
                    endpoint = context
                        .GetHttpContext()
                        .Features.Get<Microsoft.AspNetCore.Http.Features.IEndpointFeature>()
                        ?.Endpoint?.Metadata.GetMetadata<GrpcMethodMetadata>();
                    Assert.StartsWith("ipv4:127.0.0.1:", context.Peer);
                    Assert.StartsWith("127.0.0.1:", context.Host);
                    Assert.False(context.AuthContext.IsPeerAuthenticated);
                    return Task.FromResult(new EchoResponse());
                },
            }
        );
        await host.Client.EchoAsync(new EchoRequest());
        Assert.Equal("/fund.interop.v1.InteropService/Echo", seen!.Method);
        Assert.Equal("Echo", endpoint?.Method.Name);
        Assert.Equal(typeof(ScriptedHandler), endpoint?.ServiceType);
    }

    private static ServiceProvider Services(Action<IServiceCollection> register)
    {
        ServiceCollection services = new();
        services.AddLogging();
        register(services);
        return services.BuildServiceProvider();
    }

    private static ScriptedHandler Answering(string text) =>
        new()
        {
            OnEcho = (_, _) =>
                Task.FromResult(new EchoResponse { Payload = Google.Protobuf.ByteString.CopyFromUtf8(text) }),
        };

    /// <summary>Counts unary calls on either side.</summary>
    private sealed class Counter : Interceptor
    {
        private int seen;

        public int Seen => seen;

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation
        )
        {
            Interlocked.Increment(ref seen);
            return continuation(request, context);
        }

        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request,
            ServerCallContext context,
            UnaryServerMethod<TRequest, TResponse> continuation
        )
        {
            Interlocked.Increment(ref seen);
            return continuation(request, context);
        }
    }
}
