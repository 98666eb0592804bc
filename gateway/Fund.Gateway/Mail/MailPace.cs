namespace Fund.Gateway.Mail;

/// <summary>How often notices come by mail.</summary>
internal enum MailPace
{
    Never,

    /// <summary>Within minutes.</summary>
    Immediate,

    /// <summary>Once a day, when there is something.</summary>
    Daily,

    /// <summary>Once in seven days, when there is something.</summary>
    Weekly,
}
