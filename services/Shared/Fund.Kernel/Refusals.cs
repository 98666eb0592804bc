namespace Fund.Kernel;

/// <summary>Refusals that every service shares. A service's own are beside its rules.</summary>
public static class Refusals
{
    public static Refusal UnknownCurrency(string field, string? code) =>
        Refusal.OfField(
            "UNKNOWN_CURRENCY",
            field,
            $"'{code}' is not an ISO 4217 currency; use three capital letters such as USD or EUR."
        );

    public static Refusal CurrencyMismatch(string field, string given, string expected) =>
        Refusal.OfField("CURRENCY_MISMATCH", field, $"The amount is in {given}; it must be in {expected}.");

    public static Refusal NotAnAmount(string field, string given) =>
        Refusal.OfField(
            "NOT_AN_AMOUNT",
            field,
            $"'{given}' is not an amount; write digits with a decimal point, such as 1250.50."
        );

    public static Refusal TooManyDecimals(string field, string given, Currency currency) =>
        Refusal.OfField(
            "TOO_MANY_DECIMALS",
            field,
            $"{given} has more decimals than {currency.Code} has: at most {currency.Decimals}."
        );

    public static Refusal AmountTooLarge(string field, string given) =>
        Refusal.OfField("AMOUNT_TOO_LARGE", field, $"{given} is larger than the system can hold exactly.");

    public static Refusal NotPositive(string field, string given) =>
        Refusal.OfField("NOT_POSITIVE", field, $"{given} is not allowed here; give a value above zero.");

    public static Refusal Required(string field) => Refusal.OfField("REQUIRED", field, $"{field} is required.");

    public static Refusal TooLong(string field, int given, int most) =>
        Refusal.OfField("TOO_LONG", field, $"{field} has {given} characters; at most {most} are allowed.");

    public static Refusal NotAnId(string field, string given) =>
        Refusal.OfField("NOT_AN_ID", field, $"'{given}' is not an id; ids are UUIDs.");

    public static Refusal NotADate(string field, string given) =>
        Refusal.OfField("NOT_A_DATE", field, $"'{given}' is not a date; write year-month-day, such as 2026-10-01.");

    public static Refusal DateInFuture(string field, DateOnly given, DateOnly today) =>
        Refusal.OfField("DATE_IN_FUTURE", field, $"{given:yyyy-MM-dd} is in the future; today is {today:yyyy-MM-dd}.");

    /// <summary>Missing and not yours look the same, so that ids cannot be probed.</summary>
    public static Refusal NotFound(string what, string id) =>
        new(RefusalKind.NotFound, "NOT_FOUND", $"There is no {what} {id}, or it is not yours to see.")
        {
            // Whatever else was sent in place of an id might be anything.
            About = Guid.TryParseExact(id, "D", out _) ? $"{what.Replace(' ', '_')}:{id}" : null,
        };

    public static Refusal RequestIdReused(string requestId) =>
        new(
            RefusalKind.AlreadyUsed,
            "REQUEST_ID_REUSED",
            $"The request id {requestId} was already used for a different request; use a new one."
        );

    public static Refusal ChangedMeanwhile(string what) =>
        new(RefusalKind.Conflict, "CHANGED_MEANWHILE", $"The {what} was changed by somebody else; load it again.");

    public static Refusal RoleMayNot(string what) =>
        new(RefusalKind.NotAllowed, "ROLE_MAY_NOT", $"Your role may not {what}.");

    public static Refusal NotSignedIn() =>
        new(RefusalKind.NotSignedIn, "NOT_SIGNED_IN", "Sign in first: the request carries no valid identity.");
}
