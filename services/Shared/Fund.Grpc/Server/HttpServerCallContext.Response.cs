using System.Globalization;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server;

/// <summary>Responses, and the status they end with. One write at a time; the end waits for the write under way.</summary>
internal sealed partial class HttpServerCallContext
{
    private readonly Lock gate = new();
    private readonly MessageWriter responses = new();
    private TaskCompletionSource? lastWrite;
    private CompressionLevel? compression;
    private bool isWriting;
    private bool isEnded;
    private bool hasWritten;

    /// <summary>Begins the call.</summary>
    public void Start()
    {
        StartDeadline();
        HttpResponse response = http.Response;
        response.ContentType = ProtocolNames.ContentType;
        if (
            options.ResponseCompressionAlgorithm == ProtocolNames.Gzip
            && http.Request.Headers[ProtocolNames.AcceptEncoding]
                .ToString()
                .Contains(ProtocolNames.Gzip, StringComparison.Ordinal)
        )
        {
            compression = options.ResponseCompressionLevel ?? CompressionLevel.Fastest;
            response.Headers[ProtocolNames.Encoding] = ProtocolNames.Gzip;
        }
    }

    /// <summary>Ends the call with the handler's status, unless the deadline came first.</summary>
    public async ValueTask FinishAsync(Status status, Metadata? trailers)
    {
        await StopDeadlineAsync();
        await EndAsync(isDeadlineOver ? DeadlineStatus : status, trailers, completeNow: false);
        cancellation?.Dispose();
        responses.Release();
    }

    /// <summary>Sends the only response of a call, unless the handler has set a status, which then says more.</summary>
    public Task WriteSingleAsync<T>(T? message, Marshaller<T> marshaller)
        where T : class
    {
        if (message is null)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The handler returned no response."));
        }

        return Status.StatusCode == StatusCode.OK
            ? WriteAsync(message, marshaller, flush: false, CancellationToken.None)
            : Task.CompletedTask;
    }

    /// <summary>Sends a response.</summary>
    public async Task WriteAsync<T>(
        T message,
        Marshaller<T> marshaller,
        bool flush,
        CancellationToken cancellationToken
    )
        where T : class
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        CancellationToken.ThrowIfCancellationRequested();
        BeginWrite();
        try
        {
            PipeWriter body = http.Response.BodyWriter;
            bool compress = WriteOptions?.Flags.HasFlag(WriteFlags.NoCompress) != true;
            responses.Write(message, marshaller, body, options.MaxSendMessageSize, compress ? compression : null);
            hasWritten = true;
            if (flush)
            {
                await FlushAsync(body, cancellationToken);
            }
        }
        finally
        {
            FinishWrite();
        }
    }

    /// <inheritdoc />
    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        BeginWrite();
        try
        {
            if (http.Response.HasStarted)
            {
                throw new InvalidOperationException("The response headers have been sent; they can't be sent again.");
            }

            Append(http.Response.Headers, responseHeaders);
            await FlushAsync(http.Response.BodyWriter, CancellationToken.None);
        }
        finally
        {
            FinishWrite();
        }
    }

    /// <summary>
    /// Cancels the wait, not the flush: Kestrel answers a flush cancelled by its token with a stream error, and the client
    /// would learn nothing of our status.
    /// </summary>
    private async ValueTask FlushAsync(PipeWriter body, CancellationToken cancellationToken)
    {
        ValueTask<FlushResult> flushing = body.FlushAsync(CancellationToken.None);
        if (!flushing.IsCompletedSuccessfully)
        {
            using var ofCall = CancelWait(CancellationToken, body);
            using var ofWrite = CancelWait(cancellationToken, body);
            FlushResult flushed = await flushing;
            if (flushed.IsCanceled)
            {
                throw new OperationCanceledException("The write was cancelled.");
            }
        }
    }

    private static CancellationTokenRegistration CancelWait(CancellationToken token, PipeWriter body) =>
        token.UnsafeRegister(static writer => ((PipeWriter)writer!).CancelPendingFlush(), body);

    /// <summary>Sends status and trailers, once. The first status wins, and nothing is written after it.</summary>
    private async Task EndAsync(Status status, Metadata? extraTrailers, bool completeNow)
    {
        Task? write;
        lock (gate)
        {
            if (isEnded)
            {
                return;
            }

            isEnded = true;
            write = isWriting ? (lastWrite = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task : null;
        }

        if (write is not null)
        {
            await write;
        }

        // With nothing sent yet, a failure travels in the one frame of headers; otherwise the status follows the messages.
        bool headersOnly = !hasWritten && !http.Response.HasStarted && status.StatusCode != StatusCode.OK;
        IHeaderDictionary target = headersOnly
            ? http.Response.Headers
            : http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers;
        target[ProtocolNames.Status] = ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture);
        if (status.Detail.Length > 0)
        {
            target[ProtocolNames.Message] = StatusMessage.Encode(status.Detail);
        }

        Append(target, responseTrailers);
        Append(target, ReferenceEquals(extraTrailers, responseTrailers) ? null : extraTrailers);
        http.Features.Get<IHttpActivityFeature>()?.Activity.SetTag("grpc.status_code", (int)status.StatusCode);
        if (completeNow)
        {
            await http.Response.CompleteAsync();
        }
    }

    private static void Append(IHeaderDictionary target, Metadata? metadata)
    {
        if (metadata is null)
        {
            return;
        }

        foreach (Metadata.Entry entry in metadata)
        {
            if (!ProtocolNames.IsReserved(entry.Key))
            {
                target.Append(entry.Key, MetadataHeaders.Format(entry));
            }
        }
    }

    private void BeginWrite()
    {
        lock (gate)
        {
            if (isWriting)
            {
                throw new InvalidOperationException("The previous write has not ended; await it first.");
            }

            if (isEnded)
            {
                throw new InvalidOperationException("The call is over; nothing can be written any more.");
            }

            isWriting = true;
        }
    }

    private void FinishWrite()
    {
        lock (gate)
        {
            isWriting = false;
            lastWrite?.TrySetResult();
        }
    }
}
