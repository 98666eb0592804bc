namespace Fund.Donations.Domain;

/// <summary>What a published total says. The numbers are those of the wire.</summary>
public enum PublishedTotalKind
{
    Received = 1,
    PaidOrCommitted = 2,
    HeldBack = 3,
}

/// <summary>A total since the start from a published document, for years before this system.</summary>
public sealed class PublishedTotal
{
    private PublishedTotal() { }

    public PublishedTotal(
        PublishedTotalKind kind,
        long totalCents,
        DateOnly asOf,
        string source,
        Guid transactionId,
        Guid id,
        DateTimeOffset recordedAt
    )
    {
        Id = id;
        Kind = kind;
        TotalCents = totalCents;
        AsOf = asOf;
        Source = source;
        TransactionId = transactionId;
        RecordedAt = recordedAt;
    }

    public Guid Id { get; private set; }

    public PublishedTotalKind Kind { get; private set; }

    /// <summary>Total since the start, USD cents. The ledger has the difference to the total before it.</summary>
    public long TotalCents { get; private set; }

    public DateOnly AsOf { get; private set; }

    /// <summary>Document and paragraph, or how it was derived.</summary>
    public string Source { get; private set; } = "";

    public Guid TransactionId { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }
}
