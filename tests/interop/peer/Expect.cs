using Google.Protobuf;
using Grpc.Core;

namespace Fund.Interop.Peer;

/// <summary>What cases require.</summary>
internal static class Expect
{
    public static void Equal<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new InvalidOperationException($"expected {expected}, got {actual}");
        }
    }

    public static async Task<RpcException> FailureAsync(StatusCode expected, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException e)
        {
            return e.StatusCode == expected
                ? e
                : throw new InvalidOperationException($"expected {expected}, got {e.Status}");
        }

        throw new InvalidOperationException($"expected {expected}, got a response");
    }

    public static DateTime DeadlineIn(double milliseconds) =>
        TimeProvider.System.GetUtcNow().UtcDateTime.AddMilliseconds(milliseconds);

    public static ByteString Zeros(int size) => UnsafeByteOperations.UnsafeWrap(new byte[size]);

    public static ByteString Noise(Random random, int size)
    {
        byte[] bytes = new byte[size];
        random.NextBytes(bytes);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }
}
