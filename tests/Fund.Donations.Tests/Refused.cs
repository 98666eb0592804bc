using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;

namespace Fund.Donations.Tests;

/// <summary>Asks for a refusal and gives it.</summary>
internal static class Refused
{
    public static async Task<Refusal> ByAsync<T>(AsyncUnaryCall<T> call)
    {
        var thrown = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        return thrown.ToRefusal() ?? throw new InvalidOperationException($"No refusal but {thrown.Status}.", thrown);
    }

    /// <summary>The refusal has this reason, and the fields at fault are exactly these.</summary>
    public static async Task<Refusal> ByAsync<T>(string reason, AsyncUnaryCall<T> call, params string[] fields)
    {
        var refusal = await ByAsync(call);
        Assert.Equal(reason, refusal.Reason);
        if (fields.Length > 0)
        {
            Assert.Equal(fields.Order(), refusal.Fields.Select(problem => problem.Field).Distinct().Order());
        }

        return refusal;
    }

    public static Refusal By(Action act) => Assert.Throws<RefusedException>(act).Refusal;
}
