using System.Buffers;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>Takes messages out of a response, one after the other. One reader at a time.</summary>
internal sealed class ResponseBody(Stream stream, string? encoding, int? maxMessageSize)
{
    private const int FirstSize = 1024;

    private readonly MessageReader messages = new();
    private byte[] buffer = [];
    private int start;
    private int end;

    /// <summary>The next message; null at the end.</summary>
    /// <exception cref="RpcException">What arrived is not a message, or larger than allowed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T?> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            if (TryTake(marshaller, out T? message, out int needed))
            {
                return message;
            }

            MakeRoom(needed);
            int read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken).ConfigureAwait(false);
            if (read > 0)
            {
                end += read;
                continue;
            }

            return end == start
                ? null
                : throw new RpcException(new Status(StatusCode.Internal, "The response ends within a message."));
        }
    }

    /// <summary>Gives the buffer back. No read may be under way.</summary>
    public void Release()
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
            start = end = 0;
        }
    }

    private bool TryTake<T>(Marshaller<T> marshaller, out T? message, out int needed)
        where T : class
    {
        ReadOnlySequence<byte> arrived = new(buffer, start, end - start);
        if (
            !MessageFrame.TryTake(
                ref arrived,
                maxMessageSize,
                out ReadOnlySequence<byte> payload,
                out bool compressed,
                out needed
            )
        )
        {
            message = null;
            return false;
        }

        message = messages.Read(marshaller, payload, compressed, encoding, maxMessageSize);
        start = end - (int)arrived.Length;
        return true;
    }

    /// <summary>Room for a message of this size from <see cref="start"/> on, and for one more byte at least.</summary>
    private void MakeRoom(int needed)
    {
        int arrived = end - start;
        if (buffer.Length - start >= needed && buffer.Length > end)
        {
            return;
        }

        if (buffer.Length >= needed && buffer.Length > arrived)
        {
            buffer.AsSpan(start, arrived).CopyTo(buffer);
        }
        else
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, FirstSize));
            buffer.AsSpan(start, arrived).CopyTo(larger);
            Release();
            buffer = larger;
        }

        start = 0;
        end = arrived;
    }
}
