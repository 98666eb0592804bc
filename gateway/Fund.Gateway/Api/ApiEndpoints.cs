using Fund.Gateway.Api.OpenApi;
using Fund.Gateway.Clients;
using Fund.Gateway.Identity;
using Fund.Hosting;

namespace Fund.Gateway.Api;

/// <summary>Maps the table of routes: one endpoint per path, which knows its verbs.</summary>
internal static class ApiEndpoints
{
    public static void MapApi(this IEndpointRouteBuilder endpoints)
    {
        foreach (var path in Routes.All.GroupBy(route => route.Path))
        {
            var handlers = path.Select(route => (route, Handler(route, endpoints.ServiceProvider))).ToArray();
            endpoints.Map(Route.Prefix + path.Key, new PathEndpoint(handlers).HandleAsync);
        }

        var description = new Lazy<OpenDocument>(() => new OpenDocument(ApiDescription.Write()));
        endpoints.Map("/openapi/v1.json", context => description.Value.HandleAsync(context));
        endpoints.Map(
            "/api/{**rest}",
            context =>
            {
                Problems.NotFound.SendTo(context);
                return Task.CompletedTask;
            }
        );
    }

    private static IRouteHandler Handler(Route route, IServiceProvider services)
    {
        var invoker = services.GetRequiredService<ServiceClients>().InvokerOf(route.Rpc.Service);
        var shared = new HandlerServices(
            services.GetRequiredService<Sessions>(),
            services.GetRequiredService<ICallerAccessor>(),
            services.GetRequiredService<RequestLimits>(),
            services.GetRequiredService<AuditRefusals>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Fund.Gateway.Api")
        );
        var (request, answer) = (route.Rpc.InputType.ClrType, route.Rpc.OutputType.ClrType);
        object?[] arguments = [route, invoker, shared];
        return (IRouteHandler)(
            route switch
            {
                { IsUploadProgress: true } => Make(typeof(UploadProgressHandler<,>), [request, answer], arguments),
                { Files.Count: > 0 } when invoker is null => Make(typeof(OwnFileHandler<>), [request], [route, shared]),
                { Files.Count: > 0 } => Make(typeof(FileHandler<>), [request], arguments),
                { Body: RouteBody.Upload } => Make(typeof(UploadHandler<,>), [request, answer], arguments),
                _ => Make(typeof(UnaryHandler<,>), [request, answer], [.. arguments, Guard(route, services)]),
            }
        );
    }

    /// <summary>Reads what a guarded change is made to: the address that shows the same kind of thing.</summary>
    private static ICurrentStateReader? Guard(Route route, IServiceProvider services)
    {
        if (!route.IsGuarded)
        {
            return null;
        }

        var shown =
            Routes.All.SingleOrDefault(other => IsShownBy(route, other))
            ?? throw new InvalidOperationException($"No address shows what {route.Verb} {route.Path} changes.");
        return (ICurrentStateReader)Handler(shown, services);
    }

    /// <summary>True when the other route reads what this one changes.</summary>
    internal static bool IsShownBy(Route route, Route other) =>
        other is { Verb: "GET", HasVersion: true, IsGuarded: false }
        && other.PathParameters.SequenceEqual(route.PathParameters)
        && ResponseShapes.Thing(other.Rpc) == ResponseShapes.Thing(route.Rpc);

    private static object Make(Type open, Type[] messages, object?[] arguments) =>
        Activator.CreateInstance(open.MakeGenericType(messages), arguments)!;
}
