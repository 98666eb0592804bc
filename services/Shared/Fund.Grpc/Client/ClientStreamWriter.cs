using System.IO.Compression;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>What all writers share.</summary>
internal static class ClientStreamWriter
{
    public const CompressionLevel CompressionLevel = System.IO.Compression.CompressionLevel.Fastest;

    /// <summary>How long a failed write waits for the server's own status, which says more than the broken stream.</summary>
    public static readonly TimeSpan StatusGrace = TimeSpan.FromMilliseconds(200);
}

/// <summary>The requests of a call.</summary>
internal sealed class ClientStreamWriter<TRequest, TResponse>(ClientCall<TRequest, TResponse> call)
    : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private readonly Lock gate = new();
    private readonly MessageWriter messages = new();
    private bool isWriting;
    private bool isComplete;
    private bool isClosed;

    /// <summary>The HTTP body the requests go into.</summary>
    public StreamingRequestContent Content { get; } = new(call.Ending);

    /// <inheritdoc />
    public WriteOptions? WriteOptions { get; set; }

    /// <inheritdoc />
    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    /// <inheritdoc />
    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        Begin();
        try
        {
            // Half a message can't be taken back, so a cancelled write ends the call.
            using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
                static call => ((ClientCall<TRequest, TResponse>)call!).Cancel(),
                call
            );
            cancellationToken.ThrowIfCancellationRequested();
            await SendAsync(message).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw await ExplainAsync(e).ConfigureAwait(false);
        }
        finally
        {
            Finish();
        }
    }

    /// <inheritdoc />
    public Task CompleteAsync()
    {
        lock (gate)
        {
            if (isWriting)
            {
                throw new InvalidOperationException("A write has not ended; await it before completing the stream.");
            }

            isComplete = true;
        }

        Content.Finish();
        return Task.CompletedTask;
    }

    /// <summary>The call is over. The buffer goes back now, or when the write under way has ended.</summary>
    public void Close()
    {
        lock (gate)
        {
            if (!isClosed)
            {
                isClosed = true;
                ReleaseIfUnused();
            }
        }

        if (!Content.Stream.IsCompleted)
        {
            Content.Fail(call.Outcome.ToException());
        }

        Content.Finish();
    }

    private async ValueTask SendAsync(TRequest message)
    {
        WriteFlags flags = (WriteOptions ?? call.Options.WriteOptions)?.Flags ?? default;
        bool compress = call.CompressesRequests && !flags.HasFlag(WriteFlags.NoCompress);
        messages.Write(
            message,
            call.RequestMarshaller,
            null,
            call.MaxSendMessageSize,
            compress ? ClientStreamWriter.CompressionLevel : null
        );
        Stream stream = await Content.Stream.WaitAsync(call.Ending).ConfigureAwait(false);
        await stream.WriteAsync(messages.Written, call.Ending).ConfigureAwait(false);
        if (!flags.HasFlag(WriteFlags.BufferHint))
        {
            await stream.FlushAsync(call.Ending).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The server may have ended the call while we were writing. Its status is the better answer, so it gets a moment to
    /// arrive. A broken write alone decides nothing: the reader may still find the status.
    /// </summary>
    private async ValueTask<Exception> ExplainAsync(Exception error)
    {
        if (!call.Ending.IsCancellationRequested)
        {
            await Task.WhenAny(call.Opened, Task.Delay(ClientStreamWriter.StatusGrace, call.Ending))
                .ConfigureAwait(false);
        }

        return call.Outcome.IsDecided || call.Ending.IsCancellationRequested
            ? call.Explain(error)
            : new RpcException(call.ToStatus(error));
    }

    private void Begin()
    {
        lock (gate)
        {
            if (isWriting)
            {
                throw new InvalidOperationException("The previous write has not ended; await it first.");
            }

            if (isComplete)
            {
                throw new InvalidOperationException("The stream of requests is complete; nothing can follow.");
            }

            if (isClosed)
            {
                throw call.Outcome.ToException();
            }

            isWriting = true;
        }
    }

    private void Finish()
    {
        lock (gate)
        {
            isWriting = false;
            ReleaseIfUnused();
        }
    }

    private void ReleaseIfUnused()
    {
        if (isClosed && !isWriting)
        {
            messages.Release();
        }
    }
}
