using System.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>Makes an endpoint of every method that generated code binds.</summary>
internal sealed class EndpointBinder<TService> : ServiceBinderBase
    where TService : class
{
    private static readonly ObjectFactory<TService> Factory = ActivatorUtilities.CreateFactory<TService>([]);

    private readonly IEndpointRouteBuilder endpoints;
    private readonly GrpcServiceOptions options;
    private readonly ILogger logger;
    private readonly bool isRegistered;

    /// <summary>Innermost first: the order in which handlers are wrapped.</summary>
    private readonly InterceptorActivator[] interceptors;

    public EndpointBinder(IEndpointRouteBuilder endpoints, GrpcServiceOptions options)
    {
        this.endpoints = endpoints;
        this.options = options;
        IServiceProviderIsService known = endpoints.ServiceProvider.GetRequiredService<IServiceProviderIsService>();
        logger = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(ServerLog.Category);
        isRegistered = known.IsService(typeof(TService));
        interceptors =
        [
            .. options.Interceptors.Reverse().Select(registration => new InterceptorActivator(registration, known)),
        ];
    }

    /// <summary>The endpoints made.</summary>
    public List<IEndpointConventionBuilder> Added { get; } = [];

    /// <inheritdoc />
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        UnaryServerMethod<TRequest, TResponse>? handler
    )
    {
        var invoke = Bind<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>(
            method,
            out MethodInfo target,
            typeof(TRequest)
        );
        Map(
            method,
            target,
            async call =>
            {
                TRequest request = await call.ReadSingleAsync(method.RequestMarshaller);
                Task<TResponse> handled;
                if (interceptors.Length == 0)
                {
                    handled = invoke(Activate(call), request, call);
                }
                else
                {
                    UnaryServerMethod<TRequest, TResponse> next = (message, context) =>
                        invoke(Activate(call), message, context);
                    foreach (InterceptorActivator activator in interceptors)
                    {
                        Interceptor interceptor = activator.Activate(call);
                        UnaryServerMethod<TRequest, TResponse> inner = next;
                        next = (message, context) => interceptor.UnaryServerHandler(message, context, inner);
                    }

                    handled = next(request, call);
                }

                await call.WriteSingleAsync(await handled, method.ResponseMarshaller);
            }
        );
    }

    /// <inheritdoc />
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ClientStreamingServerMethod<TRequest, TResponse>? handler
    )
    {
        var invoke = Bind<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>(
            method,
            out MethodInfo target,
            typeof(IAsyncStreamReader<TRequest>)
        );
        Map(
            method,
            target,
            async call =>
            {
                ClientStreamingServerMethod<TRequest, TResponse> next = (requests, context) =>
                    invoke(Activate(call), requests, context);
                foreach (InterceptorActivator activator in interceptors)
                {
                    Interceptor interceptor = activator.Activate(call);
                    ClientStreamingServerMethod<TRequest, TResponse> inner = next;
                    next = (requests, context) => interceptor.ClientStreamingServerHandler(requests, context, inner);
                }

                ServerStreamReader<TRequest> reader = new(call, method.RequestMarshaller);
                await call.WriteSingleAsync(await next(reader, call), method.ResponseMarshaller);
            }
        );
    }

    /// <inheritdoc />
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        ServerStreamingServerMethod<TRequest, TResponse>? handler
    )
    {
        var invoke = Bind<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method,
            out MethodInfo target,
            typeof(TRequest),
            typeof(IServerStreamWriter<TResponse>)
        );
        Map(
            method,
            target,
            async call =>
            {
                ServerStreamingServerMethod<TRequest, TResponse> next = (request, responses, context) =>
                    invoke(Activate(call), request, responses, context);
                foreach (InterceptorActivator activator in interceptors)
                {
                    Interceptor interceptor = activator.Activate(call);
                    ServerStreamingServerMethod<TRequest, TResponse> inner = next;
                    next = (request, responses, context) =>
                        interceptor.ServerStreamingServerHandler(request, responses, context, inner);
                }

                TRequest message = await call.ReadSingleAsync(method.RequestMarshaller);
                await next(message, new ServerStreamWriter<TResponse>(call, method.ResponseMarshaller), call);
            }
        );
    }

    /// <inheritdoc />
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method,
        DuplexStreamingServerMethod<TRequest, TResponse>? handler
    )
    {
        var invoke = Bind<
            Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>
        >(method, out MethodInfo target, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>));
        Map(
            method,
            target,
            async call =>
            {
                DuplexStreamingServerMethod<TRequest, TResponse> next = (requests, responses, context) =>
                    invoke(Activate(call), requests, responses, context);
                foreach (InterceptorActivator activator in interceptors)
                {
                    Interceptor interceptor = activator.Activate(call);
                    DuplexStreamingServerMethod<TRequest, TResponse> inner = next;
                    next = (requests, responses, context) =>
                        interceptor.DuplexStreamingServerHandler(requests, responses, context, inner);
                }

                ServerStreamReader<TRequest> reader = new(call, method.RequestMarshaller);
                await next(reader, new ServerStreamWriter<TResponse>(call, method.ResponseMarshaller), call);
            }
        );
    }

    /// <summary>A delegate over the service's method, which needs no reflection to be called.</summary>
    private static TDelegate Bind<TDelegate>(IMethod method, out MethodInfo target, params Type[] messages)
        where TDelegate : Delegate
    {
        target =
            typeof(TService).GetMethod(
                method.Name,
                BindingFlags.Public | BindingFlags.Instance,
                [.. messages, typeof(ServerCallContext)]
            ) ?? throw new InvalidOperationException($"{typeof(TService)} has no method for {method.FullName}.");
        return target.CreateDelegate<TDelegate>();
    }

    /// <summary>The service is taken from the request's services or made for the call, after the interceptors agreed.</summary>
    private TService Activate(HttpServerCallContext call)
    {
        IServiceProvider services = call.Http.RequestServices;
        if (isRegistered)
        {
            return services.GetRequiredService<TService>();
        }

        TService made = Factory(services, []);
        call.Own(made);
        return made;
    }

    private void Map(IMethod method, MethodInfo target, Func<HttpServerCallContext, Task> handle)
    {
        IEndpointConventionBuilder endpoint = endpoints.Map(
            RoutePatternFactory.Parse(method.FullName),
            http => ServerCall.ServeAsync(http, method, options, logger, handle)
        );
        object[] metadata =
        [
            new GrpcMethodMetadata(typeof(TService), method),
            new HttpMethodMetadata([HttpMethods.Post], acceptCorsPreflight: true),
            .. typeof(TService).GetCustomAttributes(inherit: true),
            .. target.GetCustomAttributes(inherit: true),
        ];
        endpoint.Add(builder =>
        {
            builder.DisplayName = $"gRPC - {method.FullName}";
            foreach (object item in metadata)
            {
                builder.Metadata.Add(item);
            }
        });
        Added.Add(endpoint);
    }
}
