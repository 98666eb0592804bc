using Fund.Gateway.Identity;
using Fund.Hosting;
using Google.Protobuf;

namespace Fund.Gateway.Api;

/// <summary>A file that the gateway makes itself, whole before the first byte of it is sent.</summary>
/// <param name="FileName">Name to save it under.</param>
/// <param name="MediaType">What it is.</param>
/// <param name="Content">At its beginning; disposed of when it was sent.</param>
internal sealed record OwnFile(string FileName, string MediaType, Stream Content);

/// <summary>An RPC that the gateway answers with a file of its own.</summary>
internal interface IOwnFile<in TRequest>
    where TRequest : IMessage
{
    Task<OwnFile> MakeAsync(TRequest request, ApiCall call, CancellationToken cancellationToken);
}

/// <summary>Sends a file that the gateway makes itself.</summary>
internal sealed class OwnFileHandler<TRequest>(Route route, HandlerServices services)
    : RouteHandler<TRequest>(route, services)
    where TRequest : class, IMessage<TRequest>, new()
{
    protected override async Task RespondAsync(HttpContext context, TRequest request, SignedIn? session)
    {
        var own = context.RequestServices.GetRequiredService<IOwnFile<TRequest>>();
        var call = new ApiCall(session?.Caller ?? Caller.Anonymous, session, ClientPlace.Of(context));
        var file = await own.MakeAsync(request, call, context.RequestAborted);
        await using (file.Content)
        {
            FileHead.Write(context.Response, file.FileName, file.MediaType);
            context.Response.ContentLength = file.Content.Length;
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                await file.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
            }
        }
    }
}
