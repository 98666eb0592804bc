using System.Globalization;
using System.Text;

namespace Fund.Paper.Writing;

/// <summary>
/// Puts a line into the order in which it is seen from left to right: the Unicode bidirectional algorithm (UAX #9)
/// without embeddings and isolates, which the Fund's texts do not have.
/// </summary>
internal static class Direction
{
    private const int LeftToRightMark = 0x200E;
    private const int RightToLeftMark = 0x200F;
    private const string Mirrored = "()[]{}<>«»‹›";

    private enum Kind
    {
        Left,
        Right,
        European,
        ArabicNumber,
        Separator,
        Sign,
        Terminator,
        Neutral,
    }

    /// <summary>True for the marks that give a direction and are not seen themselves.</summary>
    public static bool IsMark(Rune character) => character.Value is LeftToRightMark or RightToLeftMark;

    /// <summary>True when some of the text runs from right to left.</summary>
    public static bool HasRightToLeft(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (IsRight(character))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The characters in the order in which they are seen.</summary>
    /// <param name="line">One line, its letters joined already.</param>
    /// <param name="rightToLeft">The direction of the document.</param>
    public static Rune[] Seen(string line, bool rightToLeft)
    {
        var runes = line.EnumerateRunes().ToArray();
        if (!rightToLeft && !HasRightToLeft(line))
        {
            return [.. runes.Where(character => !IsMark(character))];
        }

        var embedding = rightToLeft ? 1 : 0;
        var kinds = Array.ConvertAll(runes, KindOf);
        Numbers(kinds, rightToLeft ? Kind.Right : Kind.Left);
        Neutrals(kinds, rightToLeft ? Kind.Right : Kind.Left);
        var levels = Array.ConvertAll(kinds, kind => LevelOf(kind, embedding));
        for (var i = 0; i < runes.Length; i++)
        {
            runes[i] = levels[i] % 2 == 1 ? MirrorOf(runes[i]) : runes[i];
        }

        for (var level = levels.DefaultIfEmpty(0).Max(); level > 0; level--)
        {
            Turn(runes, levels, level);
        }

        return [.. runes.Where(character => !IsMark(character))];
    }

    /// <summary>Rules W2 and W4 to W7: what belongs to a number, and whose number it is.</summary>
    private static void Numbers(Kind[] kinds, Kind begin)
    {
        var arabic = false;
        for (var i = 0; i < kinds.Length; i++)
        {
            arabic = kinds[i] == Kind.Right || (kinds[i] != Kind.Left && arabic);
            kinds[i] = kinds[i] == Kind.European && arabic ? Kind.ArabicNumber : kinds[i];
        }

        for (var i = 1; i + 1 < kinds.Length; i++)
        {
            var between = kinds[i - 1] == kinds[i + 1] ? kinds[i - 1] : Kind.Neutral;
            var joins =
                (kinds[i] == Kind.Separator && between is (Kind.European or Kind.ArabicNumber))
                || (kinds[i] == Kind.Sign && between == Kind.European);
            kinds[i] = joins ? between : kinds[i];
        }

        Terminators(kinds);
        var last = begin;
        for (var i = 0; i < kinds.Length; i++)
        {
            last = kinds[i] is Kind.Left or Kind.Right ? kinds[i] : last;
            kinds[i] =
                kinds[i] == Kind.European && last == Kind.Left ? Kind.Left
                : kinds[i] is Kind.Separator or Kind.Sign or Kind.Terminator ? Kind.Neutral
                : kinds[i];
        }
    }

    /// <summary>Rule W5: signs such as that of percent beside a number are a part of it.</summary>
    private static void Terminators(Kind[] kinds)
    {
        for (var i = 1; i < kinds.Length; i++)
        {
            kinds[i] = kinds[i] == Kind.Terminator && kinds[i - 1] == Kind.European ? Kind.European : kinds[i];
        }

        for (var i = kinds.Length - 2; i >= 0; i--)
        {
            kinds[i] = kinds[i] == Kind.Terminator && kinds[i + 1] == Kind.European ? Kind.European : kinds[i];
        }
    }

    /// <summary>Rules N1 and N2: between two of one direction its direction, otherwise that of the document.</summary>
    private static void Neutrals(Kind[] kinds, Kind embedding)
    {
        var i = 0;
        while (i < kinds.Length)
        {
            if (kinds[i] != Kind.Neutral)
            {
                i++;
                continue;
            }

            var end = i;
            while (end < kinds.Length && kinds[end] == Kind.Neutral)
            {
                end++;
            }

            var before = i == 0 ? embedding : SideOf(kinds[i - 1]);
            var after = end == kinds.Length ? embedding : SideOf(kinds[end]);
            Array.Fill(kinds, before == after ? before : embedding, i, end - i);
            i = end;
        }
    }

    private static Kind SideOf(Kind kind) => kind == Kind.Left ? Kind.Left : Kind.Right;

    private static int LevelOf(Kind kind, int embedding) =>
        kind switch
        {
            Kind.Left => embedding == 0 ? 0 : 2,
            Kind.Right => 1,
            _ => 2,
        };

    private static void Turn(Rune[] runes, int[] levels, int level)
    {
        for (var i = 0; i < runes.Length; i++)
        {
            var from = i;
            while (i < runes.Length && levels[i] >= level)
            {
                i++;
            }

            Array.Reverse(runes, from, i - from);
            Array.Reverse(levels, from, i - from);
        }
    }

    private static Rune MirrorOf(Rune character)
    {
        var at = character.IsBmp ? Mirrored.IndexOf((char)character.Value, StringComparison.Ordinal) : -1;
        return at < 0 ? character : new Rune(Mirrored[at ^ 1]);
    }

    private static bool IsRight(int character) =>
        character
            is (
                    >= 0x0590
                    and <= 0x08FF
                    and not (>= 0x0660 and <= 0x066C)
                    and not (>= 0x06F0 and <= 0x06F9)
                    and not 0x060C
                )
                or (>= 0xFB1D and <= 0xFDFF)
                or (>= 0xFE70 and <= 0xFEFF);

    private static Kind KindOf(Rune character) =>
        character.Value switch
        {
            (>= '0' and <= '9') or (>= 0x06F0 and <= 0x06F9) => Kind.European,
            (>= 0x0660 and <= 0x0669) or 0x066B or 0x066C => Kind.ArabicNumber,
            ',' or '.' or ':' or '/' or 0x00A0 or 0x202F or 0x060C => Kind.Separator,
            '+' or '-' => Kind.Sign,
            '%' or '#' or '$' or '€' or '£' or '°' => Kind.Terminator,
            LeftToRightMark => Kind.Left,
            RightToLeftMark => Kind.Right,
            var value when IsRight(value) => Kind.Right,
            _ when Rune.IsLetter(character) || Rune.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark =>
                Kind.Left,
            _ => Kind.Neutral,
        };
}
