using Fund.Donations.V1;
using Fund.Hosting;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Fund.EndToEnd.Tests;

/// <summary>An RPC of one of the services.</summary>
/// <param name="Service">donations, grantcalls, projects or beneficiaries.</param>
/// <param name="Method">The RPC; the same method is in all services where each answers for itself.</param>
internal sealed record DirectRpc(string Service, MethodDescriptor Method)
{
    public override string ToString() => $"{Service} {Method.Name}";
}

/// <summary>Calls RPCs of the running services directly, past the gateway, with whatever identity a test makes up.</summary>
internal sealed class DirectCalls : IDisposable
{
    private readonly Dictionary<string, GrpcChannel> _channels;

    public DirectCalls(WholeFund fund) =>
        _channels = Services.ToDictionary(service => service, service => GrpcChannel.ForAddress(fund.GrpcOf(service)));

    public static IReadOnlyList<string> Services { get; } = ["donations", "grantcalls", "projects", "beneficiaries"];

    /// <summary>
    /// Every RPC of every service, found in the descriptors: what is new is here by itself. What every process answers
    /// for itself, as its audit trail, is here once for each.
    /// </summary>
    public static IReadOnlyList<DirectRpc> Rpcs { get; } =
    [
        .. from type in typeof(DonationsReflection).Assembly.GetTypes()
        where type.Name.EndsWith("Reflection", StringComparison.Ordinal)
        select type.GetProperty("Descriptor")?.GetValue(null) as FileDescriptor into file
        where file is not null && file.Package.StartsWith("fund.", StringComparison.Ordinal)
        from service in file.Services
        from method in service.Methods
        from process in ProcessesOf(file)
        orderby process, service.Name, method.Index
        select new DirectRpc(process, method),
    ];

    private static IEnumerable<string> ProcessesOf(FileDescriptor file)
    {
        var part = file.Package.Split('.')[1];
        return Services.Contains(part) ? [part] : Services;
    }

    /// <summary>Status and answer of a call; the answer of a stream is its first part.</summary>
    public async Task<(StatusCode Status, string Detail, string Answer)> CallAsync(
        DirectRpc direct,
        IMessage request,
        string? identity,
        CancellationToken stop
    )
    {
        var rpc = direct.Method;
        var marshal = Marshallers.Create<IMessage>(message => message.ToByteArray(), rpc.OutputType.Parser.ParseFrom);
        var type = rpc.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary;
        var method = new Method<IMessage, IMessage>(type, rpc.Service.FullName, rpc.Name, marshal, marshal);
        var headers = new Metadata();
        if (identity is not null)
        {
            headers.Add(IdentityTokens.MetadataKey, identity);
        }

        // The machine's clock: gRPC measures deadlines with it.
        var deadline = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(20);
        var options = new CallOptions(headers, deadline, stop);
        var invoker = _channels[direct.Service].CreateCallInvoker();
        try
        {
            if (!rpc.IsServerStreaming)
            {
                var answer = await invoker.AsyncUnaryCall(method, null, options, request).ResponseAsync;
                return (StatusCode.OK, "", answer.ToString()!);
            }

            using var call = invoker.AsyncServerStreamingCall(method, null, options, request);
            var any = await call.ResponseStream.MoveNext(stop);
            return (StatusCode.OK, "", any ? call.ResponseStream.Current.ToString()! : "");
        }
        catch (RpcException e)
        {
            return (e.StatusCode, e.Status.Detail, "");
        }
    }

    /// <summary>A request with something in every field, and ids that exist where there are some of the name.</summary>
    public static IMessage Request(DirectRpc rpc, IReadOnlyDictionary<string, string> ids) =>
        Fill((IMessage)Activator.CreateInstance(rpc.Method.InputType.ClrType)!, ids, 0);

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    private static IMessage Fill(IMessage message, IReadOnlyDictionary<string, string> ids, int depth)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder().Where(_ => depth < 4))
        {
            if (field.IsRepeated)
            {
                ((System.Collections.IList)field.Accessor.GetValue(message)).Add(Value(field, ids, depth));
            }
            else if (field.Name != "page")
            {
                field.Accessor.SetValue(message, Value(field, ids, depth));
            }
        }

        return message;
    }

    private static object Value(FieldDescriptor field, IReadOnlyDictionary<string, string> ids, int depth) =>
        field.FieldType switch
        {
            FieldType.String => field.Name switch
            {
                "request_id" => Guid.CreateVersion7().ToString(),
                "currency_code" => "USD",
                "country_code" => "AT",
                "language" => "en",
                var name when name.EndsWith("_id", StringComparison.Ordinal) => ids.GetValueOrDefault(
                    field.JsonName,
                    "0198f3a2-7c1e-7b11-9f61-3a55c0d4e8b2"
                ),
                _ => "2026-10-01",
            },
            FieldType.Bool => false,
            FieldType.Int32 => 1,
            FieldType.Int64 => 1L,
            FieldType.Bytes => ByteString.CopyFromUtf8("<Document/>"),
            FieldType.Enum => System.Enum.ToObject(field.EnumType.ClrType, 1),
            _ when field.MessageType.ClrType == typeof(Timestamp) => new Timestamp { Seconds = 1_790_000_000 },
            _ => Fill((IMessage)Activator.CreateInstance(field.MessageType.ClrType)!, ids, depth + 1),
        };
}
