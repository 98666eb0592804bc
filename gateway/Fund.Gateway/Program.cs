using Fund.Events;
using Fund.Gateway.Api;
using Fund.Gateway.Clients;
using Fund.Gateway.Identity;
using Fund.Gateway.Notices;
using Fund.Gateway.OpenData;
using Fund.Gateway.Persistence;
using Fund.Gateway.Portal;
using Fund.Hosting;

return await Program.RunAsync(args);

/// <summary>The gateway: REST API, sign-in and portal; no business rule lives here.</summary>
public partial class Program
{
    /// <summary>The process, ready to start; tests start real instances with <c>--Key=value</c> arguments.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = FundService.CreateBuilder("gateway", args);
        builder.AddFundDatabase<GatewayDb>(AuditedFields.Fields);
        builder.Services.AddSingleton<NoticeWriter>();
        builder.Services.AddHostedService(services => services.GetRequiredService<NoticeWriter>());
        builder.AddFundBus<GatewayDb>(bus =>
            bus.Consume<ContributionRecordedConsumer, ContributionRecorded>(NoticeWriter.MostAtOnce)
                .Consume<PledgeInstalmentCameDueConsumer, PledgeInstalmentCameDue>()
                .Consume<StatementBecameReadyConsumer, StatementBecameReady>()
                .Consume<DonorsMergedConsumer, DonorsMerged>()
                .Consume<DonorMergeUndoneConsumer, DonorMergeUndone>()
                .Consume<CallDeadlineExtendedConsumer, CallDeadlineExtended>()
                .Consume<ClarificationPublishedConsumer, ClarificationPublished>()
                .Consume<ReviewDayCameNearConsumer, ReviewDayCameNear>()
                .Consume<ReviewBecameLateConsumer, ReviewBecameLate>()
                .Consume<DecisionLetterSentConsumer, DecisionLetterSent>()
        );
        ServiceClients.Register(builder);
        IdentityRegistration.Register(builder);
        ApiFront.Register(builder);
        PortalRegistration.Register(builder);
        OpenDataEndpoints.Register(builder);
        var app = builder.Build();
        app.UseApiFront();
        app.UsePortal();
        app.UseRouting();
        app.UsePageGate();
        app.UseAntiforgery();
        app.MapApi();
        app.MapOpenData();
        OAuthEndpoint.Map(app);
        OutsideEndpoints.Map(app);
        GetPermissions.MapFile(app);
        app.MapPortal();
        return app;
    }

    internal static Task<int> RunAsync(string[] args)
    {
        return AccountsCommand.IsMeant(args)
            ? AccountsCommand.RunAsync(Build([.. args, AccountsCommand.LogsAside]), args)
            : Build(args).RunFundAsync(args);
    }
}
