using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>The receiving end of a stream of messages.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message the last successful <see cref="MoveNext"/> found.</summary>
    T Current { get; }

    /// <summary>Goes on to the next message; false at the end of the stream. One call at a time.</summary>
    /// <param name="cancellationToken">On the client this ends the whole call.</param>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

/// <summary>The sending end of a stream of messages.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Options of the writes that follow; null for those of the call.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Sends a message. One write at a time; await it before the next.</summary>
    Task WriteAsync(T message);

    /// <summary>Sends a message and gives up, with the whole call, when the token fires.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled
            ? throw new NotSupportedException("This writer can't cancel a write.")
            : WriteAsync(message);
}

/// <summary>The client's sending end.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Says that no more requests follow. The call goes on until the server has answered.</summary>
    Task CompleteAsync();
}

/// <summary>The server's sending end; it ends when the handler returns.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;

/// <summary>Comforts for reading streams.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>Goes on to the next message without a token of its own.</summary>
    public static Task<bool> MoveNext<T>(this IAsyncStreamReader<T> streamReader)
        where T : class => streamReader.MoveNext(CancellationToken.None);

    /// <summary>All messages, for <c>await foreach</c>.</summary>
    public static async IAsyncEnumerable<T> ReadAllAsync<T>(
        this IAsyncStreamReader<T> streamReader,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        while (await streamReader.MoveNext(cancellationToken).ConfigureAwait(false))
        {
            yield return streamReader.Current;
        }
    }
}
