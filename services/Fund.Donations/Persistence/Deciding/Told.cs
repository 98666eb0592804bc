using Fund.Hosting;

namespace Fund.Donations.Persistence.Deciding;

/// <summary>An envelope and an award as the audit trail tells them, at one moment between two decisions.</summary>
internal readonly record struct Told(
    long? Envelope,
    long? Committed,
    long? Released,
    DateTimeOffset? ReleasedAt,
    long? Award
)
{
    public static Told Of(MoneyAtHand money, PendingDecision pending)
    {
        var reservation = money.FindReservation(pending.CallId);
        var award = pending.AwardId is { } awardId ? money.FindAward(awardId) : null;
        return new Told(
            reservation?.EnvelopeCents,
            reservation?.CommittedCents,
            reservation?.ReleasedCents,
            reservation?.ReleasedAt,
            award?.CommittedCents
        );
    }

    /// <summary>What the decision made of it.</summary>
    public AuditLine Since(Told before, PendingDecision pending)
    {
        var changes = new AuditChanges();
        var call = pending.CallId.ToWire();
        if (before.Envelope is null)
        {
            changes.Added("reservation", call, ("envelope_cents", Envelope));
        }
        else
        {
            changes.Changed(
                "reservation",
                call,
                ("envelope_cents", before.Envelope, Envelope),
                ("committed_cents", before.Committed, Committed),
                ("released_cents", before.Released, Released),
                ("released_at", before.ReleasedAt, ReleasedAt)
            );
        }

        if (before.Award is null && Award is not null)
        {
            changes.Added("award", pending.AwardId!.Value.ToWire(), ("call_id", call), ("committed_cents", Award));
        }

        return pending.Line.About(changes);
    }
}
