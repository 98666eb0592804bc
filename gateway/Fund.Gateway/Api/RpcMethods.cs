using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Fund.Gateway.Api;

/// <summary>gRPC methods from descriptors, as protoc's generated clients have them.</summary>
internal static class RpcMethods
{
    public static Method<TRequest, TResponse> Of<TRequest, TResponse>(MethodDescriptor rpc)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        new(
            rpc.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary,
            rpc.Service.FullName,
            rpc.Name,
            Marshaller<TRequest>(),
            Marshaller<TResponse>()
        );

    private static Marshaller<T> Marshaller<T>()
        where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        return Marshallers.Create(
            (message, context) =>
            {
                context.SetPayloadLength(message.CalculateSize());
                message.WriteTo(context.GetBufferWriter());
                context.Complete();
            },
            context => parser.ParseFrom(context.PayloadAsReadOnlySequence())
        );
    }
}
