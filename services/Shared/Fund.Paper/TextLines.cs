using System.Text;
using Fund.Paper.Writing;

namespace Fund.Paper;

/// <summary>Breaks text into lines of a width: at spaces and between Chinese characters, and within a word only when it is wider than a line.</summary>
public static class TextLines
{
    /// <summary>The lines, at least one.</summary>
    /// <param name="text">Any text; line breaks in it are kept, other control characters become spaces.</param>
    /// <param name="font">Font of all of it.</param>
    /// <param name="size">Points.</param>
    /// <param name="width">Points.</param>
    public static IReadOnlyList<string> Of(string text, PaperFont font, double size, double width)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(font);
        var lines = new List<string>();
        foreach (var paragraph in Clean(text).Split('\n'))
        {
            Break(paragraph, font, size, width, lines);
        }

        return lines;
    }

    /// <summary>Composed characters, as fonts have them, and no control characters but line breaks.</summary>
    internal static string Clean(string text)
    {
        var composed = text.ReplaceLineEndings("\n").Normalize(NormalizationForm.FormC);
        return string.Create(
            composed.Length,
            composed,
            static (target, source) =>
            {
                for (var i = 0; i < source.Length; i++)
                {
                    target[i] = char.IsControl(source[i]) && source[i] != '\n' ? ' ' : source[i];
                }
            }
        );
    }

    private static void Break(string paragraph, PaperFont font, double size, double width, List<string> lines)
    {
        var line = new StringBuilder();
        foreach (var (word, spaced) in Words.Of(paragraph))
        {
            var rest = word;
            if (line.Length > 0)
            {
                var space = spaced ? " " : "";
                if (font.WidthOf($"{line}{space}{word}", size) <= width)
                {
                    line.Append(space).Append(word);
                    continue;
                }

                lines.Add(line.ToString());
                line.Clear();
            }

            while (font.WidthOf(rest, size) > width)
            {
                var fits = Fitting(rest, font, size, width);
                lines.Add(rest[..fits]);
                rest = rest[fits..];
            }

            line.Append(rest);
        }

        lines.Add(line.ToString());
    }

    /// <summary>How many characters of a word fit, at least one whole one.</summary>
    private static int Fitting(string word, PaperFont font, double size, double width)
    {
        var fits = 0;
        foreach (var character in word.EnumerateRunes())
        {
            var next = fits + character.Utf16SequenceLength;
            if (fits > 0 && font.WidthOf(word.AsSpan(0, next), size) > width)
            {
                break;
            }

            fits = next;
        }

        return fits;
    }
}
