using Fund.Common.V1;
using Fund.GrantCalls.Features;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.GrantCalls.Grpc;

/// <summary>The Board's sessions, packs and minutes: one line per RPC.</summary>
public sealed class BoardGrpc : BoardService.BoardServiceBase
{
    public override Task<PlanBoardSessionResponse> PlanBoardSession(
        PlanBoardSessionRequest request,
        ServerCallContext context
    ) => context.Feature<PlanBoardSession>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ChangeBoardSessionResponse> ChangeBoardSession(
        ChangeBoardSessionRequest request,
        ServerCallContext context
    ) => context.Feature<ChangeBoardSession>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetBoardSessionResponse> GetBoardSession(
        GetBoardSessionRequest request,
        ServerCallContext context
    ) => context.Feature<GetBoardSession>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListBoardSessionsResponse> ListBoardSessions(
        ListBoardSessionsRequest request,
        ServerCallContext context
    ) => context.Feature<ListBoardSessions>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RecordAttendanceResponse> RecordAttendance(
        RecordAttendanceRequest request,
        ServerCallContext context
    ) => context.Feature<RecordAttendance>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RecuseTrusteeResponse> RecuseTrustee(
        RecuseTrusteeRequest request,
        ServerCallContext context
    ) => context.Feature<RecuseTrustee>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<UndoRecusalResponse> UndoRecusal(UndoRecusalRequest request, ServerCallContext context) =>
        context.Feature<UndoRecusal>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<UndoDecisionResponse> UndoDecision(UndoDecisionRequest request, ServerCallContext context) =>
        context.Feature<UndoDecision>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CloseBoardSessionResponse> CloseBoardSession(
        CloseBoardSessionRequest request,
        ServerCallContext context
    ) => context.Feature<CloseBoardSession>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetBoardPackResponse> GetBoardPack(GetBoardPackRequest request, ServerCallContext context) =>
        context.Feature<GetBoardPack>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListBoardPackPagesResponse> ListBoardPackPages(
        ListBoardPackPagesRequest request,
        ServerCallContext context
    ) => context.Feature<ListBoardPackPages>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<PrintBoardPackResponse> PrintBoardPack(
        PrintBoardPackRequest request,
        ServerCallContext context
    ) => context.Feature<PrintBoardPack>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetBoardPackPrintResponse> GetBoardPackPrint(
        GetBoardPackPrintRequest request,
        ServerCallContext context
    ) => context.Feature<GetBoardPackPrint>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListBoardPackPrintsResponse> ListBoardPackPrints(
        ListBoardPackPrintsRequest request,
        ServerCallContext context
    ) => context.Feature<ListBoardPackPrints>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task DownloadBoardPack(
        DownloadBoardPackRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) =>
        context
            .Feature<DownloadBoardPack>()
            .HandleAsync(request, context.Caller(), responseStream, context.CancellationToken);

    public override Task<GetMinutesResponse> GetMinutes(GetMinutesRequest request, ServerCallContext context) =>
        context.Feature<GetMinutes>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SaveMinutesResponse> SaveMinutes(SaveMinutesRequest request, ServerCallContext context) =>
        context.Feature<SaveMinutes>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ApproveMinutesResponse> ApproveMinutes(
        ApproveMinutesRequest request,
        ServerCallContext context
    ) => context.Feature<ApproveMinutes>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task PrintMinutes(
        PrintMinutesRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) =>
        context
            .Feature<PrintMinutes>()
            .HandleAsync(request, context.Caller(), responseStream, context.CancellationToken);
}
