using Fund.Messaging.V1;
using Grpc.Core;
using V1Service = Fund.Messaging.V1.MessagingService;

namespace Fund.Hosting;

/// <summary>The dead messages of this process, for administrators; see <see cref="HostingPermissions"/>.</summary>
internal sealed class MessagingGrpc(DeadMessageDesk desk) : V1Service.MessagingServiceBase
{
    public override Task<GetDeadMessageKindsResponse> GetDeadMessageKinds(
        GetDeadMessageKindsRequest request,
        ServerCallContext context
    ) => desk.KindsAsync(context.CancellationToken);

    public override Task<ListDeadMessagesResponse> ListDeadMessages(
        ListDeadMessagesRequest request,
        ServerCallContext context
    ) => desk.PageAsync(request, context.CancellationToken);

    public override Task<GetDeadMessageResponse> GetDeadMessage(
        GetDeadMessageRequest request,
        ServerCallContext context
    ) => desk.GetAsync(request, context.CancellationToken);

    public override Task<ReplayDeadMessagesResponse> ReplayDeadMessages(
        ReplayDeadMessagesRequest request,
        ServerCallContext context
    ) => desk.ReplayAsync(request, context.Caller(), context.CancellationToken);

    public override Task<DropDeadMessagesResponse> DropDeadMessages(
        DropDeadMessagesRequest request,
        ServerCallContext context
    ) => desk.DropAsync(request, context.Caller(), context.CancellationToken);
}
