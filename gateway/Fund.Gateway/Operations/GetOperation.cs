using Fund.Gateway.Api;
using Fund.Gateway.V1;

namespace Fund.Gateway.Operations;

/// <summary>How far one piece of long work is; its service decides who may see it.</summary>
internal sealed class GetOperation(IEnumerable<IOperationSource> sources)
    : IOwnRpc<GetOperationRequest, GetOperationResponse>
{
    public async Task<GetOperationResponse> HandleAsync(
        GetOperationRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var id = OperationId.Parse(request.OperationId);
        var source = sources.Single(candidate => candidate.Kind == id.Kind);
        return new GetOperationResponse { Operation = await source.GetAsync(id.Id, cancellationToken) };
    }
}
