using Fund.Common.V1;
using Fund.Gateway.Identity;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Net.Http.Headers;

namespace Fund.Gateway.Api;

/// <summary>
/// One RPC that answers with a file in parts: each part goes on as it comes, so that a file of any size passes in the
/// memory of one part. A refusal before the first part is a problem like any other; a failure later cuts the
/// connection, so that nobody takes half a file for a whole one.
/// </summary>
internal sealed class FileHandler<TRequest>(Route route, CallInvoker invoker, HandlerServices services)
    : RouteHandler<TRequest>(route, services)
    where TRequest : class, IMessage<TRequest>, new()
{
    /// <summary>Longest a download may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly Method<TRequest, FilePart> _method = RpcMethods.Of<TRequest, FilePart>(route.Rpc);

    protected override async Task RespondAsync(HttpContext context, TRequest request, SignedIn? session)
    {
        // Deadlines are measured by the gRPC stack with the machine's clock.
        var deadline = TimeProvider.System.GetUtcNow().UtcDateTime + Patience;
        var options = new CallOptions(deadline: deadline, cancellationToken: context.RequestAborted);
        using var call = invoker.AsyncServerStreamingCall(_method, null, options, request);
        var parts = call.ResponseStream;
        if (!await parts.MoveNext(context.RequestAborted))
        {
            throw new InvalidOperationException($"{Route.Rpc.FullName} answered without a file.");
        }

        Begin(context.Response, parts.Current);
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        do
        {
            await context.Response.BodyWriter.WriteAsync(parts.Current.Content.Memory, context.RequestAborted);
        } while (await parts.MoveNext(context.RequestAborted));
    }

    private static void Begin(HttpResponse response, FilePart first) =>
        FileHead.Write(response, first.FileName, first.MediaType);
}

/// <summary>What stands before a file.</summary>
internal static class FileHead
{
    public static void Write(HttpResponse response, string fileName, string mediaType)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = mediaType;
        var kind = mediaType == "application/pdf" ? "inline" : "attachment";
        var disposition = new ContentDispositionHeaderValue(kind);
        disposition.SetHttpFileName(PlainName(fileName));
        response.Headers.ContentDisposition = disposition.ToString();
    }

    /// <summary>A name and no path: where the file is saved is decided by whoever saves it.</summary>
    private static string PlainName(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Trim('.', ' ');
        return last.Length == 0 ? "file" : last;
    }
}
