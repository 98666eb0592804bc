using System.Globalization;
using Fund.Gateway.Api.Json;
using Fund.Kernel;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Gateway.OpenData;

/// <summary>Dates, amounts and words of the services as files write them.</summary>
internal static class Wire
{
    /// <summary>A date of a service; null when it is empty.</summary>
    public static DateOnly? Day(string date) =>
        date.Length == 0 ? null : DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The amount with the decimals of its currency: 1250.50.</summary>
    public static string Amount(WireMoney money) => Amount(money.MinorUnits, money.CurrencyCode);

    public static string Amount(long minorUnits, string currency = "USD")
    {
        Span<char> digits = stackalloc char[32];
        return digits[..MoneyText.Format(minorUnits, Currency.Parse(currency).Decimals, digits)].ToString();
    }

    /// <summary>An enumeration's value as the REST API spells it; null for the one that says nothing.</summary>
    public static string? Word<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        var name = value.ToString();
        return name == "Unspecified" ? null : char.ToLowerInvariant(name[0]) + name[1..];
    }
}
