using System.Globalization;
using Fund.Donations.V1;
using Fund.Gateway.Identity;
using Fund.GrantCalls.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.Gateway.Api;

/// <summary>How far an upload is.</summary>
/// <param name="Received">Bytes that are here.</param>
/// <param name="IsComplete">True once nothing more is taken.</param>
/// <param name="Most">Most bytes that the file may have.</param>
internal sealed record UploadProgress(long Received, bool IsComplete, long Most)
{
    /// <summary>What the answer of the RPC that shows an upload says of it.</summary>
    public static UploadProgress Of(IMessage answer) =>
        answer switch
        {
            GetImportResponse { Import: { } import } => new(
                import.ReceivedBytes,
                import.State != ImportState.Receiving,
                import.MaxBytes
            ),
            GetProposalFileResponse { File: { } file } => new(
                file.ReceivedBytes,
                file.Sha256.Length > 0,
                file.MaxBytes
            ),
            _ => throw new InvalidOperationException($"{answer.Descriptor.FullName} shows no upload."),
        };
}

/// <summary>
/// How much of a file is here, in the headers of the IETF's resumable uploads (draft-ietf-httpbis-resumable-upload):
/// whoever was cut off sends the rest from <c>Upload-Offset</c> on.
/// </summary>
internal sealed class UploadProgressHandler<TRequest, TResponse>(
    Route route,
    CallInvoker invoker,
    HandlerServices services
) : RouteHandler<TRequest>(route, services)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    private const string Yes = "?1";
    private const string No = "?0";

    private readonly Method<TRequest, TResponse> _method = RpcMethods.Of<TRequest, TResponse>(route.Rpc);

    protected override async Task RespondAsync(HttpContext context, TRequest request, SignedIn? session)
    {
        var options = new CallOptions(cancellationToken: context.RequestAborted);
        var progress = UploadProgress.Of(await invoker.AsyncUnaryCall(_method, null, options, request).ResponseAsync);
        var headers = context.Response.Headers;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        headers["Upload-Offset"] = progress.Received.ToString(CultureInfo.InvariantCulture);
        headers["Upload-Complete"] = progress.IsComplete ? Yes : No;
        headers["Upload-Limit"] = $"max-size={progress.Most.ToString(CultureInfo.InvariantCulture)}";
    }
}
