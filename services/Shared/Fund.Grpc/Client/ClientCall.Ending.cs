using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>How calls end, and what is asked about them meanwhile.</summary>
internal sealed partial class ClientCall<TRequest, TResponse>
{
    private readonly Lock gate = new();
    private TaskCompletionSource<Metadata>? awaitedHeaders;
    private HttpResponseMessage? unreadHeaders;
    private Metadata? headers;
    private Exception? openFailure;
    private bool isDisposed;
    private int isClosed;

    /// <inheritdoc />
    public Task<Metadata> GetHeadersAsync()
    {
        lock (gate)
        {
            if (openFailure is not null)
            {
                return Task.FromException<Metadata>(openFailure);
            }

            if (unreadHeaders is not null)
            {
                headers = ResponseHead.ToMetadata(unreadHeaders.Headers);
                unreadHeaders = null;
            }

            return headers is not null
                ? Task.FromResult(headers)
                : (awaitedHeaders ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <inheritdoc />
    public Status GetStatus() => Outcome.Status;

    /// <inheritdoc />
    public Metadata GetTrailers() => Outcome.Trailers;

    /// <inheritdoc />
    public void Dispose()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        if (Outcome.TryDecide(new Status(StatusCode.Cancelled, "The call was disposed before it ended."), with: null))
        {
            Cancel();
        }

        // A call with one response closes itself; a read under way closes the call when it has noticed.
        if (reader is not null && reader.TryEnd())
        {
            Close();
        }
    }

    /// <summary>Lets go of everything the call holds, once. No read may be under way.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref isClosed, 1) != 0)
        {
            return;
        }

        deadline?.Dispose();
        callerToken.Unregister();
        parentToken.Unregister();
        channelToken.Unregister();
        writer?.Close();
        request?.Close();
        if (!Outcome.IsOk)
        {
            Cancel();
        }

        response?.Dispose();
        body?.Release();
        body = null;
    }

    public void Cancel() => ending.Cancel();

    /// <summary>Decides how the call ended, from an error, and says it as the exception the caller gets.</summary>
    public Exception Explain(Exception error)
    {
        if (error is RpcException known)
        {
            return Outcome.TryDecide(known.Status, known.Trailers) || Outcome.Status.Equals(known.Status)
                ? Public(known)
                : Public(Outcome.ToException());
        }

        Outcome.TryDecide(ToStatus(error), with: null);
        return Outcome.IsOk || error is OperationCanceledException { InnerException: RpcException }
            ? error
            : Public(Outcome.ToException());
    }

    /// <summary>The status an error stands for, without deciding anything.</summary>
    public Status ToStatus(Exception error)
    {
        if (IsDeadline(error))
        {
            return new Status(StatusCode.DeadlineExceeded, "The deadline was over before the call ended.", error);
        }

        if (ending.IsCancellationRequested)
        {
            return new Status(StatusCode.Cancelled, "The call was cancelled by its caller.", error);
        }

        return error is OperationCanceledException
            ? new Status(StatusCode.Cancelled, "The server or the connection ended the call.", error)
            : new Status(
                TransportErrors.ToStatusCode(error),
                $"The call could not be carried out: {error.GetType().Name}: {error.Message}",
                error
            );
    }

    /// <summary>
    /// The server may notice the deadline first and reset the stream, and the HTTP handler may cancel without our token:
    /// what the clock says decides.
    /// </summary>
    private bool IsDeadline(Exception error) =>
        deadline is { IsOver: true }
        && !options.CancellationToken.IsCancellationRequested
        && !options.ParentToken.IsCancellationRequested
        && (error is OperationCanceledException || ending.IsCancellationRequested || TransportErrors.IsReset(error));

    private Exception Public(RpcException error) =>
        channel.Options.ThrowOperationCanceledOnCancellation
        && error.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded
            ? new OperationCanceledException(error.Status.Detail, error, options.CancellationToken)
            : error;

    private void SetHeaders(HttpResponseMessage? head)
    {
        lock (gate)
        {
            if (awaitedHeaders is null)
            {
                unreadHeaders = head;
                headers = head is null ? new Metadata() : null;
            }
            else
            {
                headers = head is null ? new Metadata() : ResponseHead.ToMetadata(head.Headers);
                awaitedHeaders.TrySetResult(headers);
            }
        }
    }

    private void FailHeaders(Exception failure)
    {
        lock (gate)
        {
            openFailure = failure;
            if (awaitedHeaders?.TrySetException(failure) == true)
            {
                _ = awaitedHeaders.Task.Exception;
            }
        }
    }
}
