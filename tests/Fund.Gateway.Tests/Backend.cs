using System.Collections.Concurrent;
using System.Net;
using Fund.Audit.V1;
using Fund.Beneficiaries.V1;
using Fund.Donations.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Messaging.V1;
using Fund.Projects.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fund.Gateway.Tests;

/// <summary>One call that reached a service.</summary>
internal sealed record ReceivedCall(string Rpc, IMessage Request, Metadata Headers, DateTime Deadline);

/// <summary>
/// The four services on one real HTTP/2 socket, answering as a test says. The generated service bases are real; only
/// what is behind them is not.
/// </summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<IMessage, ServerCallContext, Task<IMessage>>> _answers = new();
    private readonly ConcurrentQueue<ReceivedCall> _calls = new();
    private readonly WebApplication _app;

    private Backend(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Everything that reached a service, oldest first.</summary>
    public IReadOnlyList<ReceivedCall> Calls => [.. _calls];

    public static async Task<Backend> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.Protocols = HttpProtocols.Http2)
        );
        Backend? backend = null;
        builder.Services.AddSingleton(_ => backend!);
        builder.Services.AddSingleton<Answering>();
        builder.Services.AddGrpc(options =>
        {
            options.Interceptors.Add<Answering>();
            options.MaxReceiveMessageSize = 64 * 1024 * 1024;
        });
        var app = builder.Build();
        app.MapGrpcService<StubDonations>();
        app.MapGrpcService<StubImports>();
        app.MapGrpcService<StubBanking>();
        app.MapGrpcService<StubStatements>();
        app.MapGrpcService<StubLedger>();
        app.MapGrpcService<StubRates>();
        app.MapGrpcService<StubReports>();
        app.MapGrpcService<StubGrantCalls>();
        app.MapGrpcService<StubClarifications>();
        app.MapGrpcService<StubReview>();
        app.MapGrpcService<StubCallForms>();
        app.MapGrpcService<StubApplications>();
        app.MapGrpcService<StubSelection>();
        app.MapGrpcService<StubLetters>();
        app.MapGrpcService<StubBoard>();
        app.MapGrpcService<StubProjects>();
        app.MapGrpcService<StubBeneficiaries>();
        app.MapGrpcService<StubAudit>();
        app.MapGrpcService<StubMessaging>();
        backend = new Backend(app);
        await app.StartAsync();
        return backend;
    }

    /// <summary>Answers an RPC with a message.</summary>
    public void Answer(string rpc, IMessage answer) => _answers[rpc] = (_, _) => Task.FromResult(answer);

    /// <summary>Answers an RPC with whatever the function makes of the request.</summary>
    public void Answer(string rpc, Func<IMessage, ServerCallContext, Task<IMessage>> answer) => _answers[rpc] = answer;

    /// <summary>Refuses an RPC as a service does.</summary>
    public void Refuse(string rpc, Fund.Kernel.Refusal refusal) =>
        _answers[rpc] = (_, _) => throw refusal.ToRpcException();

    /// <summary>Lets an RPC fail as a bare gRPC status.</summary>
    public void Fail(string rpc, StatusCode code) =>
        _answers[rpc] = (_, _) => throw new RpcException(new Status(code, "secret insides"));

    public ReceivedCall Last(string rpc) => _calls.Last(call => call.Rpc == rpc);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task<TResponse> HandleAsync<TResponse>(IMessage request, ServerCallContext context)
        where TResponse : class
    {
        var rpc = context.Method[(context.Method.LastIndexOf('/') + 1)..];
        _calls.Enqueue(new ReceivedCall(rpc, request, context.RequestHeaders, context.Deadline));
        return _answers.TryGetValue(rpc, out var answer)
            ? (TResponse)await answer(request, context)
            : (TResponse)Samples.Of((IMessage)Activator.CreateInstance<TResponse>()!);
    }

    private sealed class StubDonations : DonationsService.DonationsServiceBase;

    private sealed class StubImports : ImportsService.ImportsServiceBase;

    private sealed class StubBanking : BankingService.BankingServiceBase;

    private sealed class StubStatements : StatementsService.StatementsServiceBase;

    private sealed class StubLedger : LedgerService.LedgerServiceBase;

    private sealed class StubRates : RatesService.RatesServiceBase;

    private sealed class StubReports : ReportsService.ReportsServiceBase;

    private sealed class StubGrantCalls : GrantCallsService.GrantCallsServiceBase;

    private sealed class StubClarifications : ClarificationsService.ClarificationsServiceBase;

    private sealed class StubReview : ReviewService.ReviewServiceBase;

    private sealed class StubCallForms : CallFormsService.CallFormsServiceBase;

    private sealed class StubApplications : ApplicationsService.ApplicationsServiceBase;

    private sealed class StubSelection : SelectionService.SelectionServiceBase;

    private sealed class StubLetters : LettersService.LettersServiceBase;

    private sealed class StubBoard : BoardService.BoardServiceBase;

    private sealed class StubProjects : ProjectsService.ProjectsServiceBase;

    private sealed class StubAudit : AuditService.AuditServiceBase;

    private sealed class StubMessaging : MessagingService.MessagingServiceBase;

    private sealed class StubBeneficiaries : BeneficiariesService.BeneficiariesServiceBase;

    private sealed class Answering(Backend backend) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request,
            ServerCallContext context,
            UnaryServerMethod<TRequest, TResponse> continuation
        ) => backend.HandleAsync<TResponse>((IMessage)(object)request, context);

        public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation
        )
        {
            // The same part twice: a file comes in more than one.
            var part = await backend.HandleAsync<TResponse>((IMessage)(object)request, context);
            await responseStream.WriteAsync(part);
            await responseStream.WriteAsync(part);
        }
    }
}
