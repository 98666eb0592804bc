using System.Net;
using Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>
/// The body of a call with one request, serialized beforehand. The HTTP handler may send it again over another
/// connection, and may still be sending when the call is over: the buffer goes back when both are done.
/// </summary>
internal sealed class UnaryRequestContent : HttpContent
{
    private readonly Lock gate = new();
    private readonly MessageWriter request;
    private int senders;
    private bool closed;

    public UnaryRequestContent(MessageWriter request)
    {
        this.request = request;
        Headers.TryAddWithoutValidation("Content-Type", ProtocolNames.ContentType);
    }

    /// <summary>The call is over.</summary>
    public void Close()
    {
        lock (gate)
        {
            if (!closed)
            {
                closed = true;
                ReleaseIfUnused();
            }
        }
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
        lock (gate)
        {
            if (closed)
            {
                throw new OperationCanceledException("The call is over.");
            }

            senders++;
        }

        try
        {
            await stream.WriteAsync(request.Written, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (gate)
            {
                senders--;
                ReleaseIfUnused();
            }
        }
    }

    private void ReleaseIfUnused()
    {
        if (closed && senders == 0)
        {
            request.Release();
        }
    }
}
