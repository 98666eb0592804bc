using System.Globalization;
using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>Why something cannot be done with a call.</summary>
public static class CallRefusals
{
    public static Refusal NoSuchLocalTime(string field, DateTime local, string zone) =>
        Refusal.OfField(
            "NO_SUCH_LOCAL_TIME",
            field,
            $"{local:yyyy-MM-dd HH:mm:ss} does not exist in {zone}: the clocks jump over it. Take a time before or after."
        );

    public static Refusal DeadlineInThePast(string field, DateTimeOffset closesAt, DateTimeOffset now) =>
        Refusal.OfField(
            "DEADLINE_IN_THE_PAST",
            field,
            $"The deadline {Moment(closesAt - CallWindow.LastSecond)} is in the past; it is {Moment(now)} now."
        );

    public static Refusal NotLater(string field, DateTime deadline, DateTime given) =>
        Refusal.OfField(
            "DEADLINE_NOT_LATER",
            field,
            $"{given:yyyy-MM-dd HH:mm:ss} is not later than the deadline so far, {deadline:yyyy-MM-dd HH:mm:ss}."
        );

    public static Refusal DeadlinePassed(DateTimeOffset closesAt, DateTimeOffset now) =>
        new(
            RefusalKind.WrongState,
            "DEADLINE_PASSED",
            $"The deadline passed: nothing can be changed since {Moment(closesAt)}; it is {Moment(now)} now."
        )
        {
            Facts = new Dictionary<string, string> { ["closes_at"] = Moment(closesAt), ["now"] = Moment(now) },
        };

    public static Refusal NotOpen(CallState state, DateTimeOffset opensAt) =>
        new(
            RefusalKind.WrongState,
            "CALL_NOT_OPEN",
            $"The call is not open: it is {Words(state)}, and its window begins at {Moment(opensAt)}."
        );

    public static Refusal Sealed(DateTimeOffset closesAt) =>
        new(
            RefusalKind.WrongState,
            "SEALED_UNTIL_DEADLINE",
            $"Proposals are sealed until the deadline; they can be seen from {Moment(closesAt)} on."
        )
        {
            Facts = new Dictionary<string, string> { ["closes_at"] = Moment(closesAt) },
        };

    public static Refusal State(string what, CallStage stage) =>
        new(RefusalKind.WrongState, "CALL_STATE", $"This is not possible ({what}): the call is {Words(stage)}.");

    public static Refusal BeingPublished() =>
        new(
            RefusalKind.WrongState,
            "CALL_BEING_PUBLISHED",
            "Another request is publishing this call; look at it again in a moment."
        );

    public static Refusal EnvelopeBeingChanged(EnvelopeChange change) =>
        new(
            RefusalKind.WrongState,
            "ENVELOPE_BEING_CHANGED",
            $"The envelope is being changed from {Usd(change.FromUsdCents)} to {Usd(change.ToUsdCents)}; look at the call again in a moment."
        );

    public static Refusal EnvelopeUnchanged(Money envelope) =>
        Refusal.OfField("ENVELOPE_UNCHANGED", "envelope", $"The envelope is {envelope} already.");

    public static Refusal EnvelopeBelowGrant(Money envelope, Money grant) =>
        Refusal.OfField(
            "ENVELOPE_BELOW_GRANT",
            "envelope",
            $"The envelope {envelope} is below the largest grant of the call, {grant}."
        );

    public static Refusal EnvelopeBelowAwarded(Money envelope, Money awarded) =>
        Refusal.OfField(
            "ENVELOPE_BELOW_AWARDED",
            "envelope",
            $"The envelope cannot be {envelope}: {awarded} of it is awarded or being awarded."
        );

    public static Refusal HasAwards(Money awarded) =>
        new(
            RefusalKind.WrongState,
            "CALL_HAS_AWARDS",
            $"The call cannot be cancelled: {awarded} of it is awarded or being awarded."
        );

    public static Refusal Undecided(int undecided, int committing) =>
        new(
            RefusalKind.WrongState,
            "PROPOSALS_UNDECIDED",
            $"The call cannot be completed: {undecided} proposals wait for a decision and {committing} awards for their money."
        );

    private static Money Usd(long cents) => Money.UsdCents(cents);

    /// <summary>An instant in UTC with as many decimals of a second as it has.</summary>
    internal static string Moment(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    internal static string Words(Enum state) =>
        string.Concat(
            state
                .ToString()
                .Select(
                    (c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"
                )
        );
}
