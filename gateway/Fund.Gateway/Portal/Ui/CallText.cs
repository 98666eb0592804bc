using Fund.Common.V1;
using Fund.GrantCalls.V1;

namespace Fund.Gateway.Portal.Ui;

/// <summary>Texts that a call has in several languages.</summary>
internal static class CallText
{
    /// <summary>The text in the language of the page, or in English, or in whatever there is.</summary>
    public static LocalisedText Best(IEnumerable<LocalisedText> texts)
    {
        var all = texts.ToList();
        return all.Find(text => text.Language == Languages.Current.Code)
            ?? all.Find(text => text.Language == "en")
            ?? all.FirstOrDefault()
            ?? new LocalisedText { Language = "en", Text = "–" };
    }

    public static string Title(Call call) => Best(call.Terms?.Titles ?? []).Text;

    /// <summary>The window's last second where the call is, as 15 December 2026, 23:59 (Europe/Vienna).</summary>
    public static string Deadline(Call call) => Local(call.Terms.ClosesAtLocal, call.Terms.TimeZone);

    public static string Opening(Call call) => Local(call.Terms.OpensAtLocal, call.Terms.TimeZone);

    /// <summary>A local time of a call with its zone.</summary>
    public static string Local(string moment, string zone) =>
        DateTime.TryParseExact(
            moment,
            "yyyy-MM-dd'T'HH:mm:ss",
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.None,
            out var local
        )
            ? local.ToString(Figures.LongDate + ", HH:mm", System.Globalization.CultureInfo.CurrentCulture)
                + $" ({zone})"
            : $"{moment} ({zone})";
}
