using System.IO.Compression;
using System.Text;

namespace Fund.Forms.Tests;

/// <summary>What a PDF file has in it, however it is written.</summary>
public sealed class PdfTests
{
    [Theory]
    [InlineData("<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>", "JavaScript")]
    [InlineData("<< /AA << /O << /S /Java#53cript /JS 5 0 R >> >> >>", "JavaScript")]
    [InlineData("<< /A << /S /#4c#61#75#6e#63#68 /F (cmd.exe) >> >>", "Launch")]
    [InlineData("<< /Names << /EmbeddedFiles 7 0 R >> >>", "EmbeddedFiles")]
    [InlineData("<< /Subtype/FileAttachment/FS 9 0 R >>", "FileAttachment")]
    [InlineData("<< /AcroForm << /XFA [(template) 4 0 R] >> >>", "XFA")]
    [InlineData("<< /A << /S /SubmitForm /F (https://a.example) >> >>", "SubmitForm")]
    [InlineData("<< /A << /S/GoToE/T<< >> >> >>", "GoToE")]
    [InlineData("<< /Subtype /RichMedia >>", "RichMedia")]
    public void What_runs_sends_or_carries_something_is_found_as_it_is_and_in_compressed_objects(
        string element,
        string named
    )
    {
        Assert.Equal(new FileFinding(FileContentProblem.Active, named), Look(Plain(element)));
        Assert.Equal(new FileFinding(FileContentProblem.Active, named), Look(Packed(element)));
    }

    [Theory]
    [InlineData("<< /OpenAction [1 0 R /XYZ null null 0] /PageLayout /SinglePage >>")]
    [InlineData("<< /OpenAction << /S /GoTo /D [1 0 R /Fit] >> >>")]
    [InlineData("<< /A << /S /URI /URI (https://a.example/launch) >> >>")]
    [InlineData("<< /JavaScripts /Launcher /XFAr >>")]
    public void What_only_opens_a_page_or_an_address_is_taken(string element)
    {
        Assert.Null(Look(Plain(element)));
        Assert.Null(Look(Packed(element)));
    }

    [Fact]
    public void Objects_that_cannot_be_looked_into_are_not_taken()
    {
        var closed = new FileFinding(FileContentProblem.Closed);
        var locked = Zlib("1 0 << /Type /Catalog >>");
        Array.Reverse(locked);
        Assert.Equal(closed, Look(Around("<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>", locked)));
        Assert.Equal(closed, Look(Around("<< /Type /ObjStm /Filter /ASCIIHexDecode >>", Bytes("3120302031>"))));
        Assert.Equal(closed, Look(Around("<< /Type /ObjStm /Filter [/FlateDecode /AHx] >>", Zlib("3120302031>"))));
        Assert.Equal(closed, Look(Around("<< /Type /ObjStm /Filter 9 0 R >>", Zlib("1 0 << >>"))));
        Assert.Equal(closed, Look(Around("<< /Type /Obj#53tm /Filter /Fl >>", Zlib("(not objects)"))));
        Assert.Null(Look(Around("<< /Type /ObjStm /N 1 /First 4 >>", Bytes("1 0 << /Type /Catalog >>"))));
    }

    [Fact]
    public void A_file_that_would_unpack_to_more_than_there_is_room_for_is_not_taken()
    {
        var bomb = Zlib("1 0 " + new string(' ', 40 * 1024 * 1024));
        Assert.Equal(
            new FileFinding(FileContentProblem.Closed),
            Look(Around("<< /Type /ObjStm /Filter /FlateDecode >>", bomb))
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4_096)]
    public void Where_a_part_of_the_file_ends_does_not_matter(int size)
    {
        var parts = Packed("<< /A << /S /Launch >> >>").Concat(Random(size * 3)).Chunk(size);
        Assert.Equal("Launch", Look(parts)?.Detail);
        Assert.Null(Look(Packed("<< /A << /S /GoTo >> >>").Chunk(size)));
    }

    [Fact]
    public void A_large_file_of_pictures_is_taken_and_what_comes_at_its_end_is_found()
    {
        var pictures = Random(9 * 1024 * 1024);
        Assert.Null(Look(Around("<< /Subtype /Image >>", pictures).Chunk(1024 * 1024)));
        var after = (byte[])[.. pictures, .. Packed("<< /A << /S /JavaScript >> >>")];
        Assert.Equal("JavaScript", Look(Around("<< /Subtype /Image >>", after).Chunk(1024 * 1024))?.Detail);
    }

    private static FileFinding? Look(byte[] content) => Look([content]);

    private static FileFinding? Look(IEnumerable<byte[]> parts)
    {
        var inspection = new FileInspection(FileKinds.Find("pdf")!);
        foreach (var part in parts)
        {
            inspection.Append(part);
        }

        return inspection.Finish();
    }

    private static byte[] Plain(string element) => Bytes($"%PDF-1.7\n1 0 obj {element} endobj\n%%EOF\n");

    private static byte[] Packed(string element) =>
        Around("<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>", Zlib($"1 0 {element}"));

    private static byte[] Around(string dictionary, byte[] stream) =>
        [.. Bytes($"%PDF-1.7\n1 0 obj {dictionary}\nstream\r\n"), .. stream, .. Bytes("\nendstream endobj\n%%EOF\n")];

    private static byte[] Zlib(string text)
    {
        using var packed = new MemoryStream();
        using (var packing = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            packing.Write(Bytes(text));
        }

        return packed.ToArray();
    }

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
