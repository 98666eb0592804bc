using Fund.Common.V1;
using Fund.Gateway.V1;

namespace Fund.Gateway.Operations;

/// <summary>One kind of long work, as its service shows it.</summary>
internal interface IOperationSource
{
    OperationKind Kind { get; }

    /// <summary>The work with an id.</summary>
    /// <exception cref="Grpc.Core.RpcException">What the service refuses, such as NOT_FOUND.</exception>
    Task<Operation> GetAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>A part of the list, newest first; its tokens say which id the part begins after.</summary>
    Task<IReadOnlyList<Operation>> ListAsync(PageRequest page, CancellationToken cancellationToken);
}
