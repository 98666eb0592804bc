using Fund.Common.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.Hosting;

/// <summary>
/// A stream whose bytes leave as <see cref="FilePart"/> messages of an RPC, as they come: a file of any size in the
/// memory of one part. Name and media type go with the first part, which is sent even for an empty file. Whoever
/// writes ends with <see cref="CompleteAsync"/>; without it the receiver must not take the file for whole, so an
/// exception on the way has to leave the RPC.
/// </summary>
public sealed class FilePartStream(
    IServerStreamWriter<FilePart> parts,
    string fileName,
    string mediaType,
    CancellationToken cancellationToken
) : Stream
{
    private const int PartSize = 256 * 1024;

    private readonly byte[] _buffer = new byte[PartSize];
    private int _length;
    private bool _begun;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        while (!buffer.IsEmpty)
        {
            var taken = Math.Min(buffer.Length, PartSize - _length);
            buffer.Span[..taken].CopyTo(_buffer.AsSpan(_length));
            _length += taken;
            buffer = buffer[taken..];
            if (_length == PartSize)
            {
                await SendAsync();
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Sends the rest; nothing may be written after it.</summary>
    public async Task CompleteAsync()
    {
        if (_length > 0 || !_begun)
        {
            await SendAsync();
        }
    }

    /// <summary>Parts leave when they are full; nothing is sent earlier.</summary>
    public override void Flush() { }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Write(byte[] buffer, int offset, int count)
    {
        // Writers that close synchronously, such as zip archives, write their last bytes this way.
        var rest = buffer.AsSpan(offset, count);
        if (rest.Length > PartSize - _length)
        {
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask().GetAwaiter().GetResult();
            return;
        }

        rest.CopyTo(_buffer.AsSpan(_length));
        _length += rest.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task SendAsync()
    {
        var part = new FilePart { Content = ByteString.CopyFrom(_buffer, 0, _length) };
        if (!_begun)
        {
            part.FileName = fileName;
            part.MediaType = mediaType;
            _begun = true;
        }

        _length = 0;
        await parts.WriteAsync(part, cancellationToken);
    }
}
