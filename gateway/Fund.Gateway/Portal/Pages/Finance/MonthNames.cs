using System.Globalization;

namespace Fund.Gateway.Portal.Pages.Finance;

/// <summary>Months in the language of the page.</summary>
internal static class MonthNames
{
    /// <summary>"2026-09" in words; as it is when it is no month.</summary>
    public static string Of(string month) =>
        DateOnly.TryParseExact(
            month + "-01",
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day.ToString(Languages.Current.Code == "zh" ? "yyyy年M月" : "MMMM yyyy", CultureInfo.CurrentCulture)
            : month;
}
