using Fund.Kernel;

namespace Fund.Gateway.Notices;

/// <summary>What a notice is about. The numbers are those of the wire.</summary>
internal enum StoredNoticeKind
{
    ContributionRecorded = 1,
    InstalmentDue = 2,
    InstalmentOverdue = 3,
    StatementReady = 4,
}

/// <summary>Something happened that concerns a donor: for finance, and for the donor's contacts.</summary>
internal sealed class StoredNotice
{
    private StoredNotice() { }

    /// <summary>
    /// Of a contribution its own id, otherwise that of the fact: the same fact twice is one notice. Ids are in the order
    /// of time.
    /// </summary>
    public Guid NoticeId { get; private set; }

    public StoredNoticeKind Kind { get; private set; }

    public Guid DonorId { get; private set; }

    /// <summary>Original amount and currency of a contribution.</summary>
    public Money? Amount { get; private set; }

    /// <summary>Of a contribution.</summary>
    public DateOnly? ValueDate { get; private set; }

    /// <summary>Pledge whose instalment is due.</summary>
    public Guid? PledgeId { get; private set; }

    public int? InstalmentNumber { get; private set; }

    public DateOnly? DueDate { get; private set; }

    public string? StatementNumber { get; private set; }

    /// <summary>First day of the statement.</summary>
    public DateOnly? FromDate { get; private set; }

    /// <summary>Last day of the statement.</summary>
    public DateOnly? ToDate { get; private set; }

    /// <summary>Moment it was stored; mails tell of what came after the last one.</summary>
    public DateTimeOffset NoticedAt { get; private set; }
}

/// <summary>That an account has read a notice.</summary>
internal sealed class NoticeReading
{
    private NoticeReading() { }

    public Guid AccountId { get; private set; }

    public Guid NoticeId { get; private set; }

    public DateTimeOffset ReadAt { get; private set; }
}
