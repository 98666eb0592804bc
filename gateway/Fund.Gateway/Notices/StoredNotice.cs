using Fund.Kernel;

namespace Fund.Gateway.Notices;

/// <summary>What a notice is about. The numbers are those of the wire.</summary>
internal enum StoredNoticeKind
{
    ContributionRecorded = 1,
    InstalmentDue = 2,
    InstalmentOverdue = 3,
    StatementReady = 4,
    ClarificationPublished = 11,
    ReviewLate = 12,
    DecisionLetter = 13,
    DeadlineExtended = 14,
    ReviewDue = 15,
}

/// <summary>
/// Something happened that concerns a donor (for finance and the donor's contacts), an organisation (for its people) or
/// one account.
/// </summary>
internal sealed class StoredNotice
{
    private StoredNotice() { }

    /// <summary>
    /// Of a contribution its own id, otherwise that of the fact: the same fact twice is one notice. Ids are in the order
    /// of time.
    /// </summary>
    public Guid NoticeId { get; private set; }

    public StoredNoticeKind Kind { get; private set; }

    /// <summary>Null when it is not about a donor.</summary>
    public Guid? DonorId { get; private set; }

    /// <summary>Organisation whose people are told; null when it is about a donor or for one account.</summary>
    public Guid? OrganisationId { get; private set; }

    /// <summary>The only account that is told; null for everybody of the donor or organisation.</summary>
    public Guid? ForAccountId { get; private set; }

    /// <summary>Call it is about.</summary>
    public Guid? CallId { get; private set; }

    /// <summary>The clarification, assignment or letter it is about.</summary>
    public Guid? SubjectId { get; private set; }

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
