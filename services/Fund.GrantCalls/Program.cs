using Fund.Donations.V1;
using Fund.GrantCalls;
using Fund.GrantCalls.Features;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Projects.V1;

return await Build(args).RunFundAsync(args);

/// <summary>The grant-call service: calls, proposals, eligibility, reviews and the Board's decisions.</summary>
public partial class Program
{
    /// <summary>How often work that a crash left half done is looked for.</summary>
    private static readonly TimeSpan PendingWorkEvery = TimeSpan.FromSeconds(2);

    /// <summary>The service as it runs, for the command line and for tests.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = FundService.CreateBuilder("grantcalls", args);
        builder.AddFundDatabase<GrantCallsDb>(AuditedFields.Fields);
        builder.AddFundGrpc(Permissions.Table);
        builder.AddFundBus<GrantCallsDb>();
        builder.AddFundClient<DonationsService.DonationsServiceClient>("donations");
        builder.AddFundClient<ProjectsService.ProjectsServiceClient>("projects");
        builder.AddFeatures<Program>();
        builder.AddClockWork<FinishPendingWork>(PendingWorkEvery);
        builder.AddClockWork<RemindReviewers>(TimeSpan.FromMinutes(1));
        builder.AddClockWork<ForgetUnfinishedFiles>(ForgetUnfinishedFiles.Every);
        builder.AddClockWork<MakeBoardPacks>(TimeSpan.FromSeconds(1));
        builder.Services.AddScoped<IHiddenRecords, RecusedRecords>();
        builder.Services.AddSingleton<Turns>();
        builder.Services.AddSingleton<CallForms>();
        builder.Services.AddSingleton<KnownCalls>();
        var app = builder.Build();
        app.MapFundGrpc<GrantCallsGrpc>();
        app.MapFundGrpc<ClarificationsGrpc>();
        app.MapFundGrpc<ReviewGrpc>();
        app.MapFundGrpc<CallFormsGrpc>();
        app.MapFundGrpc<ApplicationsGrpc>();
        app.MapFundGrpc<SelectionGrpc>();
        app.MapFundGrpc<LettersGrpc>();
        app.MapFundGrpc<BoardGrpc>();
        return app;
    }
}
