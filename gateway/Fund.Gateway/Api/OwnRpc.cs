using Fund.Gateway.Identity;
using Fund.Hosting;
using Fund.Kernel;
using Google.Protobuf;

namespace Fund.Gateway.Api;

/// <summary>What a route of the gateway's own needs to know besides the request.</summary>
/// <param name="Caller">Who is asking.</param>
/// <param name="Session">The session of the access token; null when nobody signed in.</param>
/// <param name="Place">Where the request came from.</param>
internal sealed record ApiCall(Caller Caller, SignedIn? Session, ClientPlace Place)
{
    /// <summary>The session, where the route is for those who have one.</summary>
    /// <exception cref="RefusedException">NOT_SIGNED_IN.</exception>
    public SignedIn SignedIn => Session ?? throw Refusals.NotSignedIn().AsException();
}

/// <summary>An RPC that the gateway carries out itself.</summary>
internal interface IOwnRpc<in TRequest, TResponse>
    where TRequest : IMessage
    where TResponse : IMessage
{
    Task<TResponse> HandleAsync(TRequest request, ApiCall call, CancellationToken cancellationToken);
}
