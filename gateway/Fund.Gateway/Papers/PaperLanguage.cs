using System.Globalization;
using Fund.Gateway.Portal;
using Fund.Hosting;

namespace Fund.Gateway.Papers;

/// <summary>The language a paper is made in.</summary>
internal static class PaperLanguage
{
    /// <summary>Words, dates and figures are in this language for the rest of the caller's work.</summary>
    /// <exception cref="Fund.Kernel.RefusedException">INVALID_FIELDS: a language that is not spoken here.</exception>
    public static Language Speak(string code)
    {
        var check = new Check();
        var language = Languages.Of(code.Length == 0 ? "en" : code);
        check.That(
            language is not null,
            "language",
            $"The languages are {string.Join(", ", Languages.All.Select(known => known.Code))}."
        );
        check.ThrowIfAny();
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = language!.Culture;
        return language;
    }
}
