using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    private const string AnyMethod = "unimplementedMethod";

    /// <summary>Maps every method of a service, and answers Unimplemented for what it does not have.</summary>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        GrpcServerMarker marker =
            builder.ServiceProvider.GetService<GrpcServerMarker>()
            ?? throw new InvalidOperationException("Call AddGrpc on the services before mapping a gRPC service.");
        GrpcServiceOptions options = OptionsOf<TService>(builder.ServiceProvider);
        EndpointBinder<TService> binder = new(builder, options);
        Type generated = Bind(binder);
        if (ServiceName(generated) is { } name)
        {
            MapUnimplemented(builder, $"/{name}/{{{AnyMethod}}}", "The service has no such method.", order: 1_000);
        }

        if (!marker.AnswersUnknownServices && options.IgnoreUnknownServices != true)
        {
            marker.AnswersUnknownServices = true;
            MapUnimplemented(
                builder,
                $"/{{unimplementedService}}/{{{AnyMethod}}}",
                "There is no such service here.",
                order: int.MaxValue - 1
            );
        }

        return new GrpcServiceEndpointConventionBuilder(binder.Added);
    }

    private static GrpcServiceOptions OptionsOf<TService>(IServiceProvider services)
        where TService : class =>
        services.GetServices<IConfigureOptions<GrpcServiceOptions<TService>>>().Any()
            ? services.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value
            : services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;

    /// <summary>Has generated code bind the service's methods; returns the generated class.</summary>
    private static Type Bind<TService>(EndpointBinder<TService> binder)
        where TService : class
    {
        for (Type? type = typeof(TService); type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is not { } bind)
            {
                continue;
            }

            MethodInfo method =
                bind.BindType.GetMethod(
                    bind.BindMethodName,
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static,
                    [typeof(ServiceBinderBase), type]
                )
                ?? throw new InvalidOperationException($"{bind.BindType} has no method that binds {typeof(TService)}.");
            method.Invoke(null, [binder, null]);
            return bind.BindType;
        }

        throw new InvalidOperationException($"{typeof(TService)} does not derive from a generated gRPC service.");
    }

    private static string? ServiceName(Type generated) =>
        (string?)generated.GetField("__ServiceName", BindingFlags.NonPublic | BindingFlags.Static)?.GetValue(null);

    private static void MapUnimplemented(IEndpointRouteBuilder builder, string pattern, string detail, int order)
    {
        RoutePattern route = RoutePatternFactory.Parse(
            pattern,
            defaults: null,
            parameterPolicies: new RouteValueDictionary { [AnyMethod] = new GrpcRequestConstraint() }
        );
        builder
            .Map(route, http => ServerCall.Unimplemented(http, detail))
            .Add(endpoint =>
            {
                ((RouteEndpointBuilder)endpoint).Order = order;
                endpoint.DisplayName = $"gRPC - unimplemented {pattern}";
                endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Post]));
            });
    }
}
