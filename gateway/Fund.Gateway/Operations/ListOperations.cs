using Fund.Common.V1;
using Fund.Gateway.Api;
using Fund.Gateway.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Gateway.Operations;

/// <summary>
/// Long work of all kinds that the asker may see, newest first. Ids are UUIDv7 in every service, so one position cuts
/// all the lists at the same moment and their beginnings are merged.
/// </summary>
internal sealed class ListOperations(IEnumerable<IOperationSource> sources)
    : IOwnRpc<ListOperationsRequest, ListOperationsResponse>
{
    public async Task<ListOperationsResponse> HandleAsync(
        ListOperationsRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        var check = new Check();
        check.OptionalChoice("kind", request.Kind);
        check.ThrowIfAny();

        // One more than the page, to know whether another follows.
        var wanted = new PageRequest
        {
            PageSize = Math.Min(page.Size + 1, Page.MaxSize),
            PageToken = request.Page?.PageToken ?? "",
        };
        var parts = await Task.WhenAll(
            sources
                .Where(source => request.Kind == OperationKind.Unspecified || source.Kind == request.Kind)
                .Select(source => SeenAsync(source, wanted, cancellationToken))
        );
        var newest = parts
            .SelectMany(part => part)
            .OrderByDescending(
                operation => OperationId.Parse(operation.OperationId).Id.ToString("N"),
                StringComparer.Ordinal
            )
            .ToList();
        var shown = newest.Take(page.Size).ToList();
        var isLast = newest.Count <= page.Size && parts.All(part => part.Count < Page.MaxSize);
        return new ListOperationsResponse
        {
            Operations = { shown },
            Page = new PageResponse
            {
                NextPageToken = isLast ? "" : Page.TokenAfter(OperationId.Parse(shown[^1].OperationId).Id),
            },
        };
    }

    /// <summary>What the asker's role may not see is not in the list.</summary>
    private static async Task<IReadOnlyList<Operation>> SeenAsync(
        IOperationSource source,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await source.ListAsync(page, cancellationToken);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.PermissionDenied)
        {
            return await Task.FromResult<IReadOnlyList<Operation>>([]);
        }
    }
}
