using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Grpc.AspNetCore.Server;

/// <summary>Lets routes for everything match gRPC requests only, so that other traffic still gets its 404.</summary>
internal sealed class GrpcRequestConstraint : IRouteConstraint
{
    /// <inheritdoc />
    public bool Match(
        HttpContext? httpContext,
        IRouter? route,
        string routeKey,
        RouteValueDictionary values,
        RouteDirection routeDirection
    ) => httpContext is null || ProtocolNames.IsGrpc(httpContext.Request.ContentType);
}
