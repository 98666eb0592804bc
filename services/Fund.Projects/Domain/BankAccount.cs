using Fund.Kernel;

namespace Fund.Projects.Domain;

/// <summary>
/// An organisation's own bank account as somebody recorded it. It is never edited: another number is another record,
/// with no verification yet.
/// </summary>
public sealed class BankAccount
{
    /// <summary>Different people who must have checked an account before anything is paid to it.</summary>
    public const int VerificationsNeeded = 2;

    private readonly List<BankAccountVerification> _verifications = [];

    private BankAccount() { }

    internal BankAccount(
        Guid organisationId,
        int sequence,
        string number,
        string holderName,
        string by,
        DateTimeOffset at
    )
    {
        Id = Guid.CreateVersion7();
        OrganisationId = organisationId;
        Sequence = sequence;
        Number = number;
        HolderName = holderName;
        RecordedBy = by;
        RecordedAt = at;
    }

    public Guid Id { get; private set; }

    public Guid OrganisationId { get; private set; }

    /// <summary>1, 2, ...; the highest is the one that counts.</summary>
    public int Sequence { get; private set; }

    /// <summary>The whole number. It leaves the service only in a payment file; people see <see cref="Ending"/>.</summary>
    public string Number { get; private set; } = "";

    public string HolderName { get; private set; } = "";

    public string RecordedBy { get; private set; } = "";

    public DateTimeOffset RecordedAt { get; private set; }

    public IReadOnlyList<BankAccountVerification> Verifications => _verifications;

    /// <summary>The last four characters.</summary>
    public string Ending => Number[^4..];

    public int VerificationsMissing => Math.Max(0, VerificationsNeeded - _verifications.Count);

    public bool IsVerified => VerificationsMissing == 0;

    internal void Verify(string by, DateTimeOffset at)
    {
        if (by == RecordedBy)
        {
            throw ProjectRefusals.RecorderMayNotVerify().AsException();
        }

        if (_verifications.Exists(verification => verification.VerifiedBy == by))
        {
            throw ProjectRefusals.VerifiedByYouAlready().AsException();
        }

        if (IsVerified)
        {
            throw ProjectRefusals.BankAccountVerifiedAlready().AsException();
        }

        _verifications.Add(new BankAccountVerification(Id, RecordedBy, by, at));
    }
}

/// <summary>One person's word that the account is the organisation's own.</summary>
public sealed class BankAccountVerification
{
    private BankAccountVerification() { }

    internal BankAccountVerification(Guid bankAccountId, string recordedBy, string verifiedBy, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7();
        BankAccountId = bankAccountId;
        RecordedBy = recordedBy;
        VerifiedBy = verifiedBy;
        VerifiedAt = at;
    }

    public Guid Id { get; private set; }

    public Guid BankAccountId { get; private set; }

    /// <summary>Who recorded the account, repeated here so that the database itself can keep the two apart.</summary>
    public string RecordedBy { get; private set; } = "";

    public string VerifiedBy { get; private set; } = "";

    public DateTimeOffset VerifiedAt { get; private set; }
}
