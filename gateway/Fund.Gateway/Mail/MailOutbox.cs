using System.Globalization;
using System.Text.Json;
using Fund.Gateway.Persistence;
using Microsoft.AspNetCore.DataProtection;

namespace Fund.Gateway.Mail;

/// <summary>
/// Writes messages into the transaction of what they are about; <see cref="SendMails"/> sends them after it. See
/// services/decisions/0046-mail.md.
/// </summary>
internal sealed class MailOutbox(
    GatewayDb db,
    MailTexts texts,
    MailSettings settings,
    IDataProtectionProvider protection,
    TimeProvider time
)
{
    private readonly IDataProtector _protector = protection.CreateProtector("fund.mail");

    /// <summary>Adds a message; it leaves after, and only if, the changes are saved.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="language">A language of <see cref="MailLanguages"/>; another becomes English.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="path">Page of the portal it leads to, below the language.</param>
    /// <param name="values">What stands in the places of the text.</param>
    public void Add(MailKind kind, string language, string to, string path, params IReadOnlyList<string> values)
    {
        var known = MailLanguages.All.Contains(language) ? language : MailLanguages.Default;
        var message = texts.Write(kind, known, settings.Link(known, path), values);
        db.Mails.Add(
            new StoredMail(kind, known, to, _protector.Protect(JsonSerializer.Serialize(message)), time.GetUtcNow())
        );
    }

    /// <summary>A moment as messages say it, the same in every language: UTC, to the minute.</summary>
    public static string Moment(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>What a waiting message says.</summary>
    public MailMessageText Read(StoredMail mail) =>
        JsonSerializer.Deserialize<MailMessageText>(_protector.Unprotect(mail.Message!))!;
}
