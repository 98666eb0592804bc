using System.Globalization;
using Fund.Kernel;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Gateway.Portal.Ui;

/// <summary>Figures and dates in the language of the page.</summary>
internal static class Figures
{
    private const string NoBreak = "\u00A0";

    /// <summary>Whole units: "USD 1,235", "1 235 USD".</summary>
    public static string Rounded(WireMoney? money) => Show(money, 0);

    /// <summary>With all decimals, so that parts add up before the reader's eyes.</summary>
    public static string Exact(WireMoney? money) => Show(money, null);

    public static string Number(decimal value) => value.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>The amount in units of its currency, for charts.</summary>
    public static decimal Units(WireMoney? money) =>
        money is null ? 0 : (decimal)money.MinorUnits / Currency.Parse(money.CurrencyCode).MinorUnitsPerUnit;

    /// <summary>A date of the wire in words; as it is when it is none.</summary>
    public static string Date(string date) =>
        DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.ToString(LongDate, CultureInfo.CurrentCulture)
            : date;

    /// <summary>How the language writes a day in words.</summary>
    public static string LongDate =>
        Languages.Current.Code switch
        {
            "zh" => "yyyy年M月d日",
            "es" => "d 'de' MMMM 'de' yyyy",
            _ => "d MMMM yyyy",
        };

    /// <summary>A moment in UTC, to the minute.</summary>
    public static string Moment(Google.Protobuf.WellKnownTypes.Timestamp? moment) =>
        moment?.ToDateTime().ToString(LongDate + ", HH:mm", CultureInfo.CurrentCulture) + " UTC";

    /// <summary>An amount is one thing that is read from left to right, also between Arabic words.</summary>
    private static string Isolated(string amount) => Languages.Current.IsRightToLeft ? $"\u2066{amount}\u2069" : amount;

    private static string Show(WireMoney? money, int? decimals)
    {
        if (money is null)
        {
            return "–";
        }

        var currency = Currency.Parse(money.CurrencyCode);
        var format = "N" + (decimals ?? currency.Decimals).ToString(CultureInfo.InvariantCulture);
        var amount = Units(money).ToString(format, CultureInfo.CurrentCulture);
        return Languages.Current.Code is "fr" or "es" or "ru"
            ? amount + NoBreak + currency.Code
            : Isolated(currency.Code + NoBreak + amount);
    }
}
