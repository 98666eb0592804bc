using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>From the call to the HTTP request under it.</summary>
public static class ServerCallContextExtensions
{
    /// <summary>Key in <see cref="ServerCallContext.UserState"/> under which test contexts put an HTTP context.</summary>
    private const string TestKey = "__HttpContext";

    /// <summary>The HTTP request of a call.</summary>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext) =>
        serverCallContext switch
        {
            HttpServerCallContext call => call.Http,
            _ when serverCallContext.UserState.TryGetValue(TestKey, out object? http) => (HttpContext)http,
            _ => throw new InvalidOperationException("This call does not come from HTTP."),
        };
}
