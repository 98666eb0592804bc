using Fund.Gateway.Api.Json;
using Fund.Gateway.Identity;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.Gateway.Api;

/// <summary>Carries out one route.</summary>
internal interface IRouteHandler
{
    Task HandleAsync(HttpContext context);
}

/// <summary>What every handler is given.</summary>
/// <param name="Sessions">Who is signed in.</param>
/// <param name="Callers">Where the client interceptor finds for whom it signs.</param>
/// <param name="Limits">How much everybody may ask for.</param>
/// <param name="Refusals">Where the gateway's own refusals are noted.</param>
/// <param name="Log">For failures nobody foresaw.</param>
internal sealed record HandlerServices(
    Sessions Sessions,
    ICallerAccessor Callers,
    RequestLimits Limits,
    AuditRefusals Refusals,
    ILogger Log
);

/// <summary>
/// The way of every request: who asks, what is asked, the answer; and in one place what goes wrong. Built once per
/// route; nothing here looks at descriptors while serving.
/// </summary>
internal abstract class RouteHandler<TRequest>(Route route, HandlerServices services) : IRouteHandler
    where TRequest : class, IMessage<TRequest>, new()
{
    private const string OpenDataCaching = "public, max-age=60";

    private readonly RequestBinder<TRequest> _binder = new(route);

    protected Route Route => route;

    protected RequestBinder<TRequest> Binder => _binder;

    /// <summary>Asks the service and answers.</summary>
    protected abstract Task RespondAsync(HttpContext context, TRequest request, SignedIn? session);

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            context.Response.Headers.CacheControl = "no-store";
            services.Limits.AdmitAddress(context, route);
            var session = await services.Sessions.OfAsync(context.Request);
            AuditCall.Begin(route.Rpc.Name, CallerOf(context, session));
            if (session is null && !route.Access.IsPublic)
            {
                throw Refusals.NotSignedIn().AsException();
            }

            Admission.Check(route, session);
            services.Limits.AdmitPerson(session, route);
            Keep(context.Response, session);
            var request = new TRequest();
            var problems = await BindAsync(context.Request, request);
            if (problems is { Any: true })
            {
                Problems.Invalid(problems.All).SendTo(context);
                return;
            }

            // Flows into the client interceptor, which signs for this caller.
            services.Callers.Current = session is { Stage: SessionStage.Full }
                ? AuditCall.Current!.Caller!
                : Caller.Anonymous;
            await RespondAsync(context, request, session);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; nobody reads an answer.
        }
        catch (RpcException e)
            when (e.StatusCode == StatusCode.Cancelled && context.RequestAborted.IsCancellationRequested)
        {
            // As above, noticed by the gRPC call first.
        }
        catch (Exception e)
        {
            Note(context, e);
            Fail(context, e);
        }
    }

    /// <summary>Public data may be kept a while by whoever did not sign in; a problem takes that back.</summary>
    private void Keep(HttpResponse response, SignedIn? session)
    {
        if (session is null && route.IsOpenData)
        {
            response.Headers.CacheControl = OpenDataCaching;
            response.Headers.Vary = "Authorization";
        }
    }

    /// <summary>What a service refused is in the service's own trail.</summary>
    private void Note(HttpContext context, Exception exception)
    {
        if (exception is RefusedException refused)
        {
            var caller = AuditCall.Current?.Caller is { Kind: CallerKind.Person } person ? person : null;
            var address = ClientPlace.Of(context).Address?.ToString();
            services.Refusals.Note(caller, route.Rpc.Name, refused.Refusal, address);
        }
    }

    /// <summary>Who asks, and for the audit trail from where; sign-in need not be finished.</summary>
    private static Caller CallerOf(HttpContext context, SignedIn? session) =>
        session is null
            ? Caller.Anonymous
            : session.Caller with
            {
                Address = ClientPlace.Of(context).Address?.ToString(),
            };

    private async ValueTask<JsonProblems?> BindAsync(HttpRequest request, TRequest message)
    {
        _binder.BindKey(request, message);
        _binder.BindVersion(request, message);
        var problems = new JsonProblems();
        _binder.BindPath(request, message, problems);
        _binder.BindQuery(request, message, problems);
        switch (route.Body)
        {
            case RouteBody.Json when RequestBody.IsPresent(request):
                RequestBody.MustBe(request, RouteBody.Json);
                using (
                    var body = await RequestBody.ReadAsync(
                        request,
                        RequestBody.JsonLimit,
                        request.HttpContext.RequestAborted
                    )
                )
                {
                    // An empty body says as much as none.
                    if (!body.Memory.IsEmpty || _binder.HasBodyFields)
                    {
                        _binder.BindJson(body.Memory.Span, message, problems);
                    }
                }

                break;
            case RouteBody.Json when _binder.HasBodyFields:
                problems.AddForBody("A JSON body is required.");
                break;
            case RouteBody.Xml when !RequestBody.IsPresent(request):
                problems.AddForBody("A file is required as the body.");
                break;
            case RouteBody.Xml:
                RequestBody.MustBe(request, RouteBody.Xml);
                _binder.BindFile(await RequestBody.ReadFileAsync(request, request.HttpContext.RequestAborted), message);
                break;
        }

        return problems;
    }

    private void Fail(HttpContext context, Exception exception)
    {
        var problem = Problems.Of(exception, route.Rpc.InputType);
        if (problem is null)
        {
            services.Log.LogError(exception, "{Verb} {Path} failed", route.Verb, route.Path);
        }

        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        (problem ?? Problems.Defect).SendTo(context);
    }
}
