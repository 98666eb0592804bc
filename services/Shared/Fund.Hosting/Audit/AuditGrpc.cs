using Fund.Audit.V1;
using Grpc.Core;
using V1Service = Fund.Audit.V1.AuditService;

namespace Fund.Hosting;

/// <summary>The trail of this process, for whoever its permission table lets in.</summary>
internal sealed class AuditGrpc(AuditSearch search, VerifyAudit verify, AuditProof proof) : V1Service.AuditServiceBase
{
    public override Task<ListAuditEntriesResponse> ListAuditEntries(
        ListAuditEntriesRequest request,
        ServerCallContext context
    ) => search.HandleAsync(request, context.CancellationToken);

    public override Task<ListRecordEntriesResponse> ListRecordEntries(
        ListRecordEntriesRequest request,
        ServerCallContext context
    ) => search.HandleAsync(request, context.CancellationToken);

    public override Task<GetAuditHeadResponse> GetAuditHead(GetAuditHeadRequest request, ServerCallContext context) =>
        verify.HeadAsync(context.CancellationToken);

    public override Task<VerifyAuditChainResponse> VerifyAuditChain(
        VerifyAuditChainRequest request,
        ServerCallContext context
    ) => verify.HandleAsync(request, context.CancellationToken);

    public override Task<GetRecordProofResponse> GetRecordProof(
        GetRecordProofRequest request,
        ServerCallContext context
    ) => proof.HandleAsync(request, context.CancellationToken);
}
