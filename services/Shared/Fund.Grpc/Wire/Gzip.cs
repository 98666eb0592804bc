using System.Buffers;
using System.IO.Compression;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>The one message compression all gRPC stacks share.</summary>
internal static class Gzip
{
    private const int StepSize = 4096;

    /// <summary>Compresses what is in the buffer after its first bytes, in place.</summary>
    public static void Compress(PooledBuffer buffer, int keep, CompressionLevel level)
    {
        using MemoryStream compressed = new(buffer.Length);
        using (GZipStream gzip = new(compressed, level, leaveOpen: true))
        {
            gzip.Write(buffer.Span[keep..]);
        }

        buffer.Truncate(keep);
        buffer.Write(compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
    }

    /// <summary>Decompresses into the buffer, and stops at the limit so that a small bomb can't fill the memory.</summary>
    /// <exception cref="RpcException">ResourceExhausted: larger than the limit. Internal: not gzip.</exception>
    public static void Decompress(in ReadOnlySequence<byte> payload, PooledBuffer buffer, int? maxSize)
    {
        byte[] input = ArrayPool<byte>.Shared.Rent((int)payload.Length);
        try
        {
            payload.CopyTo(input);
            using GZipStream gzip = new(
                new MemoryStream(input, 0, (int)payload.Length, writable: false),
                CompressionMode.Decompress
            );
            int read;
            while ((read = gzip.Read(buffer.GetSpan(StepSize))) > 0)
            {
                buffer.Advance(read);
                MessageSize.RequireReceivable(buffer.Length, maxSize);
            }
        }
        catch (InvalidDataException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, "A compressed message is not valid gzip.", e));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input);
        }
    }
}
