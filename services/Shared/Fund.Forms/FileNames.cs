using System.Collections.Frozen;
using System.Globalization;

namespace Fund.Forms;

/// <summary>What can be wrong with the name of a file.</summary>
public enum FileNameProblem
{
    /// <summary>It is empty or too long.</summary>
    Length,

    /// <summary>It has a character that hides, turns round or breaks names; the detail is that character.</summary>
    Character,

    /// <summary>One of its endings is that of a program, also in front of another one; the detail is the ending.</summary>
    Program,

    /// <summary>Its ending is none that the question takes; the detail is the ending.</summary>
    Kind,
}

/// <summary>
/// Names of files that people send. Whoever opens a file later goes by its name, so a name that pretends to be another
/// one is refused: a program behind a second ending, letters that run the other way, control characters.
/// </summary>
public static class FileNames
{
    /// <summary>Most characters of a name.</summary>
    public const int Longest = 150;

    private const string Forbidden = "\\/:*?\"<>|";

    /// <summary>Joins letters in Persian and in Indian scripts and hides nothing.</summary>
    private const string Joiners = "\u200C\u200D";

    /// <summary>Endings that a system runs, and documents that carry macros.</summary>
    private static readonly FrozenSet<string> Programs = (
        "ade adp apk app application appx bas bat bin chm cmd com cpl dll dmg docm dotm elf exe gadget hta iso inf ins "
        + "jar js jse lnk mde mht msc msi msp pif potm ppam ppsm pptm ps1 py reg scr sct sh shb swf sys vb vbe vbs wsc "
        + "wsf wsh xlam xll xlsm xltm"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with a name for a question, with the part that is; null when nothing is.</summary>
    public static (FileNameProblem Problem, string Detail)? ProblemOf(string name, FormField field)
    {
        if (name.Length is 0 or > Longest)
        {
            return (FileNameProblem.Length, name.Length.ToString(CultureInfo.InvariantCulture));
        }

        if (name.Any(IsForbidden))
        {
            return (FileNameProblem.Character, Shown(name.First(IsForbidden)));
        }

        // Systems leave out spaces and points at the end, so those before an ending hide nothing from this look.
        var endings = name.Split('.').Skip(1).Select(ending => ending.Trim()).ToList();
        if (endings.Find(Programs.Contains) is { } program)
        {
            return (FileNameProblem.Program, program);
        }

        var last = endings.LastOrDefault() ?? "";
        var kind = FileKinds.OfEnding(last);
        return kind is not null && FileKinds.TakenBy(field).Contains(kind) ? null : (FileNameProblem.Kind, last);
    }

    /// <summary>The kind that a good name says.</summary>
    public static FileKind? KindOf(string name) => FileKinds.OfEnding(name.Split('.')[^1].Trim());

    private static bool IsForbidden(char letter) =>
        char.GetUnicodeCategory(letter)
            is UnicodeCategory.Control
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
        || (char.GetUnicodeCategory(letter) == UnicodeCategory.Format && !Joiners.Contains(letter))
        || Forbidden.Contains(letter, StringComparison.Ordinal);

    /// <summary>A character that can be seen as it is, any other by its number.</summary>
    private static string Shown(char letter) =>
        Forbidden.Contains(letter, StringComparison.Ordinal) ? letter.ToString() : $"U+{(int)letter:X4}";
}
