using Fund.Gateway.Clients;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Messaging.V1;

namespace Fund.Gateway.Messages;

/// <summary>Where the dead messages of one process are looked at and decided on.</summary>
internal sealed record Desk(
    string Service,
    Func<CancellationToken, Task<GetDeadMessageKindsResponse>> Kinds,
    Func<ListDeadMessagesRequest, CancellationToken, Task<ListDeadMessagesResponse>> List,
    Func<GetDeadMessageRequest, CancellationToken, Task<GetDeadMessageResponse>> Get,
    Func<ReplayDeadMessagesRequest, Caller, CancellationToken, Task<ReplayDeadMessagesResponse>> Replay,
    Func<DropDeadMessagesRequest, Caller, CancellationToken, Task<DropDeadMessagesResponse>> Drop
);

/// <summary>The five of them: four are asked over gRPC with the caller's identity, the gateway's own directly.</summary>
internal sealed class DeadMessageDesks(ServiceClients clients, DeadMessageDesk own)
{
    public IReadOnlyList<Desk> All { get; } =
    [
        .. clients.DeadMessages.Select(Remote),
        new Desk("gateway", own.KindsAsync, own.PageAsync, own.GetAsync, own.ReplayAsync, own.DropAsync),
    ];

    /// <exception cref="RefusedException">INVALID_FIELD when there is no such service.</exception>
    public Desk Of(string service)
    {
        var names = string.Join(", ", All.Select(desk => desk.Service));
        var check = new Check();
        var found = All.SingleOrDefault(desk => desk.Service == service);
        check.That(found is not null, "service", $"'{WireConversions.Shown(service)}' is none of {names}.");
        check.ThrowIfAny();
        return found!;
    }

    private static Desk Remote((string Service, MessagingService.MessagingServiceClient Client) service)
    {
        var client = service.Client;
        return new Desk(
            service.Service,
            token =>
                client
                    .GetDeadMessageKindsAsync(new GetDeadMessageKindsRequest(), cancellationToken: token)
                    .ResponseAsync,
            (request, token) => client.ListDeadMessagesAsync(request, cancellationToken: token).ResponseAsync,
            (request, token) => client.GetDeadMessageAsync(request, cancellationToken: token).ResponseAsync,
            (request, _, token) => client.ReplayDeadMessagesAsync(request, cancellationToken: token).ResponseAsync,
            (request, _, token) => client.DropDeadMessagesAsync(request, cancellationToken: token).ResponseAsync
        );
    }
}
