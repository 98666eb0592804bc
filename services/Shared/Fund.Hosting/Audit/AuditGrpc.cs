using Fund.Audit.V1;
using Grpc.Core;
using V1Service = Fund.Audit.V1.AuditService;

namespace Fund.Hosting;

/// <summary>The trail of this process, for whoever its permission table lets in.</summary>
internal sealed class AuditGrpc(
    AuditSearch search,
    VerifyAudit verify,
    AuditProof proof,
    IEnumerable<IHiddenRecords> hidden
) : V1Service.AuditServiceBase
{
    public override async Task<ListAuditEntriesResponse> ListAuditEntries(
        ListAuditEntriesRequest request,
        ServerCallContext context
    ) =>
        await search
            .HandleAsync(request, await HiddenAsync(context).ConfigureAwait(false), context.CancellationToken)
            .ConfigureAwait(false);

    public override async Task<ListRecordEntriesResponse> ListRecordEntries(
        ListRecordEntriesRequest request,
        ServerCallContext context
    ) =>
        await search
            .HandleAsync(request, await HiddenAsync(context).ConfigureAwait(false), context.CancellationToken)
            .ConfigureAwait(false);

    public override Task<GetAuditHeadResponse> GetAuditHead(GetAuditHeadRequest request, ServerCallContext context) =>
        verify.HeadAsync(context.CancellationToken);

    public override Task<VerifyAuditChainResponse> VerifyAuditChain(
        VerifyAuditChainRequest request,
        ServerCallContext context
    ) => verify.HandleAsync(request, context.CancellationToken);

    public override async Task<GetRecordProofResponse> GetRecordProof(
        GetRecordProofRequest request,
        ServerCallContext context
    ) =>
        await proof
            .HandleAsync(request, await HiddenAsync(context).ConfigureAwait(false), context.CancellationToken)
            .ConfigureAwait(false);

    /// <summary>What this service keeps from whoever asks; nothing for nearly everybody.</summary>
    private async Task<string[]> HiddenAsync(ServerCallContext context)
    {
        var all = new List<string>();
        foreach (var some in hidden)
        {
            all.AddRange(await some.OfAsync(context.Caller(), context.CancellationToken).ConfigureAwait(false));
        }

        return [.. all];
    }
}
