namespace Fund.Hosting;

/// <summary>An event waiting to be published. Written by <see cref="FundDbContext.Enqueue"/>, deleted once confirmed.</summary>
public sealed class OutboxMessage
{
    private OutboxMessage() { }

    internal OutboxMessage(Guid messageId, string aggregateKey, string type, string body, string? traceParent)
    {
        MessageId = messageId;
        AggregateKey = aggregateKey;
        Type = type;
        Body = body;
        TraceParent = traceParent;
    }

    /// <summary>Rising within one database; events of one aggregate are published in this order.</summary>
    public long Id { get; private set; }

    /// <summary>The message id that consumers recognise a repetition by.</summary>
    public Guid MessageId { get; private set; }

    /// <summary>What the event is about, such as <c>contribution/0198…</c>.</summary>
    public string AggregateKey { get; private set; } = "";

    /// <summary>Full name of the event's type.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The event as JSON.</summary>
    public string Body { get; private set; } = "";

    /// <summary>W3C trace context of the request that made the event, so that one trace spans the broker.</summary>
    public string? TraceParent { get; private set; }

    /// <summary>The database's clock.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Failed attempts that were the message's own fault; a broker that is down doesn't count.</summary>
    public int Attempts { get; private set; }

    public DateTimeOffset NextAttemptAt { get; private set; }

    public string? LastError { get; private set; }

    /// <summary>When it was set aside after too many attempts; null while it is still tried.</summary>
    public DateTimeOffset? ParkedAt { get; private set; }
}

/// <summary>An event that a consumer has dealt with.</summary>
public sealed class InboxMessage
{
    private InboxMessage() { }

    public string Consumer { get; private set; } = "";

    public Guid MessageId { get; private set; }

    /// <summary>The database's clock.</summary>
    public DateTimeOffset ConsumedAt { get; private set; }
}

/// <summary>A request that was carried out, and what was answered.</summary>
public sealed class RequestRecord
{
    private RequestRecord() { }

    internal RequestRecord(string caller, string requestId, string operation, byte[] inputHash)
    {
        Caller = caller;
        RequestId = requestId;
        Operation = operation;
        InputHash = inputHash;
    }

    /// <summary>Subject of the caller's identity token: two callers may use the same id.</summary>
    public string Caller { get; private set; } = "";

    public string RequestId { get; private set; } = "";

    /// <summary>Full name of the request's message.</summary>
    public string Operation { get; private set; } = "";

    /// <summary>SHA-256 of the request's deterministic protobuf bytes.</summary>
    public byte[] InputHash { get; private set; } = [];

    /// <summary>The answer's protobuf bytes; null only inside the transaction that is carrying it out.</summary>
    public byte[]? Response { get; internal set; }

    /// <summary>The database's clock.</summary>
    public DateTimeOffset CreatedAt { get; private set; }
}
