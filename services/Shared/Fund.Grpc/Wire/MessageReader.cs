using System.Buffers;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Turns payloads into messages. One per call, used by one reader at a time.</summary>
internal sealed class MessageReader : DeserializationContext
{
    private ReadOnlySequence<byte> payload;

    public override int PayloadLength => (int)payload.Length;

    public override byte[] PayloadAsNewBuffer() => payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => payload;

    /// <summary>The message in a payload.</summary>
    /// <exception cref="RpcException">Unimplemented: an unknown compression. Internal: not such a message.</exception>
    public T Read<T>(
        Marshaller<T> marshaller,
        in ReadOnlySequence<byte> bytes,
        bool compressed,
        string? encoding,
        int? maxSize
    )
    {
        if (!compressed)
        {
            return Deserialize(marshaller, bytes);
        }

        RequireGzip(encoding);
        PooledBuffer plain = new();
        try
        {
            Gzip.Decompress(bytes, plain, maxSize);
            return Deserialize(marshaller, new ReadOnlySequence<byte>(plain.Memory));
        }
        finally
        {
            plain.Release();
        }
    }

    private T Deserialize<T>(Marshaller<T> marshaller, in ReadOnlySequence<byte> bytes)
    {
        payload = bytes;
        try
        {
            return marshaller.ContextualDeserializer(this);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw new RpcException(
                new Status(StatusCode.Internal, $"A message could not be read as {typeof(T).Name}.", e)
            );
        }
        finally
        {
            payload = default;
        }
    }

    private static void RequireGzip(string? encoding)
    {
        if (encoding == ProtocolNames.Gzip)
        {
            return;
        }

        throw new RpcException(
            encoding is null or "" or ProtocolNames.Identity
                ? new Status(StatusCode.Internal, "A message is marked compressed, but the call names no compression.")
                : new Status(StatusCode.Unimplemented, $"The compression '{encoding}' is not known here; gzip is.")
        );
    }
}
