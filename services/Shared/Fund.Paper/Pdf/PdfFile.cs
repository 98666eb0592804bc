using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Fund.Paper.Pdf;

/// <summary>The objects of a PDF file, their places and the table of these at its end.</summary>
internal sealed class PdfFile
{
    private readonly Stream _output;
    private readonly List<long> _places;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _length;

    /// <param name="output">Where it goes.</param>
    /// <param name="firstFree">Objects below this number are known beforehand.</param>
    public PdfFile(Stream output, int firstFree)
    {
        _output = output;
        _places = [.. Enumerable.Repeat(0L, firstFree)];

        // Four bytes above 127 tell programs that the file is not text.
        Put("%PDF-1.7\n%");
        Put([0xE2, 0xE3, 0xCF, 0xD3]);
        Put("\n");
    }

    /// <summary>A number for an object that is written later.</summary>
    public int Reserve()
    {
        _places.Add(0);
        return _places.Count - 1;
    }

    public static string Reference(int number) => string.Create(CultureInfo.InvariantCulture, $"{number} 0 R");

    /// <summary>A text string: UTF-16 with its mark, in hexadecimal, so that no character needs care.</summary>
    public static string Text(string text) =>
        "<FEFF" + Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text)) + ">";

    public static string Date(DateTimeOffset moment) =>
        string.Create(CultureInfo.InvariantCulture, $"(D:{moment.UtcDateTime:yyyyMMddHHmmss}Z)");

    public void Write(int number, string value)
    {
        Begin(number);
        Put(value);
        Put("\nendobj\n");
    }

    /// <summary>Writes a stream.</summary>
    /// <param name="number">Number of the object.</param>
    /// <param name="entries">Entries of its dictionary, without its length and filter.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="compress">False for what other programs should find without unpacking.</param>
    public void WriteStream(int number, string entries, byte[] content, bool compress)
    {
        var packed = compress ? Packed(content) : content;
        var filter = compress ? "/Filter/FlateDecode" : "";
        Begin(number);
        Put(string.Create(CultureInfo.InvariantCulture, $"<<{entries}{filter}/Length {packed.Length}>>\nstream\n"));
        Put(packed);
        Put("\nendstream\nendobj\n");
    }

    /// <summary>The table of places, and where to begin. The file's id is a hash of its content.</summary>
    public void Finish(int catalog, int info)
    {
        var id = Convert.ToHexString(_hash.GetCurrentHash().AsSpan(0, 16));
        var table = _length;
        Put(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {_places.Count}\n0000000000 65535 f \n"));
        foreach (var place in _places.Skip(1))
        {
            Put(string.Create(CultureInfo.InvariantCulture, $"{place:0000000000} 00000 n \n"));
        }

        Put(
            string.Create(
                CultureInfo.InvariantCulture,
                $"trailer\n<</Size {_places.Count}/Root {Reference(catalog)}/Info {Reference(info)}/ID[<{id}><{id}>]>>\n"
            ) + string.Create(CultureInfo.InvariantCulture, $"startxref\n{table}\n%%EOF\n")
        );
        _hash.Dispose();
    }

    private void Begin(int number)
    {
        _places[number] = _length;
        Put(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n"));
    }

    private void Put(string text) => Put(Encoding.ASCII.GetBytes(text));

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        _hash.AppendData(bytes);
        _length += bytes.Length;
    }

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }
}
