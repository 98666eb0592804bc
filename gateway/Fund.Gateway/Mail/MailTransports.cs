using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Fund.Gateway.Mail;

/// <summary>A message as it leaves.</summary>
internal sealed record MailMessageText(string Subject, string Text, string Html);

/// <summary>A failure that trying again does not change: the server refused the message or its recipient.</summary>
internal sealed class MailRefusedException(string message, Exception inner) : Exception(message, inner);

/// <summary>A way for messages out.</summary>
internal interface IMailTransport
{
    /// <exception cref="MailRefusedException">Trying again does not help.</exception>
    Task SendAsync(Guid id, string to, MailMessageText message, CancellationToken cancellationToken);
}

/// <summary>SMTP with STARTTLS and a password, by the framework's own client.</summary>
internal sealed class SmtpTransport(MailSettings settings) : IMailTransport
{
    private readonly SmtpServer _server = settings.Smtp ?? throw new InvalidOperationException("Mail:Smtp is not set.");

    public async Task SendAsync(Guid id, string to, MailMessageText message, CancellationToken cancellationToken)
    {
        using var client = new SmtpClient(_server.Host, _server.Port)
        {
            EnableSsl = _server.UseTls,
            UseDefaultCredentials = false,
            Credentials = _server.User.Length > 0 ? new NetworkCredential(_server.User, _server.Password) : null,
        };
        using var mail = MailWriter.Write(settings, id, to, message);
        try
        {
            await client.SendMailAsync(mail, cancellationToken);
        }
        catch (SmtpException e) when ((int)e.StatusCode is >= 500 and < 600)
        {
            // The status says all; the server's words may repeat the address.
            throw new MailRefusedException($"The mail server refused it: {(int)e.StatusCode}.", e);
        }
    }
}

/// <summary>Keeps messages as files, for trying out and for tests. Shown to administrators on the mail page.</summary>
internal sealed class FolderTransport(MailSettings settings) : IMailTransport
{
    private readonly string _folder = settings.Folder ?? throw new InvalidOperationException("Mail:Folder is not set.");

    public async Task SendAsync(Guid id, string to, MailMessageText message, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        var text = $"To: {to}\nSubject: {message.Subject}\n\n{message.Text}";
        var path = PathOf(_folder, id);
        await File.WriteAllTextAsync(path + ".new", text, Encoding.UTF8, cancellationToken);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>The file of a message.</summary>
    public static string PathOf(string folder, Guid id) => Path.Combine(folder, $"{id:D}.txt");
}

/// <summary>Makes the message that travels: text, and the same as simple HTML.</summary>
internal static class MailWriter
{
    public static MailMessage Write(MailSettings settings, Guid id, string to, MailMessageText message)
    {
        var mail = new MailMessage(settings.From, to)
        {
            Subject = message.Subject,
            SubjectEncoding = Encoding.UTF8,
            Body = message.Text,
            BodyEncoding = Encoding.UTF8,
            BodyTransferEncoding = TransferEncoding.QuotedPrintable,
        };
        mail.AlternateViews.Add(
            AlternateView.CreateAlternateViewFromString(message.Html, Encoding.UTF8, MediaTypeNames.Text.Html)
        );

        // The same id at every attempt: a server that took it and was not heard does not deliver it twice.
        mail.Headers.Add("Message-ID", $"<{id:N}@{settings.PublicAddress.Host}>");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }
}
