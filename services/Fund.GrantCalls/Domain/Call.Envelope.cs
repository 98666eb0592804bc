using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>
/// How the envelope is raised and lowered while the call runs. The donations service holds the money, so that a change is
/// begun here, asked for there, and finished or taken back here. Until then the smaller of the two envelopes is in force:
/// no award ever rests on money that is not reserved.
/// </summary>
public sealed partial class Call
{
    /// <summary>Changes that came about, oldest first.</summary>
    public IReadOnlyList<EnvelopeChange> EnvelopeChanges { get; private set; } = [];

    /// <summary>The change that the donations service has still to answer; null when none is.</summary>
    public EnvelopeChange? EnvelopeChanging { get; private set; }

    /// <summary>The change that a request began or made before, or null.</summary>
    public EnvelopeChange? FindEnvelopeChange(string request) =>
        EnvelopeChanging?.Request == request
            ? EnvelopeChanging
            : EnvelopeChanges.FirstOrDefault(change => change.Request == request);

    /// <summary>Begins to raise or lower the envelope of a call that is published and has not ended.</summary>
    /// <param name="envelope">The whole envelope from now on.</param>
    /// <param name="reason">Why.</param>
    /// <param name="loadedVersion">Version the change was made on.</param>
    /// <param name="request">Who asks under which id.</param>
    /// <param name="now">When.</param>
    /// <exception cref="RefusedException">
    /// CALL_STATE, ENVELOPE_BEING_CHANGED, CHANGED_MEANWHILE, ENVELOPE_UNCHANGED, ENVELOPE_BELOW_GRANT or
    /// ENVELOPE_BELOW_AWARDED.
    /// </exception>
    public void BeginEnvelope(Money envelope, string reason, int loadedVersion, string request, DateTimeOffset now)
    {
        Require([CallStage.Published, CallStage.InEvaluation, CallStage.Decided], "change the envelope");
        RequireSettledEnvelope();
        if (loadedVersion != Version)
        {
            throw Refusals.ChangedMeanwhile("call").AsException();
        }

        if (envelope == Envelope)
        {
            throw CallRefusals.EnvelopeUnchanged(envelope).AsException();
        }

        if (envelope < MaximumGrant)
        {
            throw CallRefusals.EnvelopeBelowGrant(envelope, MaximumGrant).AsException();
        }

        if (envelope < Awarded)
        {
            throw CallRefusals.EnvelopeBelowAwarded(envelope, Awarded).AsException();
        }

        Version++;
        EnvelopeChanging = new(Envelope.MinorUnits, envelope.MinorUnits, reason, Version, request, now);
        Envelope = envelope < Envelope ? envelope : Envelope;
    }

    /// <summary>The donations service has changed the reservation: the envelope is the new one.</summary>
    public void FinishEnvelope()
    {
        if (EnvelopeChanging is { } change)
        {
            EnvelopeChanges = [.. EnvelopeChanges, change];
            SettleEnvelope(change.ToUsdCents);
        }
    }

    /// <summary>The donations service has refused: the envelope stays as it was.</summary>
    public void KeepEnvelope()
    {
        if (EnvelopeChanging is { } change)
        {
            SettleEnvelope(change.FromUsdCents);
        }
    }

    private void SettleEnvelope(long cents)
    {
        Envelope = Money.UsdCents(cents);
        EnvelopeChanging = null;
        Version++;
    }

    private void RequireSettledEnvelope()
    {
        if (EnvelopeChanging is { } change)
        {
            throw CallRefusals.EnvelopeBeingChanged(change).AsException();
        }
    }
}
