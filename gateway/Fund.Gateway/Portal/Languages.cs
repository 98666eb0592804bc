using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Fund.Gateway.Portal;

/// <summary>A language the portal speaks.</summary>
/// <param name="Code">BCP 47 tag, also the first part of every address.</param>
/// <param name="Name">In the language itself.</param>
/// <param name="Culture">How dates and numbers are written.</param>
/// <param name="IsRightToLeft">True when lines begin at the right.</param>
/// <param name="Fonts">Fonts of ours that the script needs, besides the Latin one.</param>
internal sealed record Language(
    string Code,
    string Name,
    CultureInfo Culture,
    bool IsRightToLeft = false,
    params IReadOnlyList<string> Fonts
)
{
    public string Direction => IsRightToLeft ? "rtl" : "ltr";
}

/// <summary>The official languages of the United Nations, and which of them a visitor gets.</summary>
internal static class Languages
{
    /// <summary>The United Nations write British English: 20 November 2026.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [
        new("en", "English", CultureInfo.GetCultureInfo("en-GB")),
        new("fr", "Français", CultureInfo.GetCultureInfo("fr")),
        new("es", "Español", CultureInfo.GetCultureInfo("es")),
        new("ar", "العربية", Arabic(), IsRightToLeft: true, "fonts/plex-arabic-400.woff2"),
        new("ru", "Русский", CultureInfo.GetCultureInfo("ru"), false, "fonts/source-sans-3-cyrillic.woff2"),
        new("zh", "中文", CultureInfo.GetCultureInfo("zh-Hans")),
    ];

    public static Language Current => Of(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) ?? All[0];

    /// <summary>The language of a code; null when we don't speak it.</summary>
    public static Language? Of(string? code) => All.FirstOrDefault(language => language.Code == code);

    /// <summary>The best of the visitor's own order of preference that we have.</summary>
    public static Language Negotiate(HttpRequest request)
    {
        var wanted = request
            .GetTypedHeaders()
            .AcceptLanguage.OrderByDescending(value => value.Quality ?? 1)
            .Select(value => value.Value.Value?.Split('-')[0]);
        return wanted.Select(Of).FirstOrDefault(language => language is not null) ?? All[0];
    }

    /// <summary>Gregorian calendar and Latin digits everywhere; regional Arabic cultures differ in both.</summary>
    private static CultureInfo Arabic()
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo("ar").Clone();
        culture.DateTimeFormat.Calendar = new GregorianCalendar();
        var numbers = culture.NumberFormat;
        numbers.NumberDecimalSeparator = numbers.PercentDecimalSeparator = ".";
        numbers.NumberGroupSeparator = numbers.PercentGroupSeparator = ",";
        numbers.NegativeSign = "-";
        numbers.PercentSymbol = "%";
        return CultureInfo.ReadOnly(culture);
    }
}

/// <summary>The language of an address is its first part; an address without one gets the visitor's.</summary>
internal static class LanguagePrefix
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        foreach (var language in Languages.All)
        {
            if (request.Path.StartsWithSegments($"/{language.Code}", out var rest))
            {
                request.PathBase += $"/{language.Code}";
                request.Path = rest.HasValue ? rest : "/";
                return SpeakAsync(language, context, next);
            }
        }

        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        var negotiated = Languages.Negotiate(request);
        if (request.Path == "/")
        {
            context.Response.Redirect($"/{negotiated.Code}");
            return Task.CompletedTask;
        }

        return SpeakAsync(negotiated, context, next);
    }

    private static Task SpeakAsync(Language language, HttpContext context, RequestDelegate next)
    {
        CultureInfo.CurrentCulture = language.Culture;
        CultureInfo.CurrentUICulture = language.Culture;
        context.Response.Headers.ContentLanguage = language.Code;
        return next(context);
    }
}
