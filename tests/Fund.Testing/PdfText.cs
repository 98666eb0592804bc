using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Fund.Testing;

/// <summary>A piece of text on a page of a PDF file: where it begins, in points from the top left corner, and its size.</summary>
public sealed record PdfPiece(double X, double Y, double Size, string Text);

/// <summary>
/// Reads back what the Fund's own PDF files say, by way of the file's objects, fonts and maps of characters, as a
/// viewer does when text is copied. Not for files of other programs.
/// </summary>
public static partial class PdfText
{
    private const double PageHeight = 841.89;

    /// <summary>The pieces of every page, in the order they were written.</summary>
    public static IReadOnlyList<IReadOnlyList<PdfPiece>> PagesOf(byte[] file)
    {
        var objects = Objects(file);
        var root = objects.Values.Single(value => value.Head.Contains("/Type/Catalog", StringComparison.Ordinal));
        var tree = objects[First(root.Head, @"/Pages (\d+)")];
        var kids = Numbers(Regex.Match(tree.Head, @"/Kids\[([^\]]*)\]").Groups[1].Value);
        return [.. kids.Select(kid => PageOf(objects, kid))];
    }

    /// <summary>Lines of a page from top to bottom; the pieces of a line from left to right, with a bar between.</summary>
    public static IReadOnlyList<string> LinesOf(IReadOnlyList<PdfPiece> page) =>
        [
            .. page.GroupBy(piece => Math.Round(piece.Y, 1))
                .OrderBy(line => line.Key)
                .Select(line => string.Join('|', line.OrderBy(piece => piece.X).Select(piece => piece.Text))),
        ];

    /// <summary>All text, line by line.</summary>
    public static string Of(byte[] file) =>
        string.Join('\n', PagesOf(file).Select(page => string.Join('\n', LinesOf(page))));

    private static List<PdfPiece> PageOf(Dictionary<int, Value> objects, int number)
    {
        var page = objects[number].Head;
        var fonts = FontEntry()
            .Matches(page)
            .ToDictionary(
                match => match.Groups[1].Value,
                match => Map(objects, int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            );
        var pieces = new List<PdfPiece>();
        foreach (var content in Numbers(Regex.Match(page, @"/Contents\[([^\]]*)\]").Groups[1].Value))
        {
            foreach (Match shown in Shown().Matches(Encoding.ASCII.GetString(objects[content].Content)))
            {
                var map = fonts[shown.Groups["font"].Value];
                var text = new StringBuilder();
                var codes = shown.Groups["codes"].Value;
                for (var i = 0; i < codes.Length; i += 4)
                {
                    text.Append(map[codes.Substring(i, 4)]);
                }

                pieces.Add(
                    new PdfPiece(
                        Number(shown, "x"),
                        PageHeight - Number(shown, "y"),
                        Number(shown, "size"),
                        text.ToString()
                    )
                );
            }
        }

        return pieces;
    }

    private static Dictionary<string, string> Map(Dictionary<int, Value> objects, int font)
    {
        var map = objects[First(objects[font].Head, @"/ToUnicode (\d+)")];
        return Characters()
            .Matches(Encoding.ASCII.GetString(map.Content))
            .ToDictionary(
                match => match.Groups[1].Value,
                match => Encoding.BigEndianUnicode.GetString(Convert.FromHexString(match.Groups[2].Value))
            );
    }

    /// <summary>By the table at the end, so that a wrong table is noticed.</summary>
    private static Dictionary<int, Value> Objects(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        var table = int.Parse(StartXref().Match(text).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var objects = new Dictionary<int, Value>();
        var places = XrefEntry().Matches(text, table);
        for (var i = 0; i < places.Count; i++)
        {
            var place = int.Parse(places[i].Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            var head = $"{i + 1} 0 obj\n";
            if (!text.AsSpan(place).StartsWith(head, StringComparison.Ordinal))
            {
                throw new InvalidDataException($"Object {i + 1} is not at {place}.");
            }

            objects[i + 1] = ValueAt(file, text, place + head.Length);
        }

        return objects;
    }

    private static Value ValueAt(byte[] file, string text, int start)
    {
        var stream = text.IndexOf("\nstream\n", start, StringComparison.Ordinal);
        var end = text.IndexOf("\nendobj\n", start, StringComparison.Ordinal);
        if (stream < 0 || stream > end)
        {
            return new Value(text[start..end], []);
        }

        var head = text[start..stream];
        var content = file.AsSpan(stream + 8, First(head, @"/Length (\d+)")).ToArray();
        if (!head.Contains("/FlateDecode", StringComparison.Ordinal))
        {
            return new Value(head, content);
        }

        using var packed = new ZLibStream(new MemoryStream(content), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        packed.CopyTo(whole);
        return new Value(head, whole.ToArray());
    }

    private static int First(string text, string pattern) =>
        int.Parse(Regex.Match(text, pattern).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    private static IEnumerable<int> Numbers(string references) =>
        Reference()
            .Matches(references)
            .Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture));

    private static double Number(Match match, string group) =>
        double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"/(F\d) (\d+) 0 R")]
    private static partial Regex FontEntry();

    [GeneratedRegex(
        @"BT /(?<font>F\d) (?<size>[\d.]+) Tf (?:[-\d.]+ ){0,4}(?<x>[-\d.]+) (?<y>[-\d.]+) T[dm] <(?<codes>[0-9A-F]+)> Tj ET"
    )]
    private static partial Regex Shown();

    [GeneratedRegex("<([0-9A-F]{4})><([0-9A-F]+)>\n")]
    private static partial Regex Characters();

    [GeneratedRegex(@"startxref\n(\d+)\n%%EOF")]
    private static partial Regex StartXref();

    [GeneratedRegex(@"(\d{10}) 00000 n ")]
    private static partial Regex XrefEntry();

    [GeneratedRegex(@"(\d+) 0 R")]
    private static partial Regex Reference();

    private sealed record Value(string Head, byte[] Content);
}
