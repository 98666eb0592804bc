namespace Fund.Donations.Domain.Banking;

/// <summary>By what a remitter is known again.</summary>
public enum LessonKind
{
    /// <summary>Account number, without spaces, in capitals.</summary>
    Iban = 1,

    /// <summary>Folded name.</summary>
    Name = 2,
}

/// <summary>
/// What people's confirmations taught about one remitter: that it is a donor. How often it was taught and how often taken
/// back decides what is proposed the next time.
/// </summary>
public sealed class BankLesson
{
    private BankLesson() { }

    public LessonKind Kind { get; private set; }

    /// <summary>Personal data: for matching, never shown or logged.</summary>
    public string Key { get; private set; } = "";

    public Guid DonorId { get; private set; }

    /// <summary>Confirmations that stand.</summary>
    public int Taught { get; private set; }

    /// <summary>Confirmations that were taken back.</summary>
    public int Undone { get; private set; }

    public DateTimeOffset LastAt { get; private set; }

    /// <summary>The keys a remitter is known by; none when it gives neither.</summary>
    public static IEnumerable<(LessonKind Kind, string Key)> KeysOf(BankEntry entry)
    {
        if (entry.RemitterIban.Length > 0)
        {
            yield return (LessonKind.Iban, entry.RemitterIban);
        }

        var name = NameFolding.Fold(entry.RemitterName);
        if (name.Length > 0)
        {
            yield return (LessonKind.Name, name);
        }
    }
}

/// <summary>What people's dismissals taught about one remitter: that its entries are nobody's gifts.</summary>
public sealed class BankDismissal
{
    private BankDismissal() { }

    public LessonKind Kind { get; private set; }

    /// <summary>Personal data: for matching, never shown or logged.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Dismissals that stand.</summary>
    public int Taught { get; private set; }

    /// <summary>Dismissals that were taken back.</summary>
    public int Undone { get; private set; }

    /// <summary>Why it was dismissed the last time.</summary>
    public string Reason { get; private set; } = "";

    public DateTimeOffset LastAt { get; private set; }
}
