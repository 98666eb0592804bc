using Fund.Donations.Features;
using Fund.Donations.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Donations.Grpc;

/// <summary>The table of contents of receipts and statements.</summary>
public sealed class StatementsGrpc : StatementsService.StatementsServiceBase
{
    public override Task<GetDonorStatementResponse> GetDonorStatement(
        GetDonorStatementRequest request,
        ServerCallContext context
    ) => context.Feature<GetDonorStatement>().HandleAsync(request, context.Caller(), context.CancellationToken);
}
