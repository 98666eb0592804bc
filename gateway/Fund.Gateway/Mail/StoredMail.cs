namespace Fund.Gateway.Mail;

/// <summary>One message on its way out. What it says is protected while it waits, and forgotten once it left.</summary>
internal sealed class StoredMail
{
    private StoredMail() { }

    public StoredMail(MailKind kind, string language, string to, string message, DateTimeOffset now)
    {
        MailId = Guid.CreateVersion7(now);
        Kind = kind;
        Language = language;
        ToAddress = to;
        Message = message;
        CreatedAt = now;
        NextAttemptAt = now;
    }

    public Guid MailId { get; private set; }

    public MailKind Kind { get; private set; }

    public string Language { get; private set; } = "";

    public string ToAddress { get; private set; } = "";

    /// <summary>Subject and text, protected; null once sent or given up.</summary>
    public string? Message { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset NextAttemptAt { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>Given up: refused for good, or failed as often as is tried.</summary>
    public DateTimeOffset? DeadAt { get; private set; }

    /// <summary>Why the last attempt failed; never what the message says.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Somebody is sending it; another may try again after the lease.</summary>
    public void Lease(DateTimeOffset until)
    {
        Attempts++;
        NextAttemptAt = until;
    }

    public void Sent(DateTimeOffset now)
    {
        SentAt = now;
        Message = null;
        Problem = "";
    }

    public void Failed(string problem, DateTimeOffset nextAttempt)
    {
        Problem = problem;
        NextAttemptAt = nextAttempt;
    }

    public void GiveUp(string problem, DateTimeOffset now)
    {
        Problem = problem;
        DeadAt = now;
        Message = null;
    }
}

/// <summary>What a message is about; each has its words in every language.</summary>
internal enum MailKind
{
    Invitation,
    PasswordReset,
    PasswordChanged,
    SecondFactorChanged,
    RoleChanged,
    Notices,
}
