using System.Globalization;
using Fund.Donations.V1;
using Fund.Gateway.Identity;
using Grpc.Core;

namespace Fund.Gateway.Api;

/// <summary>
/// How much of an import's file is here, in the headers of the IETF's resumable uploads (draft-ietf-httpbis-resumable-upload):
/// whoever was cut off sends the rest from <c>Upload-Offset</c> on.
/// </summary>
internal sealed class UploadProgressHandler(Route route, CallInvoker invoker, HandlerServices services)
    : RouteHandler<GetImportRequest>(route, services)
{
    private const string Yes = "?1";
    private const string No = "?0";

    private readonly Method<GetImportRequest, GetImportResponse> _method = RpcMethods.Of<
        GetImportRequest,
        GetImportResponse
    >(route.Rpc);

    protected override async Task RespondAsync(HttpContext context, GetImportRequest request, SignedIn? session)
    {
        var options = new CallOptions(cancellationToken: context.RequestAborted);
        var answer = await invoker.AsyncUnaryCall(_method, null, options, request).ResponseAsync;
        var (import, headers) = (answer.Import, context.Response.Headers);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        headers["Upload-Offset"] = import.ReceivedBytes.ToString(CultureInfo.InvariantCulture);
        headers["Upload-Complete"] = import.State == ImportState.Receiving ? No : Yes;
        headers["Upload-Limit"] = $"max-size={import.MaxBytes.ToString(CultureInfo.InvariantCulture)}";
    }
}
