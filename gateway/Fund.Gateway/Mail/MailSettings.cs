using System.Globalization;
using Fund.Hosting;

namespace Fund.Gateway.Mail;

/// <summary>
/// How mail leaves: <c>Mail:Smtp</c> (<c>smtp://user:password@host:587</c>, with STARTTLS unless <c>?tls=none</c>), or
/// <c>Mail:Folder</c>, where messages are kept for an administrator to look at: for trying out only. With neither, messages
/// wait.
/// </summary>
/// <param name="From">Sender of every message.</param>
/// <param name="PublicAddress">Address of the portal as people know it; links in messages begin with it. Never taken from
/// a request, whose host anybody can choose.</param>
/// <param name="Smtp">The server; null when there is none.</param>
/// <param name="Folder">The folder; null when messages are really sent.</param>
internal sealed record MailSettings(string From, Uri PublicAddress, SmtpServer? Smtp, string? Folder)
{
    public static MailSettings Of(FundSettings settings, IConfiguration configuration)
    {
        var listen = configuration["Listen:Http"] is { Length: > 0 } set ? set : "http://127.0.0.1:8080";
        var address = settings.Url("Public:Address", listen, "http", "https") ?? new Uri("http://localhost/");
        var from = configuration["Mail:From"] is { Length: > 0 } sender ? sender : $"fund@{address.Host}";
        var folder = configuration["Mail:Folder"] is { Length: > 0 } path ? path : null;
        var smtp = configuration["Mail:Smtp"] is { Length: > 0 } ? settings.Url("Mail:Smtp", null, "smtp") : null;
        return new MailSettings(from, address, smtp is null ? null : SmtpServer.Of(smtp), smtp is null ? folder : null);
    }

    /// <summary>A link into the portal in somebody's language.</summary>
    public string Link(string language, string path) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{PublicAddress.GetLeftPart(UriPartial.Authority)}/{language}{path}"
        );
}

/// <summary>A mail server.</summary>
internal sealed record SmtpServer(string Host, int Port, string User, string Password, bool UseTls)
{
    private const int Submission = 587;

    public static SmtpServer Of(Uri address)
    {
        var user = address.UserInfo.Split(':', 2);
        return new SmtpServer(
            address.Host,
            address.Port > 0 ? address.Port : Submission,
            Uri.UnescapeDataString(user[0]),
            user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "",
            !address.Query.Contains("tls=none", StringComparison.Ordinal)
        );
    }
}
