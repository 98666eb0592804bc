using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;

namespace Fund.GrantCalls.Features;

/// <summary>How another service's answer to a step of a longer piece of work is understood.</summary>
internal static class Peers
{
    /// <summary>
    /// The refusal, when the other side decided against it and so nothing was done there. Null when the outcome is
    /// unknown (it is down, it did not answer) or the fault is not in the request (our identity, its load): then the
    /// work stays as it is and is asked for again under the same id.
    /// </summary>
    public static Refusal? Decided(this RpcException exception) =>
        exception.ToRefusal()
            is {
                Kind: RefusalKind.BadInput or RefusalKind.WrongState or RefusalKind.AlreadyUsed or RefusalKind.NotFound
            } refusal
            ? refusal
            : null;

    /// <summary>The id under which a caller's request finds its own unfinished work again.</summary>
    public static string RequestKey(this Caller caller, string requestId) => $"{caller.Subject}/{requestId}";
}
