using System.Globalization;
using Fund.Kernel;

namespace Fund.Donations.Domain.Importing;

/// <summary>Why a file or a wish about it is refused.</summary>
public static class ImportRefusals
{
    public static Refusal InOtherState(ImportState state, string what) =>
        new(
            RefusalKind.WrongState,
            "IMPORT_IN_OTHER_STATE",
            $"The import is {state.ToString().ToLowerInvariant()}, so it cannot {what}."
        );

    public static Refusal WrongOffset(long given, long expected) =>
        new(
            RefusalKind.WrongState,
            "WRONG_OFFSET",
            $"The part begins at byte {given}; the next one expected begins at byte {expected}."
        )
        {
            Facts = Fact("expected_offset", expected),
        };

    public static Refusal TooLarge(long most) =>
        new(
            RefusalKind.TooMuch,
            "FILE_TOO_LARGE",
            $"The file is larger than {most / (1024 * 1024)} MB, the most taken."
        );

    public static Refusal PartTooLarge(int given, int most) =>
        Refusal.OfField("PART_TOO_LARGE", "content", $"The part has {given} bytes; at most {most} are taken at once.");

    public static Refusal Empty() => Refusal.OfField("EMPTY_FILE", "content", "The file is empty.");

    public static Refusal NotAText(int position, byte value) =>
        Refusal.OfField(
            "NOT_A_TEXT",
            "content",
            $"Byte {position} of the file is 0x{value:X2}, which no text has; send a CSV or XML file."
        );

    public static Refusal NothingInIt(int bytes) =>
        Refusal.OfField("NOT_A_TEXT", "content", $"The first {bytes} bytes of the file are blank.");

    public static Refusal BadRows(long bad, long rows) =>
        new(
            RefusalKind.WrongState,
            "BAD_ROWS",
            $"{bad} of {rows} rows have problems; mend the file, or say that they may be left out."
        )
        {
            Facts = Fact("bad_rows", bad),
        };

    public static Refusal NoGoodRows(long rows) =>
        new(RefusalKind.WrongState, "NO_GOOD_ROWS", $"None of the {rows} rows can be taken in.");

    public static Refusal SameFile(Guid importId) =>
        new(
            RefusalKind.WrongState,
            "SAME_FILE",
            $"The very same file was taken in by the import {importId}; say that it is to be taken in again if it is."
        );

    public static Refusal Begun(long rows) =>
        new(RefusalKind.WrongState, "IMPORT_BEGUN", $"{rows} rows are taken in already, so it cannot be given up.");

    private static Dictionary<string, string> Fact(string name, long value) =>
        new() { [name] = value.ToString(CultureInfo.InvariantCulture) };

    /// <summary>Turns away at the first part what cannot be a text, so that nobody uploads a gigabyte of nothing.</summary>
    /// <exception cref="RefusedException">NOT_A_TEXT.</exception>
    public static void RequireText(ReadOnlySpan<byte> start)
    {
        // UTF-16 has zeros in it, and says so by its mark.
        var isWide = start.Length >= 2 && (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]);
        var zero = start.IndexOf((byte)0);
        if (!isWide && zero >= 0)
        {
            throw NotAText(zero, 0).AsException();
        }

        const int enough = 4096;
        if (start.Length >= enough && start.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            throw NothingInIt(start.Length).AsException();
        }
    }
}
