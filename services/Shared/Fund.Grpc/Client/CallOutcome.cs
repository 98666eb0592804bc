using System.Net.Http.Headers;
using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>How a call ended: decided once, by whoever comes first. Trailers are read only when asked for.</summary>
internal sealed class CallOutcome
{
    private readonly Lock gate = new();
    private Status status;
    private HttpHeaders? unreadTrailers;
    private Metadata? trailers;
    private volatile bool isDecided;

    public bool IsDecided => isDecided;

    public bool IsOk => isDecided && status.StatusCode == StatusCode.OK;

    public Status Status =>
        isDecided ? status : throw new InvalidOperationException("The call has not ended, so it has no status yet.");

    public Metadata Trailers
    {
        get
        {
            if (!isDecided)
            {
                throw new InvalidOperationException("The call has not ended, so it has no trailers yet.");
            }

            lock (gate)
            {
                return trailers ??= unreadTrailers is null ? new Metadata() : ResponseHead.ToMetadata(unreadTrailers);
            }
        }
    }

    public bool TryDecide(Status decided, Metadata? with) => Decide(decided, with, null);

    public bool TryDecideUnread(Status decided, HttpHeaders with) => Decide(decided, null, with);

    /// <summary>A server that breaks the protocol has not succeeded, whatever status it sent.</summary>
    public void Overrule(Status decided)
    {
        lock (gate)
        {
            status = decided;
            isDecided = true;
        }
    }

    /// <summary>The exception for a call that ended otherwise than OK.</summary>
    public RpcException ToException() => new(Status, Trailers);

    public void ThrowUnlessOk()
    {
        if (!IsOk)
        {
            throw ToException();
        }
    }

    private bool Decide(Status decided, Metadata? with, HttpHeaders? unread)
    {
        lock (gate)
        {
            if (isDecided)
            {
                return false;
            }

            status = decided;
            trailers = with;
            unreadTrailers = unread;
            isDecided = true;
            return true;
        }
    }
}
