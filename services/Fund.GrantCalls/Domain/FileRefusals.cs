using System.Globalization;
using Fund.Forms;
using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>Why a file is not taken.</summary>
public static class FileRefusals
{
    public static Refusal Name((FileNameProblem Problem, string Detail) wrong, string name, FormField question) =>
        wrong.Problem switch
        {
            FileNameProblem.Length => OfName(
                $"The name of the file has {wrong.Detail} characters; 1 to {FileNames.Longest} are allowed."
            ),
            FileNameProblem.Character => OfName(
                $"The name of the file has the character {wrong.Detail}, which hides or breaks names. Rename the file and send it again."
            ),
            FileNameProblem.Program => OfName(
                $"'{Shown.Of(name)}' has the ending of a program or of a document with macros, .{wrong.Detail}. Such files are not taken."
            ),
            _ => OfName(
                $"'{Shown.Of(name)}' is not of a kind that is taken here; these are: {FileKinds.Names(FileKinds.TakenBy(question))}."
            ),
        };

    public static Refusal Content(FileFinding finding, string name, string kind) =>
        finding.Problem switch
        {
            FileContentProblem.Macros => OfContent(
                $"'{Shown.Of(name)}' contains macros. Save it without them and send it again."
            ),
            FileContentProblem.Active => OfContent(
                $"'{Shown.Of(name)}' contains {finding.Detail}: something that a PDF file runs, sends or carries within. Print it to a new PDF file and send that one."
            ),
            FileContentProblem.Closed => OfContent(
                $"'{Shown.Of(name)}' cannot be looked into: it is protected or packed in an unusual way. Print it to a new PDF file without protection and send that one."
            ),
            _ => OfContent(
                $"The content of '{Shown.Of(name)}' is not that of a whole {kind.ToUpperInvariant()} file. Save it in that format again and send it again."
            ),
        };

    public static Refusal TooLarge(long most) =>
        new(
            RefusalKind.TooMuch,
            "FILE_TOO_LARGE",
            $"The file is larger than {most / (1024 * 1024)} MB, the most taken."
        )
        {
            Facts = new Dictionary<string, string> { ["most_bytes"] = most.ToString(CultureInfo.InvariantCulture) },
        };

    public static Refusal PartTooLarge(int given, int most) =>
        Refusal.OfField("PART_TOO_LARGE", "content", $"The part has {given} bytes; at most {most} are taken at once.");

    public static Refusal Empty() => Refusal.OfField("EMPTY_FILE", "content", "The file is empty.");

    public static Refusal WrongOffset(long given, long expected) =>
        new(
            RefusalKind.WrongState,
            "WRONG_OFFSET",
            $"The part begins at byte {given}; the next one expected begins at byte {expected}."
        )
        {
            Facts = new Dictionary<string, string>
            {
                ["expected_offset"] = expected.ToString(CultureInfo.InvariantCulture),
            },
        };

    public static Refusal TooMany(int most) =>
        new(
            RefusalKind.WrongState,
            "TOO_MANY_FILES",
            $"{most} files were sent for this proposal already, those that were replaced among them; no more are taken."
        );

    private static Refusal OfContent(Sentence sentence) => Refusal.OfField("FILE_CONTENT", "content", sentence);

    private static Refusal OfName(Sentence sentence) => Refusal.OfField("FILE_NAME", "file_name", sentence);
}
