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
            var handlers = path.Select(route => (route.Verb, Handler: Handler(route, endpoints.ServiceProvider)))
                .ToArray();
            endpoints.Map(Route.Prefix + path.Key, new PathEndpoint(handlers).HandleAsync);
        }

        var description = new Lazy<byte[]>(ApiDescription.Write);
        endpoints.MapGet(
            "/openapi/v1.json",
            context =>
            {
                context.Response.ContentType = "application/json";
                context.Response.Headers.CacheControl = "public, max-age=300";
                context.Response.Headers.XContentTypeOptions = "nosniff";
                context.Response.ContentLength = description.Value.Length;
                return context.Response.Body.WriteAsync(description.Value, context.RequestAborted).AsTask();
            }
        );
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
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Fund.Gateway.Api")
        );
        var request = route.Rpc.InputType.ClrType;
        var type = route switch
        {
            { Files.Count: > 0 } => typeof(FileHandler<>).MakeGenericType(request),
            { Body: RouteBody.Upload } => typeof(UploadHandler<,>).MakeGenericType(
                request,
                route.Rpc.OutputType.ClrType
            ),
            _ => typeof(UnaryHandler<,>).MakeGenericType(request, route.Rpc.OutputType.ClrType),
        };
        return (IRouteHandler)Activator.CreateInstance(type, route, invoker, shared)!;
    }

    /// <summary>The verbs of one path; any other is refused with those that are allowed.</summary>
    private sealed class PathEndpoint((string Verb, IRouteHandler Handler)[] handlers)
    {
        private readonly string _allow = string.Join(", ", handlers.Select(handler => handler.Verb));

        public Task HandleAsync(HttpContext context)
        {
            foreach (var (verb, handler) in handlers)
            {
                if (HttpMethods.Equals(verb, context.Request.Method))
                {
                    return handler.HandleAsync(context);
                }
            }

            Problems.MethodNotAllowed(_allow).SendTo(context);
            return Task.CompletedTask;
        }
    }
}
