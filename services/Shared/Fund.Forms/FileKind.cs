namespace Fund.Forms;

/// <summary>A kind of file that forms may ask for: what people can open anywhere and what runs nothing.</summary>
/// <param name="Code">As definitions name it, such as pdf.</param>
/// <param name="Endings">Endings of its names, without the point.</param>
public sealed record FileKind(string Code, params IReadOnlyList<string> Endings);

/// <summary>A file that is there, as far as its question is concerned.</summary>
/// <param name="Kind">Code of its kind.</param>
/// <param name="Bytes">Its size.</param>
public sealed record FileFacts(string Kind, long Bytes);

/// <summary>The kinds of the house, and what a question takes.</summary>
public static class FileKinds
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Largest file, in megabytes, of a question that sets no limit.</summary>
    public const int HouseMegabytes = 10;

    public static IReadOnlyList<FileKind> All { get; } =
    [
        new("pdf", "pdf"),
        new("docx", "docx"),
        new("xlsx", "xlsx"),
        new("pptx", "pptx"),
        new("odt", "odt"),
        new("ods", "ods"),
        new("jpg", "jpg", "jpeg"),
        new("png", "png"),
    ];

    public static FileKind? Find(string code) => All.FirstOrDefault(kind => kind.Code == code);

    /// <summary>The kind that a name's ending says; null when it is none of ours.</summary>
    public static FileKind? OfEnding(string ending) =>
        All.FirstOrDefault(kind => kind.Endings.Contains(ending, StringComparer.OrdinalIgnoreCase));

    /// <summary>The kinds that a question takes.</summary>
    public static IReadOnlyList<FileKind> TakenBy(FormField field) =>
        field.Accept.Count == 0 ? All : [.. field.Accept.Select(Find).OfType<FileKind>()];

    public static int MegabytesOf(FormField field) => field.MaxMb > 0 ? field.MaxMb : HouseMegabytes;

    /// <summary>Most bytes of a question's file.</summary>
    public static long BytesOf(FormField field) => MegabytesOf(field) * Megabyte;

    /// <summary>The kinds as people read them: PDF, DOCX.</summary>
    public static string Names(IEnumerable<FileKind> kinds) =>
        string.Join(", ", kinds.Select(kind => kind.Code.ToUpperInvariant()));

    /// <summary>A size in megabytes as people read it, never less than it is.</summary>
    public static decimal Megabytes(long bytes) => Math.Ceiling(bytes * 10m / Megabyte) / 10;
}
