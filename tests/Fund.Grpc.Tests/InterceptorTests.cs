using System.Collections.Concurrent;
using Fund.Interop.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Grpc.Tests;

/// <summary>Interceptors on both sides of all kinds of call.</summary>
public sealed class InterceptorTests
{
    [Fact]
    public async Task Server_interceptors_see_every_kind_of_call_the_first_one_first()
    {
        Log log = new();
        await using InteropHost host = await InteropHost.StartAsync(
            server: options =>
            {
                options.Interceptors.Add<Recorder>("outer");
                options.Interceptors.Add<Recorder>("inner");
            },
            services: services => services.AddSingleton(log)
        );
        await CallAllAsync(host.Client);
        Assert.Equal(
            [
                "outer unary",
                "inner unary",
                "outer client stream",
                "inner client stream",
                "outer server stream",
                "inner server stream",
                "outer duplex",
                "inner duplex",
            ],
            log
        );
    }

    [Fact]
    public async Task Client_interceptors_see_every_kind_of_call_the_first_one_first()
    {
        Log log = new();
        await using InteropHost host = await InteropHost.StartAsync();
        InteropService.InteropServiceClient client = new(
            host.Channel.Intercept(new Recorder("outer", log), new Recorder("inner", log))
        );
        await CallAllAsync(client);
        client.Echo(new EchoRequest());
        Assert.Equal(
            [
                "outer unary",
                "inner unary",
                "outer client stream",
                "inner client stream",
                "outer server stream",
                "inner server stream",
                "outer duplex",
                "inner duplex",
                "outer blocking",
                "inner blocking",
            ],
            log
        );
    }

    [Fact]
    public async Task A_server_interceptor_may_refuse_a_call_before_the_service_is_made()
    {
        await using InteropHost host = await InteropHost.StartAsync(
            server: options => options.Interceptors.Add<Gate>(),
            services: services => services.AddSingleton<Gate>()
        );
        RpcException error = await Calls.FailsWithAsync(
            StatusCode.PermissionDenied,
            async () => await host.Client.PingAsync(new PingRequest())
        );
        Assert.Equal("/fund.interop.v1.InteropService/Ping", error.Trailers.GetValue("method"));
        await host.Client.PingAsync(new PingRequest(), new Metadata { { "pass", "please" } });
    }

    [Fact]
    public async Task What_an_interceptor_leaves_in_the_state_the_handler_finds()
    {
        object? found = null;
        await using InteropHost host = await InteropHost.StartAsync(
            server: options => options.Interceptors.Add<Gate>(),
            handler: new ScriptedHandler
            {
                OnEcho = (_, context) =>
                {
                    found = context.UserState["pass"];
                    return Task.FromResult(new EchoResponse());
                },
            }
        );
        await host.Client.EchoAsync(new EchoRequest(), new Metadata { { "pass", "left here" } });
        Assert.Equal("left here", found);
    }

    [Fact]
    public async Task An_interceptor_made_for_a_call_is_disposed_after_it()
    {
        Log log = new();
        await using InteropHost host = await InteropHost.StartAsync(
            server: options => options.Interceptors.Add<Disposable>(),
            services: services => services.AddSingleton(log)
        );
        await host.Client.PingAsync(new PingRequest());
        await host.Client.PingAsync(new PingRequest());
        Assert.Equal(["disposed", "disposed"], log);
    }

    [Fact]
    public async Task A_function_over_the_headers_is_an_interceptor_too()
    {
        string? seen = null;
        await using InteropHost host = await InteropHost.StartAsync(
            handler: new ScriptedHandler
            {
                OnEcho = (_, context) =>
                {
                    seen = context.RequestHeaders.GetValue("added");
                    return Task.FromResult(new EchoResponse());
                },
            }
        );
        InteropService.InteropServiceClient client = new(
            host.Channel.Intercept(headers =>
            {
                headers.Add("added", "by a function");
                return headers;
            })
        );
        await client.EchoAsync(new EchoRequest());
        Assert.Equal("by a function", seen);
    }

    [Fact]
    public async Task A_client_interceptor_may_call_twice()
    {
        int attempts = 0;
        await using InteropHost host = await InteropHost.StartAsync(
            handler: new ScriptedHandler
            {
                OnEcho = (_, _) =>
                    ++attempts == 1
                        ? throw new RpcException(new Status(StatusCode.Unavailable, "not yet"))
                        : Task.FromResult(new EchoResponse()),
            }
        );
        InteropService.InteropServiceClient client = new(host.Channel.Intercept(new Retry()));
        await client.EchoAsync(new EchoRequest());
        Assert.Equal(2, attempts);
    }

    private static async Task CallAllAsync(InteropService.InteropServiceClient client)
    {
        await client.EchoAsync(new EchoRequest());
        using var collect = client.Collect();
        await collect.RequestStream.CompleteAsync();
        await collect;
        using var produce = client.Produce(new ProduceRequest());
        Assert.False(await produce.ResponseStream.MoveNext());
        using var converse = client.Converse();
        await converse.RequestStream.CompleteAsync();
        Assert.False(await converse.ResponseStream.MoveNext());
    }

    /// <summary>What interceptors noted, in order.</summary>
    private sealed class Log : ConcurrentQueue<string>;

    /// <summary>Refuses whoever does not say please.</summary>
    private sealed class Gate : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request,
            ServerCallContext context,
            UnaryServerMethod<TRequest, TResponse> continuation
        )
        {
            string pass =
                context.RequestHeaders.GetValue("pass")
                ?? throw new RpcException(
                    new Status(StatusCode.PermissionDenied, "no pass"),
                    new Metadata { { "method", context.Method } }
                );
            context.UserState["pass"] = pass;
            return continuation(request, context);
        }
    }

    /// <summary>Notes when it is disposed.</summary>
    private sealed class Disposable(Log log) : Interceptor, IDisposable
    {
        public void Dispose() => log.Enqueue("disposed");
    }

    /// <summary>Tries a second time.</summary>
    private sealed class Retry : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation
        )
        {
            AsyncUnaryCall<TResponse> first = continuation(request, context);
            return new AsyncUnaryCall<TResponse>(
                RetryAsync(first, () => continuation(request, context)),
                first.ResponseHeadersAsync,
                first.GetStatus,
                first.GetTrailers,
                first.Dispose
            );
        }

        private static async Task<TResponse> RetryAsync<TResponse>(
            AsyncUnaryCall<TResponse> first,
            Func<AsyncUnaryCall<TResponse>> again
        )
        {
            try
            {
                return await first;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
            {
                return await again();
            }
        }
    }

    /// <summary>Notes what passes.</summary>
    private sealed class Recorder(string name, Log log) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request,
            ServerCallContext context,
            UnaryServerMethod<TRequest, TResponse> continuation
        ) => continuation(Note(request, "unary"), context);

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            ServerCallContext context,
            ClientStreamingServerMethod<TRequest, TResponse> continuation
        ) => continuation(Note(requestStream, "client stream"), context);

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation
        ) => continuation(Note(request, "server stream"), responseStream, context);

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation
        ) => continuation(Note(requestStream, "duplex"), responseStream, context);

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            BlockingUnaryCallContinuation<TRequest, TResponse> continuation
        ) => continuation(Note(request, "blocking"), context);

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation
        ) => continuation(Note(request, "unary"), context);

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation
        ) => continuation(Note(context, "client stream"));

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation
        ) => continuation(Note(request, "server stream"), context);

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation
        ) => continuation(Note(context, "duplex"));

        private T Note<T>(T passing, string kind)
        {
            log.Enqueue($"{name} {kind}");
            return passing;
        }
    }
}
