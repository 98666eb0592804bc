using Fund.Gateway.Persistence;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Clients;

/// <summary>
/// Who sits in a session of the Board is told by account, and whose account it is only the gateway knows: before a request
/// that names trustees goes on to the grant-call service, each of them must be the account of one. See decision 0087.
/// </summary>
internal sealed class NamedTrustees(IServiceScopeFactory scopes) : Interceptor
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation
    )
    {
        var named = NamedIn(request);
        if (named.Count == 0)
        {
            return continuation(request, context);
        }

        var call = new CheckedCall<TResponse>(() => continuation(request, context));
        var response = call.RunAsync(() => RequireTrusteesAsync(named, context.Options.CancellationToken));
        return new AsyncUnaryCall<TResponse>(
            response,
            call.HeadersAsync(response),
            call.GetStatus,
            call.GetTrailers,
            call.Dispose
        );
    }

    private static IReadOnlyList<(string Field, string Account)> NamedIn(object request) =>
        request switch
        {
            RecordAttendanceRequest attendance =>
            [
                .. attendance.Attendees.Select((one, i) => ($"attendees[{i}].trustee_id", one.TrusteeId)),
            ],
            RecuseTrusteeRequest recusal => [("trustee_id", recusal.TrusteeId)],
            _ => [],
        };

    /// <exception cref="RpcException">Somebody named is no trustee; as a service refuses it.</exception>
    private async Task RequireTrusteesAsync(
        IReadOnlyList<(string Field, string Account)> named,
        CancellationToken cancellationToken
    )
    {
        // What is no id at all is the service's to refuse.
        var asked = named
            .Select(one => (one.Field, Id: Guid.TryParse(one.Account, out var id) ? id : Guid.Empty))
            .Where(one => one.Id != Guid.Empty)
            .ToList();
        var ids = asked.Select(one => one.Id).ToList();
        await using var scope = scopes.CreateAsyncScope();
        var trustees = await scope
            .ServiceProvider.GetRequiredService<GatewayDb>()
            .Accounts.Where(account => ids.Contains(account.Id) && account.Role == Role.Trustee)
            .Select(account => account.Id)
            .ToListAsync(cancellationToken);
        var check = new Check();
        foreach (var (field, id) in asked)
        {
            check.That(trustees.Contains(id), field, $"{id} is not the account of a trustee.");
        }

        try
        {
            check.ThrowIfAny();
        }
        catch (RefusedException e)
        {
            throw e.Refusal.ToRpcException();
        }
    }

    /// <summary>A call that is made once something else was found in order; looks like a call to whoever made it.</summary>
    private sealed class CheckedCall<TResponse>(Func<AsyncUnaryCall<TResponse>> begin)
    {
        private AsyncUnaryCall<TResponse>? _call;

        public async Task<TResponse> RunAsync(Func<Task> check)
        {
            await check();
            _call = begin();
            return await _call.ResponseAsync;
        }

        public async Task<Metadata> HeadersAsync(Task<TResponse> response)
        {
            await response;
            return await _call!.ResponseHeadersAsync;
        }

        public Status GetStatus() => _call?.GetStatus() ?? Status.DefaultCancelled;

        public Metadata GetTrailers() => _call?.GetTrailers() ?? [];

        public void Dispose() => _call?.Dispose();
    }
}
