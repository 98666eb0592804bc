using System.Globalization;
using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>Every refusal of this service that is not shared with the others.</summary>
public static class DonationRefusals
{
    public static Refusal UnknownCountry(string field, string given) =>
        Refusal.OfField("UNKNOWN_COUNTRY", field, $"'{given}' is not an ISO 3166-1 code of two capital letters.");

    public static Refusal UnknownLanguage(string field, string given) =>
        Refusal.OfField("UNKNOWN_LANGUAGE", field, $"'{given}' is not one of en, fr, es, ar, ru and zh.");

    public static Refusal CountryRequired() =>
        Refusal.OfField("COUNTRY_REQUIRED", "country_code", "A Member State has a country: give its ISO code.");

    public static Refusal InstalmentsDoNotAddUp(Money sum, Money pledged) =>
        Refusal.OfField(
            "INSTALMENTS_DO_NOT_ADD_UP",
            "instalments",
            $"The instalments add up to {sum}; the pledge is {pledged}."
        );

    public static Refusal InstalmentBeforePledge(string field, DateOnly due, DateOnly pledgedOn) =>
        Refusal.OfField(
            "INSTALMENT_BEFORE_PLEDGE",
            field,
            $"The instalment is due on {due:yyyy-MM-dd}, before the pledge of {pledgedOn:yyyy-MM-dd}."
        );

    public static Refusal PledgeAlreadyCancelled(Guid pledgeId) =>
        new(RefusalKind.WrongState, "PLEDGE_CANCELLED", $"The pledge {pledgeId} is cancelled.");

    public static Refusal PledgePaid(Guid pledgeId) =>
        new(
            RefusalKind.WrongState,
            "PLEDGE_PAID",
            $"Nothing of the pledge {pledgeId} is outstanding, so there is nothing to cancel."
        );

    public static Refusal PledgeOfOtherDonor(string field) =>
        Refusal.OfField("PLEDGE_OF_OTHER_DONOR", field, "The pledge was made by another donor.");

    public static Refusal PledgeInOtherCurrency(string field, string pledged, string given) =>
        Refusal.OfField(
            "PLEDGE_IN_OTHER_CURRENCY",
            field,
            $"The pledge is in {pledged} and the contribution in {given}; record it without the pledge."
        );

    public static Refusal DonorMerged(string field, Guid donorId, Guid survivorId) =>
        new(
            RefusalKind.WrongState,
            "DONOR_MERGED",
            $"The donor {donorId} was a duplicate and is merged into {survivorId}; use that one."
        )
        {
            Fields = [new FieldProblem(field, "The donor is merged into another.")],
            Facts = new Dictionary<string, string> { ["survivor_id"] = survivorId.ToString("D") },
        };

    public static Refusal MergeIntoItself(Guid donorId) =>
        Refusal.OfField("MERGE_INTO_ITSELF", "duplicate_id", $"The donor {donorId} cannot be merged into itself.");

    public static Refusal DifferentMemberStates(string? duplicate, string? survivor) =>
        new(
            RefusalKind.WrongState,
            "DIFFERENT_MEMBER_STATES",
            $"The duplicate is the Member State {duplicate} and the other donor {survivor}; two Member States are never one donor."
        );

    public static Refusal MergeUndone(Guid mergeId) =>
        new(RefusalKind.WrongState, "MERGE_UNDONE", $"The merge {mergeId} was undone already.");

    public static Refusal MergeContradicted(Guid mergeId, string what) =>
        new(
            RefusalKind.WrongState,
            "MERGE_CONTRADICTED",
            $"The merge {mergeId} can no longer be undone, because what came after it builds on it: {what}."
        );

    public static Refusal UnDonorTypeNotAllowed(string given, DonorKind kind, IReadOnlyList<string> allowed) =>
        Refusal.OfField(
            "UN_DONOR_TYPE",
            "un_donor_type",
            $"'{given}' is not a contributor type of a donor of kind {kind}; allowed: {string.Join(", ", allowed)}."
        );

    public static Refusal NotAnEmail(string field) =>
        Refusal.OfField("NOT_AN_EMAIL", field, "That is not an e-mail address; write one such as office@example.org.");

    public static Refusal NotAPhone(string field) =>
        Refusal.OfField("NOT_A_PHONE", field, "That is not a telephone number; write digits, spaces and + - ( ) /.");

    public static Refusal InKindWithdrawn(Guid giftId) =>
        new(RefusalKind.WrongState, "IN_KIND_WITHDRAWN", $"The gift in kind {giftId} was withdrawn already.");

    public static Refusal RangeOfAmounts(long least, long most) =>
        Refusal.OfField("RANGE_REVERSED", "max_minor_units", $"The range of amounts ends at {most}, below {least}.");

    public static Refusal ValueDateBeforePledge(string field, DateOnly valueDate, DateOnly pledgedOn) =>
        Refusal.OfField(
            "VALUE_DATE_BEFORE_PLEDGE",
            field,
            $"The value date {valueDate:yyyy-MM-dd} is before the pledge of {pledgedOn:yyyy-MM-dd}; "
                + $"if that is meant, say so with before_pledge, or record it without the pledge."
        );

    public static Refusal BeforePledge(string field, DateOnly asOf, DateOnly pledgedOn) =>
        Refusal.OfField(
            "BEFORE_PLEDGE",
            field,
            $"The pledge was made on {pledgedOn:yyyy-MM-dd}; it stood at nothing yet on {asOf:yyyy-MM-dd}."
        );

    public static Refusal ContributionReversed(Guid contributionId, DateOnly on) =>
        new(
            RefusalKind.WrongState,
            "CONTRIBUTION_REVERSED",
            $"The contribution {contributionId} was reversed on {on:yyyy-MM-dd}; it counts no more and is reversed once."
        );

    public static Refusal NothingToCorrect(Guid contributionId) =>
        new(
            RefusalKind.WrongState,
            "NOTHING_TO_CORRECT",
            $"The contribution {contributionId} is recorded like this already: donor, amount, value date, channel, "
                + $"pledge and earmark are the same."
        );

    public static Refusal RateOfUsd() =>
        Refusal.OfField("RATE_OF_USD", "currency_code", "USD needs no rate: it is the currency of the books.");

    public static Refusal BadRate(string field, string given) =>
        Refusal.OfField(
            "BAD_RATE",
            field,
            $"'{given}' is not a rate; write a decimal above zero with at most 10 decimals, such as 0.882."
        );

    public static Refusal RateKnownOtherwise(string currency, DateOnly effective, decimal known, decimal given) =>
        new(
            RefusalKind.WrongState,
            "RATE_IN_USE",
            $"The rate of {currency} from {effective:yyyy-MM-dd} is {Plain(known)} and contributions are valued with it; "
                + $"it becomes {Plain(given)} only with a correction_reason; the old one then stays on record, and what was "
                + $"valued with it gets a new ledger entry with the difference."
        )
        {
            Facts = new Dictionary<string, string>
            {
                ["currency_code"] = currency,
                ["known_rate"] = Plain(known),
                ["given_rate"] = Plain(given),
            },
        };

    /// <summary>Rows of a file are at fault, and nobody has said that the others are to be taken without them.</summary>
    public static Refusal BadRateRows(IReadOnlyList<RateRowProblem> problems)
    {
        const int shown = 100;
        return new Refusal(
            RefusalKind.BadInput,
            "BAD_ROWS",
            $"{problems.Count} rows are at fault and nothing was taken in; put them right, or say accept_partial to take "
                + $"the others without them."
        )
        {
            Fields = [.. problems.Take(shown).Select(problem => new FieldProblem("file", problem.Said))],
            Facts = new Dictionary<string, string> { ["rows_at_fault"] = Text(problems.Count) },
        };
    }

    public static Refusal RateTooFarAhead(DateOnly given, DateOnly last) =>
        Refusal.OfField(
            "RATE_TOO_FAR_AHEAD",
            "effective_date",
            $"A rate from {given:yyyy-MM-dd} is too far ahead; rates are taken until {last:yyyy-MM-dd}."
        );

    public static Refusal FileTooLarge(long bytes, long most) =>
        new(RefusalKind.TooMuch, "FILE_TOO_LARGE", $"The file has {bytes:N0} bytes; " + $"at most {most:N0} are taken.")
        {
            Fields = [new FieldProblem("file", "The file is too large.")],
        };

    /// <param name="problem">What is wrong, in our own words: what a library says is English for programmers.</param>
    /// <param name="line">Where, from 1.</param>
    /// <param name="position">The column, from 1.</param>
    public static Refusal NotAFile(Sentence problem, int line, int position) =>
        BadFile($"Line {line}, position {position}: {problem}");

    public static Refusal BadFile(Sentence reason) => Refusal.OfField("BAD_FILE", "file", reason);

    /// <param name="what">What is asked for: "The award", "The reversal".</param>
    /// <param name="needed">What it takes away, USD.</param>
    /// <param name="free">What is not needed for anything else, USD.</param>
    public static Refusal WouldUncover(string what, Money needed, Money free) =>
        new(
            RefusalKind.WrongState,
            "WOULD_UNCOVER_OBLIGATIONS",
            $"{what} would take {needed} away, but only {free} is free; {needed - free} of what is reserved, committed "
                + $"or paid would be without money received for it."
        )
        {
            Facts = Facts(("needed_usd_cents", needed), ("free_usd_cents", free), ("short_usd_cents", needed - free)),
        };

    public static Refusal InsufficientFunds(Money envelope, Money available) =>
        new(RefusalKind.WrongState, "INSUFFICIENT_FUNDS", $"The call needs {envelope}, but {available} is available.")
        {
            Facts = Facts(("required_usd_cents", envelope), ("available_usd_cents", available)),
        };

    public static Refusal BelowMinimum(Money available, Money minimum) =>
        new(
            RefusalKind.WrongState,
            "BELOW_MINIMUM_FOR_NEW_CALL",
            $"A new call may be published when at least {minimum} is available; now {available} is."
        )
        {
            Facts = Facts(("minimum_usd_cents", minimum), ("available_usd_cents", available)),
        };

    public static Refusal EnvelopeExceeded(Money amount, Money left) =>
        new(
            RefusalKind.WrongState,
            "ENVELOPE_EXCEEDED",
            $"The award needs {amount}, but {left} is left of the call's envelope."
        )
        {
            Facts = Facts(("required_usd_cents", amount), ("left_usd_cents", left)),
        };

    /// <param name="more">What the envelope would grow by, USD.</param>
    /// <param name="available">What the Fund has for it, USD.</param>
    public static Refusal NotEnoughToRaise(Money more, Money available) =>
        new(
            RefusalKind.WrongState,
            "INSUFFICIENT_FUNDS",
            $"The envelope needs {more} more, but {available} is available."
        )
        {
            Facts = Facts(("required_usd_cents", more), ("available_usd_cents", available)),
        };

    public static Refusal EnvelopeBelowCommitted(Money envelope, Money committed) =>
        new(
            RefusalKind.WrongState,
            "ENVELOPE_BELOW_COMMITTED",
            $"The envelope cannot be {envelope}: {committed} of it is committed to awards."
        )
        {
            Facts = Facts(("envelope_usd_cents", envelope), ("committed_usd_cents", committed)),
        };

    public static Refusal EnvelopeChangedSince(int given, int last) =>
        new(
            RefusalKind.WrongState,
            "ENVELOPE_CHANGED_SINCE",
            $"This is change {given} of the envelope, and change {last} was made already."
        );

    public static Refusal AlreadyReserved(Guid callId, Money envelope) =>
        new(
            RefusalKind.WrongState,
            "ALREADY_RESERVED",
            $"The call {callId} has an envelope of {envelope} already; one call has one reservation."
        )
        {
            Facts = Facts(("envelope_usd_cents", envelope)),
        };

    public static Refusal ReservationReleased(Guid callId) =>
        new(RefusalKind.WrongState, "RESERVATION_RELEASED", $"The envelope of the call {callId} was given back.");

    public static Refusal AwardAlreadyCommitted(Guid awardId, Money committed) =>
        new(
            RefusalKind.WrongState,
            "AWARD_ALREADY_COMMITTED",
            $"The award {awardId} is committed already, with {committed}."
        )
        {
            Facts = Facts(("committed_usd_cents", committed)),
        };

    public static Refusal CommitmentExceeded(Guid awardId, Money amount, Money left) =>
        new(
            RefusalKind.WrongState,
            "COMMITMENT_EXCEEDED",
            $"The payment is {amount}, but {left} is left of what was committed to the award {awardId}."
        )
        {
            Facts = Facts(("paid_usd_cents", amount), ("left_usd_cents", left)),
        };

    public static Refusal SettingUnknown(string given) =>
        Refusal.OfField(
            "UNKNOWN_SETTING",
            "name",
            $"'{given}' is not a policy setting; they are {string.Join(", ", PolicyNames.All)}."
        );

    public static Refusal SettingValue(string name, long given, long most) =>
        Refusal.OfField("SETTING_OUT_OF_RANGE", "value", $"{name} cannot be {given}; it is from 0 to {most}.");

    public static Refusal SettingChangesThePast(string name, DateOnly from, DateOnly today) =>
        Refusal.OfField(
            "SETTING_CHANGES_THE_PAST",
            "effective_date",
            $"{name} held another value from {from:yyyy-MM-dd} to {today:yyyy-MM-dd} already; choose today or a later date."
        );

    public static Refusal SettingExists(string name, DateOnly date) =>
        Refusal.OfField(
            "SETTING_EXISTS",
            "effective_date",
            $"{name} has a value from {date:yyyy-MM-dd} already; a correction takes another date."
        );

    public static Refusal PublishedTotalFalls(Money given, Money known, DateOnly asOf) =>
        Refusal.OfField(
            "PUBLISHED_TOTAL_FALLS",
            "amount",
            $"A total since the start cannot fall: {known} was recorded as of {asOf:yyyy-MM-dd}, now {given}."
        );

    public static Refusal PublishedTotalOutOfOrder(DateOnly asOf, DateOnly last) =>
        Refusal.OfField(
            "PUBLISHED_TOTAL_OUT_OF_ORDER",
            "as_of",
            $"A total as of {last:yyyy-MM-dd} is recorded already; record totals oldest first, not {asOf:yyyy-MM-dd} after it."
        );

    public static Refusal RangeReversed(DateOnly from, DateOnly to) => RangeReversed("to_date", from, to);

    public static Refusal RangeReversed(string field, DateOnly from, DateOnly to) =>
        Refusal.OfField(
            "RANGE_REVERSED",
            field,
            $"The range ends on {to:yyyy-MM-dd}, before it begins on {from:yyyy-MM-dd}."
        );

    public static Refusal BatchNotFinished(Guid batchId) =>
        new(
            RefusalKind.WrongState,
            "BATCH_NOT_FINISHED",
            $"The batch {batchId} is not finished; single statements of it can be had already."
        );

    public static Refusal TooManyDonors(int most) =>
        new(
            RefusalKind.WrongState,
            "TOO_MANY_DONORS",
            $"More than {most} donors have something to state; choose a country, a kind of donor or single donors."
        );

    public static Refusal BooksDisagree(string ledger, string totals) =>
        new(
            RefusalKind.WrongState,
            "BOOKS_DISAGREE",
            $"The running totals are not the sums of the ledger; nothing may be decided until this is explained. "
                + $"Ledger: {ledger}. Totals: {totals}."
        );

    /// <summary>A rate without trailing zeros: 0.882.</summary>
    public static string Plain(decimal rate) => rate.ToString("0.##########", CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Facts(params (string Name, Money Amount)[] figures) =>
        figures.ToDictionary(figure => figure.Name, figure => Text(figure.Amount.MinorUnits));

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
