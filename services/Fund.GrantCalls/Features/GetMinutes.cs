using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Minutes without the items that the reader is recused from.</summary>
public sealed class GetMinutes(GrantCallsDb db)
{
    public async Task<V1.GetMinutesResponse> HandleAsync(
        V1.GetMinutesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var (_, minutes) = await db.MinutesAsync(request.BoardSessionId, cancellationToken);
        var hidden = await db.RecusedFromAsync(caller, cancellationToken);
        return new V1.GetMinutesResponse { Minutes = minutes.ToWire(hidden) };
    }
}
