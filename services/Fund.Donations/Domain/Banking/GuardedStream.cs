using System.Text;
using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>
/// Hands a file on and stops it when it is longer than allowed, or when one piece of it (a text, a comment, blank space)
/// goes on without end. What reads behind it therefore needs no more memory than one piece, whatever is sent.
/// </summary>
/// <param name="file">Read forward only; not closed.</param>
/// <param name="mostBytes">Bytes the whole file may have.</param>
internal sealed class GuardedStream(Stream file, long mostBytes) : Stream
{
    /// <summary>Bytes one piece may have; the longest text of a bank statement has some hundred characters.</summary>
    public const int LongestPiece = 1024 * 1024;

    /// <summary>Bytes kept of the beginning, where a document type would stand.</summary>
    private const int LongestStart = 16 * 1024;

    private readonly List<byte> _start = [];
    private long _total;
    private long _piece;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _total;
        set => throw new NotSupportedException();
    }

    /// <summary>A piece was read; the next begins.</summary>
    public void NextPiece() => _piece = 0;

    /// <summary>Line and position of the document type, from 1; the first of all when it cannot be found.</summary>
    public (int Line, int Position) Doctype()
    {
        // Zeros are the other half of UTF-16's plain letters.
        var text = Encoding.Latin1.GetString([.. _start.Where(value => value != 0)]);
        var at = text.IndexOf("<!DOCTYPE", StringComparison.Ordinal);
        if (at < 0)
        {
            return (1, 1);
        }

        var before = text.AsSpan(0, at);
        return (before.Count('\n') + 1, at - before.LastIndexOf('\n'));
    }

    /// <exception cref="RefusedException">FILE_TOO_LARGE or BAD_FILE.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer[..Math.Min(buffer.Length, LongestPiece)]);
        if (_start.Count < LongestStart)
        {
            _start.AddRange(buffer[..Math.Min(read, LongestStart - _start.Count)]);
        }

        _total += read;
        _piece += read;
        if (_total > mostBytes)
        {
            throw DonationRefusals.FileTooLarge(_total, mostBytes).AsException();
        }

        return _piece <= 2 * LongestPiece
            ? read
            : throw DonationRefusals
                .BadFile(
                    $"Before byte {_total}: more than {LongestPiece} bytes without anything in them that a bank statement has."
                )
                .AsException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
