using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Fund.Gateway.Mail;

/// <summary>The words of one kind of message: {0} and so on are places for values.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Lines">Paragraphs before the link.</param>
/// <param name="Link">What the link does.</param>
/// <param name="After">Paragraphs after the link.</param>
internal sealed record MailWords(string Subject, IReadOnlyList<string> Lines, string Link, IReadOnlyList<string> After);

/// <summary>The words of all messages in one language.</summary>
internal sealed record MailBook(
    string Greeting,
    string Sender,
    string Footer,
    IReadOnlyDictionary<string, MailWords> Kinds
);

/// <summary>
/// Messages from templates, <c>Mail/Texts/LANGUAGE.json</c>. No victim's data and no amount of money is ever a value, and
/// nothing secret but the link.
/// </summary>
internal sealed class MailTexts
{
    private readonly FrozenDictionary<string, MailBook> _books = MailLanguages.All.ToFrozenDictionary(
        language => language,
        Read,
        StringComparer.Ordinal
    );

    /// <summary>All the words of a language.</summary>
    public MailBook In(string language) => _books[language];

    public MailMessageText Write(MailKind kind, string language, string link, IReadOnlyList<string> values)
    {
        var book = _books[language];
        var words = book.Kinds[kind.ToString()];
        object[] places = [.. values];
        string Filled(string text) => string.Format(CultureInfo.InvariantCulture, text, places);
        var before = words.Lines.Select(Filled).ToList();
        var after = words.After.Select(Filled).ToList();
        var subject = Filled(words.Subject);
        return new MailMessageText(
            subject,
            Text(book, before, words.Link, link, after),
            Html(book, language, subject, before, words.Link, link, after)
        );
    }

    private static string Text(MailBook book, List<string> before, string linkText, string link, List<string> after)
    {
        string[] paragraphs =
        [
            book.Greeting,
            .. before,
            $"{linkText}:\n{link}",
            .. after,
            $"{book.Sender}\n{book.Footer}",
        ];
        return string.Join("\n\n", paragraphs) + "\n";
    }

    private static string Html(
        MailBook book,
        string language,
        string subject,
        List<string> before,
        string linkText,
        string link,
        List<string> after
    )
    {
        var direction = CultureInfo.GetCultureInfo(language).TextInfo.IsRightToLeft ? "rtl" : "ltr";
        var html = new StringBuilder();
        html.Append(
            CultureInfo.InvariantCulture,
            $"<!DOCTYPE html><html lang=\"{language}\" dir=\"{direction}\"><head>"
        );
        html.Append(CultureInfo.InvariantCulture, $"<meta charset=\"utf-8\"><title>{Encoded(subject)}</title></head>");
        html.Append("<body style=\"font-family:sans-serif;line-height:1.5;max-width:36rem\">");
        foreach (var paragraph in before.Prepend(book.Greeting))
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>{Encoded(paragraph)}</p>");
        }

        html.Append(CultureInfo.InvariantCulture, $"<p><a href=\"{Encoded(link)}\">{Encoded(linkText)}</a></p>");
        foreach (var paragraph in after.Append(book.Sender).Append(book.Footer))
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>{Encoded(paragraph)}</p>");
        }

        return html.Append("</body></html>").ToString();
    }

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);

    private static MailBook Read(string language)
    {
        using var stream =
            typeof(MailTexts).Assembly.GetManifestResourceStream($"mail.{language}.json")
            ?? throw new InvalidOperationException($"There are no mail texts in {language}.");
        return JsonSerializer.Deserialize<MailBook>(stream, JsonSerializerOptions.Web)
            ?? throw new InvalidOperationException($"The mail texts in {language} are empty.");
    }
}
