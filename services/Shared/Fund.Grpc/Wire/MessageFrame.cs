using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>One message on the wire: a flag (compressed or not), its length in four bytes, its payload.</summary>
internal static class MessageFrame
{
    public const int HeaderSize = 5;

    public static void WriteHeader(Span<byte> target, int payloadLength, bool compressed)
    {
        target[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(target[1..], (uint)payloadLength);
    }

    /// <summary>Takes one whole message off the front of the buffer; false when more bytes have to come first.</summary>
    /// <param name="buffer">What has arrived; begins after the message on success.</param>
    /// <param name="maxSize">Largest payload taken, in bytes.</param>
    /// <param name="payload">The payload, in place.</param>
    /// <param name="compressed">Whether the payload is compressed.</param>
    /// <param name="needed">How many bytes the buffer has to hold for the next try.</param>
    /// <exception cref="RpcException">ResourceExhausted: larger than allowed. Internal: not a frame.</exception>
    public static bool TryTake(
        ref ReadOnlySequence<byte> buffer,
        int? maxSize,
        out ReadOnlySequence<byte> payload,
        out bool compressed,
        out int needed
    )
    {
        payload = default;
        compressed = false;
        needed = HeaderSize;
        if (buffer.Length < HeaderSize)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(header);
        if (header[0] > 1)
        {
            ThrowNotAFrame(header[0]);
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        MessageSize.RequireReceivable(length, Math.Min(maxSize ?? int.MaxValue, int.MaxValue - HeaderSize));
        needed = HeaderSize + (int)length;
        if (buffer.Length < needed)
        {
            return false;
        }

        compressed = header[0] == 1;
        payload = buffer.Slice(HeaderSize, length);
        buffer = buffer.Slice(needed);
        return true;
    }

    [DoesNotReturn]
    private static void ThrowNotAFrame(byte flag) =>
        throw new RpcException(
            new Status(StatusCode.Internal, $"A message begins with {flag}, where only 0 and 1 have a meaning.")
        );
}
