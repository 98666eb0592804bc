using Grpc.Core;

namespace Grpc.Wire;

/// <summary>The limits on single messages, in bytes; null for none.</summary>
internal static class MessageSize
{
    public static void RequireReceivable(long size, int? limit)
    {
        if (size > (limit ?? int.MaxValue))
        {
            throw TooLarge("received", limit);
        }
    }

    public static void RequireSendable(long size, int? limit)
    {
        if (size > (limit ?? int.MaxValue))
        {
            throw TooLarge("sent", limit);
        }
    }

    private static RpcException TooLarge(string direction, int? limit) =>
        new(
            new Status(
                StatusCode.ResourceExhausted,
                $"The message is larger than the {limit ?? int.MaxValue} bytes that may be {direction}."
            )
        );
}
