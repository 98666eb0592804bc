using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;

namespace Fund.Beneficiaries.Tests;

/// <summary>Asserts that something is refused, and for which reason.</summary>
internal static class Refused
{
    public static Refusal Because(string reason, Action act)
    {
        var refusal = Assert.Throws<RefusedException>(act).Refusal;
        Assert.Equal(reason, refusal.Reason);
        return refusal;
    }

    public static async Task<Refusal> BecauseAsync<T>(string reason, StatusCode status, AsyncUnaryCall<T> call)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal((status, reason), (exception.StatusCode, exception.ToRefusal()?.Reason));
        return exception.ToRefusal()!;
    }

    /// <summary>Bad input whose fields are exactly these.</summary>
    public static async Task<Refusal> FieldsAsync<T>(AsyncUnaryCall<T> call, params string[] fields)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(StatusCode.InvalidArgument, exception.StatusCode);
        var refusal = exception.ToRefusal()!;
        Assert.Equal(fields.Order(), refusal.Fields.Select(problem => problem.Field).Order());
        return refusal;
    }
}
