using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fund.Hosting;

/// <summary>First in every pipeline: answers health questions, and gives the server's span its attributes.</summary>
internal sealed class FrontMiddleware(HealthState health) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(HandleAsync);
            next(app);
        };

    private async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        switch (context.Request.Path.Value)
        {
            case "/health/live":
                await AnswerAsync(context, HealthReport.Alive).ConfigureAwait(false);
                return;
            case "/health/ready":
                var report = await health.ReportAsync(context.RequestAborted).ConfigureAwait(false);
                await AnswerAsync(context, report).ConfigureAwait(false);
                return;
            default:
                await next(context).ConfigureAwait(false);
                Describe(context);
                return;
        }
    }

    private static Task AnswerAsync(HttpContext context, HealthReport report)
    {
        context.Response.StatusCode = report.IsReady
            ? StatusCodes.Status200OK
            : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsJsonAsync(report, context.RequestAborted);
    }

    private static void Describe(HttpContext context)
    {
        if (Activity.Current is not { IsAllDataRequested: true } span)
        {
            return;
        }

        var request = context.Request;
        span.SetTag("http.request.method", request.Method);
        span.SetTag("url.scheme", request.Scheme);
        span.SetTag("http.response.status_code", context.Response.StatusCode);

        // The route, never the path: paths hold ids.
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        if (request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true && route is not null)
        {
            var slash = route.LastIndexOf('/');
            span.DisplayName = route.TrimStart('/');
            span.SetTag("rpc.system", "grpc");
            span.SetTag("rpc.service", route[..slash].TrimStart('/'));
            span.SetTag("rpc.method", route[(slash + 1)..]);
        }
        else if (route is not null)
        {
            span.DisplayName = $"{request.Method} {route}";
            span.SetTag("http.route", route);
        }
    }
}
