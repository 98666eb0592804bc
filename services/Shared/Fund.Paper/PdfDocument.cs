using System.Globalization;
using System.Text;
using Fund.Paper.Pdf;
using Fund.Paper.Writing;

namespace Fund.Paper;

/// <summary>What a document says of itself.</summary>
/// <param name="Title">Shown by viewers instead of the file's name.</param>
/// <param name="Language">BCP 47 tag of the text, such as <c>fr</c>.</param>
/// <param name="Author">Who made it.</param>
/// <param name="MadeAt">Moment it was made. Given, not read from a clock: the same input makes the same bytes.</param>
public sealed record PdfInfo(string Title, string Language, string Author, DateTimeOffset MadeAt);

/// <summary>
/// Writes a PDF 1.7 file page by page: a page leaves for the stream when the next one begins, so that memory does not
/// grow with the document. Fonts are embedded, with the glyphs used; the same calls make the same bytes.
/// See services/decisions/0029-paper.md.
/// </summary>
public sealed class PdfDocument
{
    private const int Catalog = 1;
    private const int Pages = 2;
    private const int Info = 3;
    private const int Metadata = 4;
    private const int FirstFont = 5;

    private readonly PdfFile _file;
    private readonly PdfInfo _info;
    private readonly List<int> _contents = [];
    private readonly Dictionary<PaperFace, SortedDictionary<ushort, string>> _used = [];
    private PdfPage? _page;

    /// <summary>Begins a document.</summary>
    /// <param name="output">Written to as pages are finished; not closed.</param>
    /// <param name="info">What it says of itself.</param>
    public PdfDocument(Stream output, PdfInfo info)
    {
        _info = info;
        _file = new PdfFile(output, FirstFont + PaperFont.Faces.Count);
        foreach (var face in PaperFont.Faces)
        {
            _used[face] = [];
        }
    }

    /// <summary>True for Arabic: pages are mirrored, and lines begin at the right.</summary>
    public bool RightToLeft => _info.Language == "ar";

    /// <summary>
    /// Writes on every page once their number is known: page, its number from 1, number of pages. The page before it has
    /// left by then; only this is added.
    /// </summary>
    public Action<PdfPage, int, int>? Closing { get; set; }

    /// <summary>Begins the next page; the one before it can no longer be written on.</summary>
    public PdfPage AddPage()
    {
        FinishPage();
        _page = new PdfPage(this);
        return _page;
    }

    /// <summary>Writes what is left. Nothing may be called after it.</summary>
    public void Finish()
    {
        FinishPage();
        var pages = _contents.Select((_, index) => WritePage(index)).ToList();
        foreach (var face in PaperFont.Faces)
        {
            FontObjects.Write(_file, FirstFont + face.Number - 1, face, _used[face]);
        }

        var kids = string.Join(' ', pages.Select(PdfFile.Reference));
        _file.Write(
            Pages,
            string.Create(CultureInfo.InvariantCulture, $"<</Type/Pages/Count {pages.Count}/Kids[{kids}]>>")
        );
        _file.WriteStream(Metadata, "/Type/Metadata/Subtype/XML", XmpPacket.Of(_info), compress: false);
        var made = PdfFile.Date(_info.MadeAt);
        _file.Write(
            Info,
            $"<</Title{PdfFile.Text(_info.Title)}/Author{PdfFile.Text(_info.Author)}/Creator{PdfFile.Text(_info.Author)}"
                + $"/CreationDate{made}/ModDate{made}>>"
        );
        _file.Write(
            Catalog,
            $"<</Type/Catalog/Pages {PdfFile.Reference(Pages)}/Metadata {PdfFile.Reference(Metadata)}"
                + $"/Lang{PdfFile.Text(_info.Language)}/ViewerPreferences<</DisplayDocTitle true>>>>"
        );
        _file.Finish(Catalog, Info);
    }

    /// <summary>A line as it is seen from left to right, in parts of one face each; the glyphs count as used.</summary>
    internal IReadOnlyList<Run> RunsOf(string text, PaperFont font)
    {
        var runs = new List<Run>();
        foreach (var character in Direction.Seen(ArabicLetters.Joined(TextLines.Clean(text)), RightToLeft))
        {
            var face = font.FaceOf(character);
            if (runs.Count == 0 || runs[^1].Face != face)
            {
                runs.Add(new Run(face));
            }

            var glyph = face.File.GlyphOf(character);
            _used[face].TryAdd(glyph, PlainOf(character));
            runs[^1].Add(glyph);
        }

        return runs;
    }

    /// <summary>
    /// The characters that a joined form stands for, so that text is found and copied as it is typed. Those of lam and
    /// alef in one are given as they are seen, because programs that copy turn the whole line round.
    /// </summary>
    private static string PlainOf(Rune character)
    {
        if (character.Value is not ((>= 0xFB50 and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF)))
        {
            return character.ToString();
        }

        var plain = character.ToString().Normalize(NormalizationForm.FormKC);
        return plain.Length == 2 ? $"{plain[1]}{plain[0]}" : plain;
    }

    private void FinishPage()
    {
        if (_page is null)
        {
            return;
        }

        _contents.Add(WriteContent(_page));
        _page = null;
    }

    private int WriteContent(PdfPage page)
    {
        var content = _file.Reserve();
        _file.WriteStream(content, "", Encoding.ASCII.GetBytes(page.Content), compress: true);
        return content;
    }

    private int WritePage(int index)
    {
        var closing = new PdfPage(this);
        Closing?.Invoke(closing, index + 1, _contents.Count);
        var contents = $"{PdfFile.Reference(_contents[index])} {PdfFile.Reference(WriteContent(closing))}";
        var fonts = string.Concat(
            PaperFont
                .Faces.Where(face => _used[face].Count > 0)
                .Select(face => $"/F{face.Number} {PdfFile.Reference(FirstFont + face.Number - 1)}")
        );
        var page = _file.Reserve();
        _file.Write(
            page,
            string.Create(
                CultureInfo.InvariantCulture,
                $"<</Type/Page/Parent {PdfFile.Reference(Pages)}/MediaBox[0 0 {PdfPage.Width:0.##} {PdfPage.Height:0.##}]"
            ) + $"/Resources<</Font<<{fonts}>>>>/Contents[{contents}]>>"
        );
        return page;
    }
}
