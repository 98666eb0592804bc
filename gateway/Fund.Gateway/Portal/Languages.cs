using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Fund.Gateway.Portal;

/// <summary>A language the portal speaks.</summary>
/// <param name="Code">BCP 47 tag, also the first part of every address.</param>
/// <param name="Name">In the language itself.</param>
/// <param name="Culture">How dates and numbers are written.</param>
internal sealed record Language(string Code, string Name, CultureInfo Culture);

/// <summary>The languages, and which of them a visitor gets.</summary>
internal static class Languages
{
    /// <summary>The United Nations write British English: 20 November 2026.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [
        new("en", "English", CultureInfo.GetCultureInfo("en-GB")),
        new("fr", "Français", CultureInfo.GetCultureInfo("fr")),
    ];

    public static Language Current =>
        All.FirstOrDefault(language => language.Code == CultureInfo.CurrentUICulture.TwoLetterISOLanguageName)
        ?? All[0];

    /// <summary>The best of the visitor's own order of preference that we have.</summary>
    public static Language Negotiate(HttpRequest request)
    {
        var wanted = request
            .GetTypedHeaders()
            .AcceptLanguage.OrderByDescending(value => value.Quality ?? 1)
            .Select(value => value.Value.Value?.Split('-')[0]);
        return wanted
                .Select(code => All.FirstOrDefault(language => language.Code == code))
                .FirstOrDefault(language => language is not null)
            ?? All[0];
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
