using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>
/// A call's envelope: set aside when the call is published, raised and lowered while it runs, used up by awards, the rest
/// given back.
/// </summary>
public sealed class Reservation
{
    private Reservation() { }

    public Reservation(Guid callId, Money envelope, DateTimeOffset reservedAt)
    {
        CallId = callId;
        EnvelopeCents = envelope.MinorUnits;
        ReservedAt = reservedAt;
    }

    /// <summary>A reservation as it is stored.</summary>
    public static Reservation Stored(
        Guid callId,
        long envelopeCents,
        long committedCents,
        long releasedCents,
        DateTimeOffset reservedAt,
        DateTimeOffset? releasedAt,
        int changeNumber
    ) =>
        new()
        {
            CallId = callId,
            EnvelopeCents = envelopeCents,
            CommittedCents = committedCents,
            ReleasedCents = releasedCents,
            ReservedAt = reservedAt,
            ReleasedAt = releasedAt,
            ChangeNumber = changeNumber,
        };

    public Guid CallId { get; private set; }

    public long EnvelopeCents { get; private set; }

    public long CommittedCents { get; private set; }

    public long ReleasedCents { get; private set; }

    public DateTimeOffset ReservedAt { get; private set; }

    /// <summary>Null while awards may still be committed from it.</summary>
    public DateTimeOffset? ReleasedAt { get; private set; }

    /// <summary>Number of the last change of the envelope; 0 while it is as it was reserved.</summary>
    public int ChangeNumber { get; private set; }

    public Money Envelope => Money.UsdCents(EnvelopeCents);

    public Money Left => Money.UsdCents(EnvelopeCents - CommittedCents - ReleasedCents);

    /// <summary>Uses a part of the envelope for an award.</summary>
    /// <exception cref="RefusedException">RESERVATION_RELEASED or ENVELOPE_EXCEEDED.</exception>
    public void Commit(Money amount)
    {
        if (ReleasedAt is not null)
        {
            throw DonationRefusals.ReservationReleased(CallId).AsException();
        }

        if (amount > Left)
        {
            throw DonationRefusals.EnvelopeExceeded(amount, Left).AsException();
        }

        CommittedCents += amount.MinorUnits;
    }

    /// <summary>True when this change was made already; asking for it again changes nothing.</summary>
    public bool IsChangedTo(Money envelope, int number) => ChangeNumber == number && Envelope == envelope;

    /// <summary>Says whether the envelope may be changed; what is available is not known here.</summary>
    /// <exception cref="RefusedException">RESERVATION_RELEASED, ENVELOPE_CHANGED_SINCE or ENVELOPE_BELOW_COMMITTED.</exception>
    public void RequireChange(Money envelope, int number)
    {
        if (ReleasedAt is not null)
        {
            throw DonationRefusals.ReservationReleased(CallId).AsException();
        }

        if (number <= ChangeNumber)
        {
            throw DonationRefusals.EnvelopeChangedSince(number, ChangeNumber).AsException();
        }

        var committed = Money.UsdCents(CommittedCents);
        if (envelope < committed)
        {
            throw DonationRefusals.EnvelopeBelowCommitted(envelope, committed).AsException();
        }
    }

    /// <summary>Raises or lowers the envelope.</summary>
    /// <exception cref="RefusedException">As <see cref="RequireChange"/>.</exception>
    public void Change(Money envelope, int number)
    {
        RequireChange(envelope, number);
        (EnvelopeCents, ChangeNumber) = (envelope.MinorUnits, number);
    }

    /// <summary>Gives back what is left, and says how much that was; nothing the second time.</summary>
    public Money Release(DateTimeOffset at)
    {
        var left = Left;
        ReleasedCents += left.MinorUnits;
        ReleasedAt ??= at;
        return left;
    }
}

/// <summary>Money committed to one award.</summary>
public sealed class Award
{
    private Award() { }

    public Award(Guid awardId, Guid callId, Money amount, DateOnly committedOn, DateTimeOffset at, long poolCents)
    {
        AwardId = awardId;
        CallId = callId;
        CommittedCents = amount.MinorUnits;
        CommittedOn = committedOn;
        CommittedAt = at;
        PoolCents = poolCents;
    }

    public Guid AwardId { get; private set; }

    public Guid CallId { get; private set; }

    public long CommittedCents { get; private set; }

    public long DisbursedCents { get; private set; }

    public DateOnly CommittedOn { get; private set; }

    public DateTimeOffset CommittedAt { get; private set; }

    /// <summary>USD cents received by the Fund up to the award: the pool that every donor has a share of.</summary>
    public long PoolCents { get; private set; }

    /// <summary>When the donors' shares were worked out; null before.</summary>
    public DateTimeOffset? SharedOutAt { get; private set; }

    public Money Committed => Money.UsdCents(CommittedCents);

    public Money Disbursed => Money.UsdCents(DisbursedCents);

    /// <summary>Counts a payment against the commitment.</summary>
    /// <exception cref="RefusedException">COMMITMENT_EXCEEDED.</exception>
    public void Disburse(Money amount)
    {
        var left = Committed - Disbursed;
        if (amount > left)
        {
            throw DonationRefusals.CommitmentExceeded(AwardId, amount, left).AsException();
        }

        DisbursedCents += amount.MinorUnits;
    }

    public void MarkSharedOut(DateTimeOffset at) => SharedOutAt = at;
}

/// <summary>An instalment that was paid; one per instalment, whoever says so how often.</summary>
public sealed class Disbursement
{
    private Disbursement() { }

    public Disbursement(Guid instalmentId, Guid awardId, Money amount, Money supportCost, DateOnly paidOn)
    {
        InstalmentId = instalmentId;
        AwardId = awardId;
        AmountCents = amount.MinorUnits;
        SupportCostCents = supportCost.MinorUnits;
        PaidOn = paidOn;
    }

    public Guid InstalmentId { get; private set; }

    public Guid AwardId { get; private set; }

    public long AmountCents { get; private set; }

    public long SupportCostCents { get; private set; }

    public DateOnly PaidOn { get; private set; }
}
