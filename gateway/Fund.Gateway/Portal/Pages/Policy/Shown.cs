using System.Globalization;
using Fund.Gateway.Portal.Ui;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Gateway.Portal.Pages.Policy;

/// <summary>Policy settings as people read and type them. The unit is the end of a setting's name.</summary>
internal static class Shown
{
    public const string BasisPoints = "_basis_points";
    public const string Cents = "_usd_cents";

    public static string Name(Words words, string name) => words.Find("Setting." + name) ?? name;

    /// <summary>Hundredths of a percent as percent, cents as dollars.</summary>
    public static string Value(string name, long value) =>
        name.EndsWith(BasisPoints, StringComparison.Ordinal)
            ? (value / 100m).ToString("0.##", CultureInfo.CurrentCulture) + "\u00A0%"
        : name.EndsWith(Cents, StringComparison.Ordinal)
            ? Figures.Exact(new WireMoney { MinorUnits = value, CurrencyCode = "USD" })
        : value.ToString("N0", CultureInfo.CurrentCulture);

    /// <summary>How many decimals are typed: two for both kinds.</summary>
    public static int Decimals(string name) =>
        name.EndsWith(BasisPoints, StringComparison.Ordinal) || name.EndsWith(Cents, StringComparison.Ordinal) ? 2 : 0;
}
