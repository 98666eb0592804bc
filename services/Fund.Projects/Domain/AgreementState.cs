namespace Fund.Projects.Domain;

/// <summary>Where an agreement stands.</summary>
public enum AgreementState
{
    Draft,
    Sent,

    /// <summary>By the organisation, not yet by the Fund.</summary>
    Signed,
    Active,
    Suspended,
    Closing,
    Closed,
    Terminated,
}

/// <summary>What somebody did with an agreement.</summary>
public enum AgreementStepKind
{
    TermsSet,
    Sent,
    SignedByOrganisation,
    SignedByFund,
    Suspended,
    Resumed,
}

/// <summary>One person's act on one agreement. Append-only.</summary>
public sealed class AgreementStep
{
    private AgreementStep() { }

    internal AgreementStep(Guid agreementId, AgreementStepKind kind, string person, DateTimeOffset at, string? reason)
    {
        Id = Guid.CreateVersion7();
        AgreementId = agreementId;
        Kind = kind;
        Person = person;
        At = at;
        Reason = reason;
    }

    public Guid Id { get; private set; }

    public Guid AgreementId { get; private set; }

    public AgreementStepKind Kind { get; private set; }

    /// <summary>Account id.</summary>
    public string Person { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    /// <summary>Why it was suspended; null otherwise.</summary>
    public string? Reason { get; private set; }
}
