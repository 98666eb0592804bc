using Fund.Gateway.Api;
using Fund.Gateway.Audit;
using Fund.Gateway.Clients;
using Fund.Gateway.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Messaging.V1;

namespace Fund.Gateway.Messages;

/// <summary>What is dead in any service; one that cannot be asked is named, and the rest is told.</summary>
internal sealed class GetDeadMessageSummary(DeadMessageDesks desks)
    : IOwnRpc<GetDeadMessageSummaryRequest, GetDeadMessageSummaryResponse>
{
    public async Task<GetDeadMessageSummaryResponse> HandleAsync(
        GetDeadMessageSummaryRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        call.Caller.Require(Role.Administrator);
        var parts = await Task.WhenAll(desks.All.Select(desk => PartAsync(desk, cancellationToken)));
        var response = new GetDeadMessageSummaryResponse();
        foreach (var (service, kinds) in parts)
        {
            if (kinds is null)
            {
                response.Unavailable.Add(service);
            }
            else if (kinds.Kinds.Count > 0)
            {
                response.Services.Add(new ServiceDeadMessages { Service = service, Kinds = { kinds.Kinds } });
            }
        }

        return response;
    }

    private static async Task<(string Service, GetDeadMessageKindsResponse? Kinds)> PartAsync(
        Desk desk,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (desk.Service, await AuditTrails.UnlessDownAsync(desk.Kinds(cancellationToken)));
        }
        catch (RefusedException e) when (e.Refusal.Kind == RefusalKind.Unavailable)
        {
            // The gateway itself cannot reach the broker or its database: it is named like the others.
            return (desk.Service, null);
        }
    }
}

/// <summary>The dead messages of one service.</summary>
internal sealed class ListServiceDeadMessages(DeadMessageDesks desks)
    : IOwnRpc<ListServiceDeadMessagesRequest, ListServiceDeadMessagesResponse>
{
    public async Task<ListServiceDeadMessagesResponse> HandleAsync(
        ListServiceDeadMessagesRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        call.Caller.Require(Role.Administrator);
        var wanted = new ListDeadMessagesRequest
        {
            Page = request.Page,
            Queue = request.Queue,
            MessageType = request.MessageType,
        };
        var answer = await desks.Of(request.Service).List(wanted, cancellationToken);
        return new ListServiceDeadMessagesResponse { Messages = { answer.Messages }, Page = answer.Page };
    }
}

/// <summary>One dead message.</summary>
internal sealed class GetServiceDeadMessage(DeadMessageDesks desks)
    : IOwnRpc<GetServiceDeadMessageRequest, GetServiceDeadMessageResponse>
{
    public async Task<GetServiceDeadMessageResponse> HandleAsync(
        GetServiceDeadMessageRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        call.Caller.Require(Role.Administrator);
        var wanted = new GetDeadMessageRequest { MessageId = request.MessageId };
        var answer = await desks.Of(request.Service).Get(wanted, cancellationToken);
        return new GetServiceDeadMessageResponse { Message = answer.Message };
    }
}

/// <summary>Tries dead messages again.</summary>
internal sealed class ReplayServiceDeadMessages(DeadMessageDesks desks)
    : IOwnRpc<ReplayServiceDeadMessagesRequest, ReplayServiceDeadMessagesResponse>
{
    public async Task<ReplayServiceDeadMessagesResponse> HandleAsync(
        ReplayServiceDeadMessagesRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        call.Caller.Require(Role.Administrator);
        var wanted = new ReplayDeadMessagesRequest
        {
            RequestId = request.RequestId,
            MessageId = request.MessageId,
            Queue = request.Queue,
            MessageType = request.MessageType,
        };
        var answer = await desks.Of(request.Service).Replay(wanted, call.Caller, cancellationToken);
        return new ReplayServiceDeadMessagesResponse { MessageIds = { answer.MessageIds }, Left = answer.Left };
    }
}

/// <summary>Takes dead messages away for good.</summary>
internal sealed class DropServiceDeadMessages(DeadMessageDesks desks)
    : IOwnRpc<DropServiceDeadMessagesRequest, DropServiceDeadMessagesResponse>
{
    public async Task<DropServiceDeadMessagesResponse> HandleAsync(
        DropServiceDeadMessagesRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        call.Caller.Require(Role.Administrator);
        var wanted = new DropDeadMessagesRequest
        {
            RequestId = request.RequestId,
            MessageId = request.MessageId,
            Queue = request.Queue,
            MessageType = request.MessageType,
            Reason = request.Reason,
        };
        var answer = await desks.Of(request.Service).Drop(wanted, call.Caller, cancellationToken);
        return new DropServiceDeadMessagesResponse { MessageIds = { answer.MessageIds }, Left = answer.Left };
    }
}
