using System.Buffers.Binary;
using System.Text;

namespace Fund.Forms;

/// <summary>What can be wrong with the content of a file.</summary>
public enum FileContentProblem
{
    /// <summary>It is not what its name says, or not whole.</summary>
    OtherKind,

    /// <summary>It carries macros.</summary>
    Macros,

    /// <summary>It has an element that runs, sends or carries something; the detail is its name.</summary>
    Active,

    /// <summary>It is protected, or packed in a way that cannot be looked into.</summary>
    Closed,
}

/// <summary>What is wrong with the content of a file.</summary>
/// <param name="Detail">The part that is; may be empty.</param>
public sealed record FileFinding(FileContentProblem Problem, string Detail = "");

/// <summary>
/// The content of a file against the kind that its name says, by the marks of the kinds. Office documents are zip
/// archives: of those the directory at the end is read, and nothing is ever unpacked.
/// </summary>
public static class FileContent
{
    /// <summary>Bytes at the beginning that are enough for <see cref="MayBegin"/>.</summary>
    public const int Head = 128;

    /// <summary>Bytes at the end that are enough for the directory of a large document.</summary>
    internal const int Tail = 1024 * 1024;

    private const int DirectoryEnd = 22;
    private const int DirectoryEntry = 46;
    private const int MimeTypeAt = 38;

    private static ReadOnlySpan<byte> Zip => "PK\u0003\u0004"u8;

    /// <summary>True while the first bytes may be those of the kind; asked at the first part, to turn away early.</summary>
    public static bool MayBegin(FileKind kind, ReadOnlySpan<byte> head) =>
        kind.Code switch
        {
            "pdf" => head.StartsWith("%PDF-"u8),
            "jpg" => head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]),
            "png" => head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]),
            "odt" => IsOpenDocument(head, "application/vnd.oasis.opendocument.text"),
            "ods" => IsOpenDocument(head, "application/vnd.oasis.opendocument.spreadsheet"),
            _ => head.StartsWith(Zip),
        };

    /// <summary>What is wrong with a whole file; null when nothing is.</summary>
    /// <param name="head">Its first bytes, up to <see cref="Head"/>.</param>
    /// <param name="tail">Its last bytes, up to <see cref="Tail"/>.</param>
    internal static FileContentProblem? ProblemOf(FileKind kind, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail)
    {
        if (!MayBegin(kind, head))
        {
            return FileContentProblem.OtherKind;
        }

        return kind.Code switch
        {
            "pdf" when tail.LastIndexOf("%%EOF"u8) < 0 => FileContentProblem.OtherKind,
            "docx" => ProblemOfArchive(tail, "word/"),
            "xlsx" => ProblemOfArchive(tail, "xl/"),
            "pptx" => ProblemOfArchive(tail, "ppt/"),
            "odt" or "ods" => ProblemOfArchive(tail, "content.xml"),
            _ => null,
        };
    }

    private static FileContentProblem? ProblemOfArchive(ReadOnlySpan<byte> tail, string needs)
    {
        if (NamesIn(tail) is not { } names || !names.Exists(name => Starts(name, needs)))
        {
            return FileContentProblem.OtherKind;
        }

        return names.Exists(CarriesMacros) ? FileContentProblem.Macros : null;
    }

    /// <summary>Where Office (also its sheets of before 1993) and LibreOffice keep macros, and controls that run.</summary>
    private static bool CarriesMacros(string name) =>
        name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)
        || name.Contains("/activeX/", StringComparison.OrdinalIgnoreCase)
        || Starts(name, "xl/macrosheets/")
        || Starts(name, "Basic/")
        || Starts(name, "Scripts/");

    private static bool Starts(string name, string with) => name.StartsWith(with, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first entry of such a file is its media type, as it is.</summary>
    private static bool IsOpenDocument(ReadOnlySpan<byte> head, string type) =>
        head.StartsWith(Zip)
        && head.Length >= MimeTypeAt + type.Length
        && head[30..MimeTypeAt].SequenceEqual("mimetype"u8)
        && head.Slice(MimeTypeAt, type.Length).SequenceEqual(Encoding.ASCII.GetBytes(type));

    /// <summary>Names in the directory of an archive; null when there is none, or when it is not whole.</summary>
    private static List<string>? NamesIn(ReadOnlySpan<byte> tail)
    {
        var end = tail.LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || tail.Length - end < DirectoryEnd)
        {
            return null;
        }

        var count = BinaryPrimitives.ReadUInt16LittleEndian(tail[(end + 10)..]);
        var size = BinaryPrimitives.ReadUInt32LittleEndian(tail[(end + 12)..]);
        if (size > end)
        {
            return null;
        }

        var names = new List<string>();
        var rest = tail.Slice(end - (int)size, (int)size);
        while (rest.Length >= DirectoryEntry && rest.StartsWith("PK\u0001\u0002"u8))
        {
            var name = BinaryPrimitives.ReadUInt16LittleEndian(rest[28..]);
            var extra = BinaryPrimitives.ReadUInt16LittleEndian(rest[30..]);
            var comment = BinaryPrimitives.ReadUInt16LittleEndian(rest[32..]);
            if (rest.Length < DirectoryEntry + name)
            {
                return null;
            }

            names.Add(Encoding.UTF8.GetString(rest.Slice(DirectoryEntry, name)));
            rest = rest[Math.Min(rest.Length, DirectoryEntry + name + extra + comment)..];
        }

        return names.Count == count ? names : null;
    }
}
