using System.Buffers;
using System.IO.Pipelines;
using Fund.Gateway.Identity;
using Fund.Kernel;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Fund.Gateway.Api;

/// <summary>
/// A file of any size in the body: passed on in parts as it arrives, one RPC each, so that memory stays that of one
/// part. A part counts once it is answered; whoever is cut off asks how far it came and sends the rest from there.
/// </summary>
internal sealed class UploadHandler<TRequest, TResponse>(Route route, CallInvoker invoker, HandlerServices services)
    : RouteHandler<TRequest>(route, services)
    where TRequest : class, IMessage<TRequest>, new()
    where TResponse : class, IMessage<TResponse>, new()
{
    /// <summary>Bytes of one part.</summary>
    internal const int PartSize = 1024 * 1024;

    private readonly JsonAnswer<TResponse> _answer = new(route);
    private readonly Method<TRequest, TResponse> _method = RpcMethods.Of<TRequest, TResponse>(route.Rpc);
    private readonly IFieldAccessor _content = Field(route, Route.PartField);
    private readonly IFieldAccessor _offset = Field(route, Route.OffsetField);
    private readonly IFieldAccessor _more = Field(route, Route.MoreField);
    private readonly Func<TResponse, long> _most = Most(route);

    protected override async Task RespondAsync(HttpContext context, TRequest request, SignedIn? session)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // The service says how much it takes, part by part.
            size.MaxRequestBodySize = null;
        }

        var more = (bool)_more.GetValue(request);
        var offset = (long)_offset.GetValue(request);
        var end = offset + (context.Request.ContentLength ?? 0);
        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAtLeastAsync(PartSize, context.RequestAborted);
            var part = result.Buffer.Slice(0, Math.Min(PartSize, result.Buffer.Length));
            var isLast = result.IsCompleted && part.Length == result.Buffer.Length;
            var bytes = part.ToArray();

            // Given back before asking, so that after a refusal the server can drain the rest.
            reader.AdvanceTo(part.End);
            _offset.SetValue(request, offset);
            _content.SetValue(request, UnsafeByteOperations.UnsafeWrap(bytes));
            _more.SetValue(request, more || !isLast);
            offset += bytes.Length;
            var options = new CallOptions(cancellationToken: context.RequestAborted);
            var answer = await invoker.AsyncUnaryCall(_method, null, options, request).ResponseAsync;
            if (end > _most(answer))
            {
                // Said in advance to be too large: no need to wait until it is.
                throw TooLarge(_most(answer));
            }

            if (isLast)
            {
                _answer.SendTo(context, answer, isOpen: false);
                return;
            }
        }
    }

    private static RefusedException TooLarge(long most) =>
        new Refusal(
            RefusalKind.TooMuch,
            "FILE_TOO_LARGE",
            $"The file is larger than {most / PartSize} MB, which is the most taken here."
        )
        {
            Facts = new Dictionary<string, string> { ["most_bytes"] = $"{most}" },
        }.AsException();

    /// <summary>How large the whole file may be, as the answer to each part says.</summary>
    private static Func<TResponse, long> Most(Route route)
    {
        var thing = route.Rpc.OutputType.Fields.InDeclarationOrder()[0];
        var most =
            thing.MessageType?.FindFieldByName(Route.MostField)
            ?? throw new InvalidOperationException($"{route.Rpc.FullName} does not say how much it takes.");
        return answer =>
            thing.Accessor.GetValue(answer) is IMessage one ? (long)most.Accessor.GetValue(one) : long.MaxValue;
    }

    private static IFieldAccessor Field(Route route, string name) =>
        route.Rpc.InputType.FindFieldByName(name)?.Accessor
        ?? throw new InvalidOperationException($"{route.Rpc.FullName} has no field {name} to upload with.");
}
