using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>The requests of a call.</summary>
internal sealed class ServerStreamReader<T>(HttpServerCallContext call, Marshaller<T> marshaller)
    : IAsyncStreamReader<T>
    where T : class
{
    private T? current;
    private bool isAtEnd;

    /// <inheritdoc />
    public T Current =>
        current ?? throw new InvalidOperationException("There is no current request: MoveNext has not found one.");

    /// <inheritdoc />
    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        current = null;
        if (isAtEnd)
        {
            return false;
        }

        current = await ReadAsync(cancellationToken);
        isAtEnd = current is null;
        return !isAtEnd;
    }

    private async ValueTask<T?> ReadAsync(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled || cancellationToken == call.CancellationToken)
        {
            return await call.ReadAsync(marshaller, call.CancellationToken);
        }

        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            call.CancellationToken,
            cancellationToken
        );
        return await call.ReadAsync(marshaller, either.Token);
    }
}

/// <summary>The responses of a call.</summary>
internal sealed class ServerStreamWriter<T>(HttpServerCallContext call, Marshaller<T> marshaller)
    : IServerStreamWriter<T>
    where T : class
{
    /// <inheritdoc />
    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    /// <inheritdoc />
    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    /// <inheritdoc />
    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        bool flush = WriteOptions?.Flags.HasFlag(WriteFlags.BufferHint) != true;
        return call.WriteAsync(message, marshaller, flush, cancellationToken);
    }
}
