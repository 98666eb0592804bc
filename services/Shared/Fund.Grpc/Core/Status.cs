namespace Grpc.Core;

/// <summary>A status code with a sentence for people.</summary>
public readonly struct Status : IEquatable<Status>
{
    /// <summary>OK without a detail.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, string.Empty);

    /// <summary>Cancelled without a detail.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, string.Empty);

    private readonly string? detail;

    /// <summary>A status with a detail, which travels percent-encoded and may hold any Unicode text.</summary>
    public Status(StatusCode statusCode, string detail)
        : this(statusCode, detail, null) { }

    /// <summary>A status that also remembers the local exception behind it. The exception never travels.</summary>
    public Status(StatusCode statusCode, string detail, Exception? debugException)
    {
        StatusCode = statusCode;
        this.detail = detail;
        DebugException = debugException;
    }

    /// <summary>How the call ended.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>The sentence. Never null, not even for <c>default(Status)</c>, for which no constructor ran.</summary>
    public string Detail => detail ?? string.Empty;

    /// <summary>The local exception behind a status made on this side of the wire.</summary>
    public Exception? DebugException { get; }

    /// <inheritdoc />
    public bool Equals(Status other) => StatusCode == other.StatusCode && Detail == other.Detail;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Status other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(StatusCode, Detail);

    /// <inheritdoc />
    public override string ToString() =>
        DebugException is null
            ? $"{StatusCode}: {Detail}"
            : $"{StatusCode}: {Detail} ({DebugException.GetType().Name}: {DebugException.Message})";
}
