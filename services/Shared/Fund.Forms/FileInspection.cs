namespace Fund.Forms;

/// <summary>Looks at a whole file while it passes, whatever its size.</summary>
public sealed class FileInspection(FileKind kind)
{
    private readonly PdfLook? _pdf = kind.Code == "pdf" ? new PdfLook() : null;
    private byte[] _head = [];
    private byte[] _tail = [];

    /// <summary>Takes the next bytes of the file.</summary>
    public void Append(byte[] part)
    {
        if (_head.Length < FileContent.Head)
        {
            _head = [.. _head, .. part.Take(FileContent.Head - _head.Length)];
        }

        _tail = part.Length >= FileContent.Tail ? part : [.. _tail.TakeLast(FileContent.Tail - part.Length), .. part];
        _pdf?.Append(part);
    }

    /// <summary>What is wrong with the whole; null when nothing is.</summary>
    public FileFinding? Finish() =>
        FileContent.ProblemOf(kind, _head, _tail) is { } problem ? new FileFinding(problem) : _pdf?.Finish();
}
