namespace Grpc.Core;

#pragma warning disable RCS1194 // An exception without a status would have nothing to say.

/// <summary>A call that did not end with OK: thrown to the caller, and thrown by a handler to answer with a status.</summary>
public class RpcException : Exception
{
    /// <summary>A status without trailers.</summary>
    public RpcException(Status status)
        : this(status, Metadata.Empty) { }

    /// <summary>A status without trailers, with an exception message of its own.</summary>
    public RpcException(Status status, string message)
        : this(status, Metadata.Empty, message) { }

    /// <summary>A status with trailers, for example error details under a <c>-bin</c> key.</summary>
    public RpcException(Status status, Metadata trailers)
        : this(status, trailers, status.ToString()) { }

    /// <summary>A status with trailers and an exception message of its own.</summary>
    public RpcException(Status status, Metadata trailers, string message)
        : base(message, status.DebugException)
    {
        ArgumentNullException.ThrowIfNull(trailers);
        Status = status;
        Trailers = trailers;
    }

    /// <summary>How the call ended.</summary>
    public Status Status { get; }

    /// <summary>The code of <see cref="Status"/>.</summary>
    public StatusCode StatusCode => Status.StatusCode;

    /// <summary>Metadata that came, or will go, with the status.</summary>
    public Metadata Trailers { get; }
}
