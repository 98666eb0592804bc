using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>Requests, as they arrive.</summary>
internal sealed partial class HttpServerCallContext
{
    private readonly MessageReader requests = new();
    private volatile bool isReset;

    /// <summary>Whether nobody waits for the answer any more, even where the token has not fired yet.</summary>
    public bool IsAbandoned => isReset || CancellationToken.IsCancellationRequested;

    /// <summary>The one request of a call.</summary>
    /// <exception cref="RpcException">Internal: no request, more than one, or only a part of it.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> ReadSingleAsync<T>(Marshaller<T> marshaller)
        where T : class
    {
        T message =
            await ReadAsync(marshaller, CancellationToken)
            ?? throw new RpcException(new Status(StatusCode.Internal, "The call ended without a request."));
        PipeReader body = http.Request.BodyReader;
        while (true)
        {
            ReadResult rest = await ReceiveAsync(body, CancellationToken);
            bool isEmpty = rest.Buffer.IsEmpty;
            body.AdvanceTo(rest.Buffer.End);
            if (!isEmpty)
            {
                throw new RpcException(new Status(StatusCode.Internal, "More follows after the one request expected."));
            }

            if (rest.IsCompleted)
            {
                return message;
            }
        }
    }

    /// <summary>The next request; null when the client has said that no more follow.</summary>
    /// <exception cref="RpcException">What arrived is not a request, or larger than allowed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T?> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        PipeReader body = http.Request.BodyReader;
        while (true)
        {
            ReadResult arrived = await ReceiveAsync(body, cancellationToken);
            ReadOnlySequence<byte> buffer = arrived.Buffer;
            SequencePosition examined = buffer.End;
            try
            {
                if (TryTake(marshaller, ref buffer, out T? message))
                {
                    examined = buffer.Start;
                    return message;
                }

                if (arrived.IsCompleted)
                {
                    return buffer.IsEmpty
                        ? null
                        : throw new RpcException(new Status(StatusCode.Internal, "The call ended within a request."));
                }
            }
            finally
            {
                body.AdvanceTo(buffer.Start, examined);
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReceiveAsync(PipeReader body, CancellationToken cancellationToken)
    {
        try
        {
            ReadResult received = await body.ReadAsync(cancellationToken);
            return received.IsCanceled ? throw new OperationCanceledException("The read was cancelled.") : received;
        }
        catch (IOException e)
        {
            // The stream was reset or the connection broke: for the handler the same as a call given up.
            isReset = true;
            throw new OperationCanceledException("The client broke off the call.", e, CancellationToken);
        }
    }

    private bool TryTake<T>(Marshaller<T> marshaller, ref ReadOnlySequence<byte> buffer, out T? message)
        where T : class
    {
        int? limit = options.MaxReceiveMessageSize;
        if (!MessageFrame.TryTake(ref buffer, limit, out ReadOnlySequence<byte> payload, out bool compressed, out _))
        {
            message = null;
            return false;
        }

        string? encoding = compressed ? http.Request.Headers[ProtocolNames.Encoding].ToString() : null;
        message = requests.Read(marshaller, payload, compressed, encoding, limit);
        return true;
    }
}
