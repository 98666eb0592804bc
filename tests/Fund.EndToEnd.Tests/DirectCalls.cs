using Fund.Beneficiaries.V1;
using Fund.Donations.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Projects.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace Fund.EndToEnd.Tests;

/// <summary>Calls RPCs of the running services directly, past the gateway, with whatever identity a test makes up.</summary>
internal sealed class DirectCalls : IDisposable
{
    private readonly Dictionary<string, GrpcChannel> _channels;

    public DirectCalls(WholeFund fund) =>
        _channels = Services.ToDictionary(service => service, service => GrpcChannel.ForAddress(fund.GrpcOf(service)));

    public static IReadOnlyList<string> Services { get; } = ["donations", "grantcalls", "projects", "beneficiaries"];

    /// <summary>Every RPC of every service that answers with one message or a stream of them.</summary>
    public static IReadOnlyList<MethodDescriptor> Rpcs { get; } =
    [
        .. new[]
        {
            DonationsReflection.Descriptor,
            BankingReflection.Descriptor,
            ImportsReflection.Descriptor,
            LedgerReflection.Descriptor,
            RatesReflection.Descriptor,
            ReportsReflection.Descriptor,
            StatementsReflection.Descriptor,
            GrantcallsReflection.Descriptor,
            ProjectsReflection.Descriptor,
            BeneficiariesReflection.Descriptor,
        }
            .SelectMany(file => file.Services)
            .SelectMany(service => service.Methods),
    ];

    public static string ServiceOf(MethodDescriptor rpc) => rpc.Service.File.Package.Split('.')[1];

    /// <summary>Status and answer of a call; the answer of a stream is its first part.</summary>
    public async Task<(StatusCode Status, string Detail, string Answer)> CallAsync(
        MethodDescriptor rpc,
        IMessage request,
        string? identity,
        CancellationToken stop
    )
    {
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
        var invoker = _channels[ServiceOf(rpc)].CreateCallInvoker();
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
    public static IMessage Request(MethodDescriptor rpc, IReadOnlyDictionary<string, string> ids) =>
        Fill((IMessage)Activator.CreateInstance(rpc.InputType.ClrType)!, ids, 0);

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
