namespace Grpc.Core;

/// <summary>How a call ended. The numbers are the wire values of the gRPC specification.</summary>
public enum StatusCode
{
    /// <summary>The call succeeded.</summary>
    OK = 0,

    /// <summary>The caller gave up.</summary>
    Cancelled = 1,

    /// <summary>Failed for a reason nobody named.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>The time allowed ran out; the effect may or may not have happened.</summary>
    DeadlineExceeded = 4,

    /// <summary>No such thing, or not for this caller.</summary>
    NotFound = 5,

    /// <summary>What was to be made exists.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A limit was reached: quota, size or space.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state this needs.</summary>
    FailedPrecondition = 9,

    /// <summary>Lost a race against another change.</summary>
    Aborted = 10,

    /// <summary>Beyond the valid range.</summary>
    OutOfRange = 11,

    /// <summary>The method or service does not exist here.</summary>
    Unimplemented = 12,

    /// <summary>A fault of the protocol or of the server.</summary>
    Internal = 13,

    /// <summary>The server can't be reached now; trying again may help.</summary>
    Unavailable = 14,

    /// <summary>Data was lost or damaged for good.</summary>
    DataLoss = 15,

    /// <summary>The caller is not, or not verifiably, anybody.</summary>
    Unauthenticated = 16,
}
