using System.Globalization;
using Fund.Kernel;
using Google.Protobuf.WellKnownTypes;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Hosting;

/// <summary>Values of the domain to and from what they are on the wire.</summary>
public static class WireConversions
{
    private const string DateFormat = "yyyy-MM-dd";

    public static WireMoney ToWire(this Money money) =>
        new() { MinorUnits = money.MinorUnits, CurrencyCode = money.Currency.Code };

    /// <summary>Year-month-day, without a zone.</summary>
    public static string ToWire(this DateOnly date) => date.ToString(DateFormat, CultureInfo.InvariantCulture);

    /// <summary>Empty when there is none.</summary>
    public static string ToWire(this DateOnly? date) => date?.ToWire() ?? "";

    /// <summary>Lower-case 8-4-4-4-12.</summary>
    public static string ToWire(this Guid id) => id.ToString("D");

    /// <summary>Empty when there is none.</summary>
    public static string ToWire(this Guid? id) => id?.ToWire() ?? "";

    public static Timestamp ToWire(this DateTimeOffset moment) => Timestamp.FromDateTimeOffset(moment);

    /// <summary>Null when there is none.</summary>
    public static Timestamp? ToWire(this DateTimeOffset? moment) => moment?.ToWire();

    /// <summary>An amount of a known currency.</summary>
    /// <exception cref="RefusedException">REQUIRED or UNKNOWN_CURRENCY, with the field.</exception>
    public static Money ToMoney(this WireMoney? money, string field) =>
        money is null
            ? throw Refusals.Required(field).AsException()
            : new Money(money.MinorUnits, Currency.Parse(money.CurrencyCode, $"{field}.currency_code"));

    /// <summary>An id as UUID.</summary>
    /// <exception cref="RefusedException">NOT_AN_ID, with the field.</exception>
    public static Guid ToId(this string text, string field) =>
        TryId(text, out var id) ? id : throw Refusals.NotAnId(field, Shown(text)).AsException();

    /// <summary>A date.</summary>
    /// <exception cref="RefusedException">NOT_A_DATE, with the field.</exception>
    public static DateOnly ToDate(this string text, string field) =>
        TryDate(text, out var date) ? date : throw Refusals.NotADate(field, Shown(text)).AsException();

    internal static bool TryId(string text, out Guid id) => Guid.TryParseExact(text, "D", out id);

    internal static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    /// <summary>What was given, short enough for a message.</summary>
    public static string Shown(string text) => text.Length <= 50 ? text : text[..50] + "…";
}
