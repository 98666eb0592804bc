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
            ReadResult rest = await body.ReadAsync(CancellationToken);
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
            ReadResult arrived = await body.ReadAsync(cancellationToken);
            if (arrived.IsCanceled)
            {
                throw new OperationCanceledException("The read was cancelled.");
            }

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
