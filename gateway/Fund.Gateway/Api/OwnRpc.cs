using System.Net;
using Fund.Gateway.Identity;
using Fund.Hosting;
using Google.Protobuf;

namespace Fund.Gateway.Api;

/// <summary>What a route of the gateway's own needs to know besides the request.</summary>
/// <param name="Caller">Who is asking.</param>
/// <param name="Session">The session of the access token; null when nobody signed in.</param>
/// <param name="Address">Where the request came from.</param>
internal sealed record ApiCall(Caller Caller, SignedIn? Session, IPAddress? Address);

/// <summary>An RPC that the gateway carries out itself.</summary>
internal interface IOwnRpc<in TRequest, TResponse>
    where TRequest : IMessage
    where TResponse : IMessage
{
    Task<TResponse> HandleAsync(TRequest request, ApiCall call, CancellationToken cancellationToken);
}
