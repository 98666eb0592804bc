namespace Fund.Gateway.Mail;

/// <summary>Languages that mails are written in.</summary>
internal static class MailLanguages
{
    public const string Default = "en";

    public static IReadOnlyList<string> All { get; } = ["en", "fr", "es", "ar", "ru", "zh"];
}
