using Fund.Gateway.Api.Json;
using Fund.Gateway.Identity;
using Fund.Hosting;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.Gateway.Api;

/// <summary>What an address shows at the moment, with its tag.</summary>
internal sealed record CurrentState(byte[] Json, string? Tag);

/// <summary>Reads what an address shows, for whoever tried to change an older version of it.</summary>
internal interface ICurrentStateReader
{
    /// <summary>What the caller may see there now; null when that is nothing.</summary>
    Task<CurrentState?> ReadAsync(HttpContext context, SignedIn? session);
}

/// <summary>One RPC, one answer in JSON.</summary>
/// <param name="route">The line of the table.</param>
/// <param name="invoker">Where the RPC goes; null when the gateway carries it out itself.</param>
/// <param name="services">What every handler is given.</param>
/// <param name="guard">Reads what a guarded change is made to; null when the route is not guarded.</param>
internal sealed class UnaryHandler<TRequest, TResponse>(
    Route route,
    CallInvoker? invoker,
    HandlerServices services,
    ICurrentStateReader? guard
) : RouteHandler<TRequest>(route, services), ICurrentStateReader
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    private readonly JsonAnswer<TResponse> _answer = new(route);
    private readonly Method<TRequest, TResponse> _method = RpcMethods.Of<TRequest, TResponse>(route.Rpc);

    public async Task<CurrentState?> ReadAsync(HttpContext context, SignedIn? session)
    {
        var request = new TRequest();
        Binder.BindPath(context.Request, request, new JsonProblems());
        try
        {
            var answer = await CallAsync(context, request, session);
            return new CurrentState(_answer.Json(answer), _answer.TagOf(answer));
        }
        catch (Exception e) when (Failures.AsRefusal(e) is not null)
        {
            // Who may change a thing but not read it, or reads it while its service goes down, is told without it.
            return await Task.FromResult<CurrentState?>(null);
        }
    }

    protected override async Task RespondAsync(HttpContext context, TRequest request, SignedIn? session)
    {
        TResponse answer;
        try
        {
            answer = await CallAsync(context, request, session);
        }
        catch (Exception e)
            when (Route.IsGuarded && Failures.AsRefusal(e) is { Reason: EntityTag.ChangedMeanwhile } refusal)
        {
            var current = guard is null ? null : await guard.ReadAsync(context, session);
            var problem = Problems.Of(refusal, Route.Rpc.InputType) with
            {
                Status = StatusCodes.Status412PreconditionFailed,
                Current = current?.Json ?? [],
                CurrentTag = current?.Tag,
            };
            problem.SendTo(context);
            return;
        }

        _answer.SendTo(context, answer, isOpen: session is null);
    }

    private async Task<TResponse> CallAsync(HttpContext context, TRequest request, SignedIn? session)
    {
        if (invoker is null)
        {
            var own = context.RequestServices.GetRequiredService<IOwnRpc<TRequest, TResponse>>();
            var call = new ApiCall(session?.Caller ?? Caller.Anonymous, session, ClientPlace.Of(context));
            return await own.HandleAsync(request, call, context.RequestAborted);
        }

        var options = new CallOptions(cancellationToken: context.RequestAborted);
        return await invoker.AsyncUnaryCall(_method, null, options, request).ResponseAsync;
    }
}
