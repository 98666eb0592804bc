using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>A call's envelope: set aside when the call is published, used up by awards, the rest given back.</summary>
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
        DateTimeOffset? releasedAt
    ) =>
        new()
        {
            CallId = callId,
            EnvelopeCents = envelopeCents,
            CommittedCents = committedCents,
            ReleasedCents = releasedCents,
            ReservedAt = reservedAt,
            ReleasedAt = releasedAt,
        };

    public Guid CallId { get; private set; }

    public long EnvelopeCents { get; private set; }

    public long CommittedCents { get; private set; }

    public long ReleasedCents { get; private set; }

    public DateTimeOffset ReservedAt { get; private set; }

    /// <summary>Null while awards may still be committed from it.</summary>
    public DateTimeOffset? ReleasedAt { get; private set; }

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
