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
/// What people's decisions taught about one remitter: that it is a donor, or that its money is set aside. How often it
/// was taught and how often taken back decides what is proposed the next time.
/// </summary>
public sealed class BankLesson
{
    /// <summary>Stands for no donor: the remitter's entries are dismissed.</summary>
    public static readonly Guid Nobody = Guid.Empty;

    private BankLesson() { }

    public LessonKind Kind { get; private set; }

    /// <summary>Personal data: for matching, never shown or logged.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The donor, or <see cref="Nobody"/>.</summary>
    public Guid DonorId { get; private set; }

    /// <summary>Decisions that stand.</summary>
    public int Taught { get; private set; }

    /// <summary>Decisions that were taken back.</summary>
    public int Undone { get; private set; }

    /// <summary>Why it was dismissed the last time; empty for a donor.</summary>
    public string Reason { get; private set; } = "";

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
