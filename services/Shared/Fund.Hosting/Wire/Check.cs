using Fund.Kernel;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Hosting;

/// <summary>
/// Collects everything that is wrong with a request, so that nobody has to mend field after field. Every method gives
/// the value, or a placeholder after noting the problem; call <see cref="ThrowIfAny"/> before using any of them.
/// </summary>
public sealed class Check
{
    private readonly List<Refusal> _refusals = [];

    /// <summary>True while nothing was found wrong.</summary>
    public bool IsFine => _refusals.Count == 0;

    /// <summary>A required id.</summary>
    public Guid Id(string field, string value)
    {
        if (WireConversions.TryId(value, out var id))
        {
            return id;
        }

        Add(value.Length == 0 ? Refusals.Required(field) : Refusals.NotAnId(field, WireConversions.Shown(value)));
        return Guid.Empty;
    }

    /// <summary>An id, or null when empty.</summary>
    public Guid? OptionalId(string field, string value) => value.Length == 0 ? null : Id(field, value);

    /// <summary>A required date.</summary>
    public DateOnly Date(string field, string value)
    {
        if (WireConversions.TryDate(value, out var date))
        {
            return date;
        }

        Add(value.Length == 0 ? Refusals.Required(field) : Refusals.NotADate(field, WireConversions.Shown(value)));
        return default;
    }

    /// <summary>A date, or null when empty.</summary>
    public DateOnly? OptionalDate(string field, string value) => value.Length == 0 ? null : Date(field, value);

    /// <summary>A required date that is today or earlier.</summary>
    public DateOnly PastDate(string field, string value, DateOnly today)
    {
        var date = Date(field, value);
        if (date > today)
        {
            Add(Refusals.DateInFuture(field, date, today));
        }

        return date;
    }

    /// <summary>A required amount of a known currency, of either sign.</summary>
    public Money Amount(string field, WireMoney? value)
    {
        if (value is null)
        {
            Add(Refusals.Required(field));
            return Money.Zero(Currency.Usd);
        }

        if (Currency.Find(value.CurrencyCode) is { } currency)
        {
            return new Money(value.MinorUnits, currency);
        }

        Add(Refusals.UnknownCurrency($"{field}.currency_code", WireConversions.Shown(value.CurrencyCode)));
        return Money.Zero(Currency.Usd);
    }

    /// <summary>A required amount above zero.</summary>
    public Money PositiveMoney(string field, WireMoney? value)
    {
        var before = _refusals.Count;
        var amount = Amount(field, value);
        if (_refusals.Count == before && !amount.IsPositive)
        {
            Add(Refusals.NotPositive(field, amount.ToString()));
        }

        return amount;
    }

    /// <summary>A required amount above zero in one currency only.</summary>
    public Money PositiveMoney(string field, WireMoney? value, Currency required)
    {
        var before = _refusals.Count;
        var amount = PositiveMoney(field, value);
        if (_refusals.Count == before && !amount.Currency.Equals(required))
        {
            Add(Refusals.CurrencyMismatch($"{field}.currency_code", amount.Currency.Code, required.Code));
        }

        return amount;
    }

    /// <summary>A required text, trimmed, of at most so many characters.</summary>
    public string Text(string field, string value, int max)
    {
        var text = OptionalText(field, value, max);
        if (text.Length == 0)
        {
            Add(Refusals.Required(field));
        }

        return text;
    }

    /// <summary>The version of a thing that a change is made to.</summary>
    public int SeenVersion(string field, int value)
    {
        That(value > 0, field, "Give the version that was seen; versions begin with 1.");
        return value;
    }

    /// <summary>A text that may be empty, trimmed, of at most so many characters.</summary>
    public string OptionalText(string field, string value, int max)
    {
        var text = value.Trim();
        if (text.Length > max)
        {
            Add(Refusals.TooLong(field, text.Length, max));
        }

        if (text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')))
        {
            // PostgreSQL cannot store a zero, and the others have no business in anybody's text.
            That(
                false,
                field,
                $"{field} has control characters in it; line breaks and tabs are the only ones allowed."
            );
        }

        return text;
    }

    /// <summary>A known member of an enum other than its zero (<c>_UNSPECIFIED</c>).</summary>
    public TEnum Choice<TEnum>(string field, TEnum value)
        where TEnum : struct, Enum
    {
        if (EqualityComparer<TEnum>.Default.Equals(value, default))
        {
            Add(Refusals.Required(field));
        }
        else if (!Enum.IsDefined(value))
        {
            That(false, field, $"{field} has the value {value:D}, which is not one of those allowed.");
        }

        return value;
    }

    /// <summary>A known member of an enum, or its zero (<c>_UNSPECIFIED</c>) for none.</summary>
    public TEnum OptionalChoice<TEnum>(string field, TEnum value)
        where TEnum : struct, Enum =>
        EqualityComparer<TEnum>.Default.Equals(value, default) ? value : Choice(field, value);

    /// <summary>What has no other reader here and must be given.</summary>
    public Check Required(string field, bool isGiven) => isGiven ? this : Add(Refusals.Required(field));

    /// <summary>Whatever else must hold; the sentence says what is wrong and what is allowed.</summary>
    public Check That(bool condition, string field, Sentence sentence)
    {
        if (!condition)
        {
            Add(Refusal.OfField("INVALID_FIELD", field, sentence));
        }

        return this;
    }

    /// <summary>Notes a named refusal of a field.</summary>
    public Check Add(Refusal refusal)
    {
        _refusals.Add(refusal);
        return this;
    }

    /// <summary>Throws when anything was noted: a single refusal with its own reason, several as INVALID_FIELDS.</summary>
    /// <exception cref="RefusedException">With every field that is wrong.</exception>
    public void ThrowIfAny()
    {
        switch (_refusals)
        {
            case []:
                return;
            case [var only]:
                throw only.AsException();
            default:
                throw Refusal.OfFields([.. _refusals.SelectMany(refusal => refusal.Fields)]).AsException();
        }
    }
}
