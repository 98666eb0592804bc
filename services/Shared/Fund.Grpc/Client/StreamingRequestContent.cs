using System.Net;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The body of a call with many requests: hands its stream to the writer and stays open until it is done.</summary>
internal sealed class StreamingRequestContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken callToken;

    public StreamingRequestContent(CancellationToken callToken)
    {
        this.callToken = callToken;
        Headers.TryAddWithoutValidation("Content-Type", ProtocolNames.ContentType);
    }

    /// <summary>Where requests are written, once the connection is there.</summary>
    public Task<Stream> Stream => stream.Task;

    /// <summary>No more requests follow.</summary>
    public void Finish() => done.TrySetResult();

    /// <summary>The call is over: a writer still waiting for the connection learns why.</summary>
    public void Fail(Exception reason)
    {
        if (stream.TrySetException(reason))
        {
            // Looking at the exception marks it as observed: there may be no writer.
            _ = stream.Task.Exception;
        }

        done.TrySetResult();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        // Sends the headers now: the server may want to answer before the first request.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (!this.stream.TrySetResult(stream))
        {
            throw new IOException("A stream of requests can't be sent a second time over another connection.");
        }

        await done.Task.WaitAsync(callToken).ConfigureAwait(false);
    }
}
