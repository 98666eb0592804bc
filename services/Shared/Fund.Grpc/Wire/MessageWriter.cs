using System.Buffers;
using System.IO.Compression;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>
/// Turns messages into frames. Straight into the target when the length is known beforehand and nothing has to be
/// compressed; otherwise through a pooled buffer, which without a target keeps the frame in <see cref="Written"/>.
/// </summary>
internal sealed class MessageWriter : SerializationContext
{
    private readonly PooledBuffer buffer = new();
    private IBufferWriter<byte>? target;
    private int? limit;
    private bool compress;
    private bool direct;

    /// <summary>The last frame written without a target; valid until the next write or <see cref="Release"/>.</summary>
    public ReadOnlyMemory<byte> Written => buffer.Memory;

    /// <summary>Writes one frame.</summary>
    /// <param name="message">The message.</param>
    /// <param name="marshaller">Knows its bytes.</param>
    /// <param name="into">Where the frame goes; null to keep it in <see cref="Written"/>.</param>
    /// <param name="maxSize">Largest payload allowed before compression, in bytes.</param>
    /// <param name="compression">How hard to compress; null for not at all.</param>
    /// <exception cref="RpcException">ResourceExhausted: larger than allowed.</exception>
    public void Write<T>(
        T message,
        Marshaller<T> marshaller,
        IBufferWriter<byte>? into,
        int? maxSize,
        CompressionLevel? compression
    )
    {
        target = into;
        limit = maxSize;
        compress = compression is not null;
        direct = false;
        buffer.Truncate(0);
        marshaller.ContextualSerializer(message, this);
        if (!direct)
        {
            FinishBuffered(compression);
        }
    }

    /// <summary>Gives the buffer back to the pool.</summary>
    public void Release() => buffer.Release();

    public override void SetPayloadLength(int payloadLength)
    {
        MessageSize.RequireSendable(payloadLength, limit);
        if (target is not null && !compress)
        {
            MessageFrame.WriteHeader(target.GetSpan(MessageFrame.HeaderSize), payloadLength, compressed: false);
            target.Advance(MessageFrame.HeaderSize);
            direct = true;
        }
        else
        {
            buffer.Reserve(MessageFrame.HeaderSize + payloadLength);
        }
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (direct)
        {
            return target!;
        }

        LeaveRoomForHeader();
        return buffer;
    }

    public override void Complete() { }

    public override void Complete(byte[] payload)
    {
        LeaveRoomForHeader();
        buffer.Write(payload);
    }

    private void LeaveRoomForHeader()
    {
        if (buffer.Length == 0)
        {
            buffer.Reserve(MessageFrame.HeaderSize);
            buffer.Advance(MessageFrame.HeaderSize);
        }
    }

    private void FinishBuffered(CompressionLevel? compression)
    {
        LeaveRoomForHeader();
        MessageSize.RequireSendable(buffer.Length - MessageFrame.HeaderSize, limit);

        // GZipStream writes nothing at all for nothing, and an empty compressed payload is refused by other stacks.
        bool compressed = compression is not null && buffer.Length > MessageFrame.HeaderSize;
        if (compressed)
        {
            Gzip.Compress(buffer, MessageFrame.HeaderSize, compression!.Value);
        }

        MessageFrame.WriteHeader(buffer.Span, buffer.Length - MessageFrame.HeaderSize, compressed);
        if (target is not null)
        {
            target.Write(buffer.Span);
            buffer.Release();
        }
    }
}
