using Fund.Audit.V1;
using Fund.Beneficiaries.V1;
using Fund.Donations.V1;
using Fund.Gateway.Audit;
using Fund.Gateway.Messages;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Messaging.V1;
using Fund.Projects.V1;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Fund.Gateway.Clients;

/// <summary>
/// The channel to one service. Routes carry any RPC over its call invoker; the generated client stands for the service.
/// </summary>
internal sealed class ServiceChannel<TClient>(CallInvoker invoker) : ClientBase<ServiceChannel<TClient>>(invoker)
    where TClient : ClientBase<TClient>
{
    public CallInvoker Invoker => CallInvoker;

    protected override ServiceChannel<TClient> NewInstance(ClientBaseConfiguration configuration) =>
        throw new NotSupportedException("Another host is never asked for.");
}

/// <summary>The four services behind the gateway.</summary>
internal sealed class ServiceClients(
    ServiceChannel<DonationsService.DonationsServiceClient> donations,
    ServiceChannel<GrantCallsService.GrantCallsServiceClient> grantCalls,
    ServiceChannel<ProjectsService.ProjectsServiceClient> projects,
    ServiceChannel<BeneficiariesService.BeneficiariesServiceClient> beneficiaries,
    NamedTrustees trustees
)
{
    // A process may serve several gRPC services; those of one package are in one process.
    private readonly Dictionary<string, CallInvoker> _invokers = new(StringComparer.Ordinal)
    {
        [DonationsService.Descriptor.File.Package] = donations.Invoker,
        [GrantCallsService.Descriptor.File.Package] = grantCalls.Invoker.Intercept(trustees),
        [ProjectsService.Descriptor.File.Package] = projects.Invoker,
        [BeneficiariesService.Descriptor.File.Package] = beneficiaries.Invoker,
    };

    public DonationsService.DonationsServiceClient Donations { get; } = new(donations.Invoker);

    public LedgerService.LedgerServiceClient Ledger { get; } = new(donations.Invoker);

    public ReportsService.ReportsServiceClient Reports { get; } = new(donations.Invoker);

    public RatesService.RatesServiceClient Rates { get; } = new(donations.Invoker);

    public BankingService.BankingServiceClient Banking { get; } = new(donations.Invoker);

    public ImportsService.ImportsServiceClient Imports { get; } = new(donations.Invoker);

    public StatementsService.StatementsServiceClient Statements { get; } = new(donations.Invoker);

    public GrantCallsService.GrantCallsServiceClient GrantCalls { get; } = new(grantCalls.Invoker);

    public ClarificationsService.ClarificationsServiceClient Clarifications { get; } = new(grantCalls.Invoker);

    public ReviewService.ReviewServiceClient Review { get; } = new(grantCalls.Invoker);

    public CallFormsService.CallFormsServiceClient CallForms { get; } = new(grantCalls.Invoker);

    public ApplicationsService.ApplicationsServiceClient Applications { get; } = new(grantCalls.Invoker);

    public SelectionService.SelectionServiceClient Selection { get; } = new(grantCalls.Invoker);

    public BoardService.BoardServiceClient Board { get; } = new(grantCalls.Invoker.Intercept(trustees));

    public LettersService.LettersServiceClient Letters { get; } = new(grantCalls.Invoker);

    public ProjectsService.ProjectsServiceClient Projects { get; } = new(projects.Invoker);

    public BeneficiariesService.BeneficiariesServiceClient Beneficiaries { get; } = new(beneficiaries.Invoker);

    /// <summary>The audit trail of each.</summary>
    public IReadOnlyList<(string Service, AuditService.AuditServiceClient Client)> Audits { get; } =
    [
        ("donations", new(donations.Invoker)),
        ("grantcalls", new(grantCalls.Invoker)),
        ("projects", new(projects.Invoker)),
        ("beneficiaries", new(beneficiaries.Invoker)),
    ];

    /// <summary>The dead messages of each.</summary>
    public IReadOnlyList<(string Service, MessagingService.MessagingServiceClient Client)> DeadMessages { get; } =
    [
        ("donations", new(donations.Invoker)),
        ("grantcalls", new(grantCalls.Invoker)),
        ("projects", new(projects.Invoker)),
        ("beneficiaries", new(beneficiaries.Invoker)),
    ];

    public static void Register(WebApplicationBuilder builder)
    {
        builder.AddFundClient<ServiceChannel<DonationsService.DonationsServiceClient>>("donations");
        builder.AddFundClient<ServiceChannel<GrantCallsService.GrantCallsServiceClient>>("grantcalls");
        builder.AddFundClient<ServiceChannel<ProjectsService.ProjectsServiceClient>>("projects");
        builder.AddFundClient<ServiceChannel<BeneficiariesService.BeneficiariesServiceClient>>("beneficiaries");
        builder.Services.AddSingleton<ServiceClients>();
        builder.Services.AddSingleton<NamedTrustees>();
        builder.Services.AddSingleton<AuditTrails>();
        builder.Services.AddSingleton<ProposalSources>();
        builder.Services.AddSingleton<DossierSources>();
        builder.Services.AddScoped<DeadMessageDesks>();
    }

    /// <summary>Where the RPCs of a service go; null for the gateway's own.</summary>
    public CallInvoker? InvokerOf(ServiceDescriptor service) => _invokers.GetValueOrDefault(service.File.Package);
}
