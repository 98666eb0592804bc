using System.Threading.Channels;
using Fund.Common.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.Hosting;

/// <summary>
/// A stream whose bytes leave as <see cref="FilePart"/> messages of an RPC, as they come: a file of any size in the
/// memory of a few parts. Some wait for a slow receiver, so that a list of usual size is read from the database at once,
/// and its connection is not kept for as long as somebody's line takes. Name and media type go with the first part, which
/// is sent even for an empty file. Whoever writes ends with <see cref="CompleteAsync"/>; without it the receiver must not
/// take the file for whole, so an exception on the way has to leave the RPC.
/// </summary>
public sealed class FilePartStream : Stream
{
    private const int PartSize = 256 * 1024;

    /// <summary>Four megabytes: some thirty thousand lines of a list.</summary>
    private const int MostWaiting = 16;

    private readonly IServerStreamWriter<FilePart> _parts;
    private readonly string _fileName;
    private readonly string _mediaType;
    private readonly CancellationTokenSource _stop;
    private readonly Channel<FilePart> _waiting = Channel.CreateBounded<FilePart>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, SingleWriter = true }
    );
    private readonly Task _sending;
    private readonly byte[] _buffer = new byte[PartSize];
    private int _length;
    private bool _begun;

    public FilePartStream(
        IServerStreamWriter<FilePart> parts,
        string fileName,
        string mediaType,
        CancellationToken cancellationToken
    )
    {
        (_parts, _fileName, _mediaType) = (parts, fileName, mediaType);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _sending = SendAsync();
    }

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
                await KeepAsync();
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Sends the rest, and is done when all of it has left; nothing may be written after it.</summary>
    public async Task CompleteAsync()
    {
        if (_length > 0 || !_begun)
        {
            await KeepAsync();
        }

        _waiting.Writer.Complete();
        await _sending;
    }

    /// <summary>What still waits leaves no more: an RPC that has ended takes nothing.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (!_sending.IsCompleted)
        {
            await _stop.CancelAsync();
            await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stop.Dispose();
        await base.DisposeAsync();
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
            WriteAsync(buffer.AsMemory(offset, count), _stop.Token).AsTask().GetAwaiter().GetResult();
            return;
        }

        rest.CopyTo(_buffer.AsSpan(_length));
        _length += rest.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Puts what is there behind the parts that wait.</summary>
    private async Task KeepAsync()
    {
        var part = new FilePart { Content = ByteString.CopyFrom(_buffer, 0, _length) };
        if (!_begun)
        {
            part.FileName = _fileName;
            part.MediaType = _mediaType;
            _begun = true;
        }

        _length = 0;
        try
        {
            await _waiting.Writer.WriteAsync(part, _stop.Token);
        }
        catch (ChannelClosedException)
        {
            // Says why nothing leaves any more.
            await _sending;
            throw;
        }
    }

    private async Task SendAsync()
    {
        try
        {
            await foreach (var part in _waiting.Reader.ReadAllAsync(_stop.Token))
            {
                await _parts.WriteAsync(part, _stop.Token);
            }
        }
        catch (Exception e)
        {
            _waiting.Writer.TryComplete(e);
            throw;
        }
    }
}
