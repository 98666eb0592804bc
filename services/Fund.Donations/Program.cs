using Fund.Donations;
using Fund.Donations.Consumers;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Features;
using Fund.Donations.Features.Importing;
using Fund.Donations.Features.Reports;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Deciding;
using Fund.Donations.Persistence.Importing;
using Fund.Donations.Persistence.Recording;
using Fund.Donations.Persistence.Reports;
using Fund.Donations.Persistence.Statements;
using Fund.Events;
using Fund.Hosting;

return await Program.Build(args).RunFundAsync(args);

/// <summary>Donations: donors, pledges, contributions, rates, bank statements, the ledger and the Fund's position.</summary>
public partial class Program
{
    private const int LargestMessage = Camt053.LargestFile + (1024 * 1024);

    /// <summary>The whole process, not started yet.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = FundService.CreateBuilder("donations", args);
        builder.AddFundDatabase<DonationsDb>(AuditedFields.Fields);
        builder.AddFundGrpc(Permissions.Table);

        // A bank statement comes in one message; a little more than the largest one taken, so that the refusal is ours.
        builder
            .Services.AddGrpc()
            .AddServiceOptions<BankingGrpc>(options => options.MaxReceiveMessageSize = LargestMessage);
        builder.AddFundBus<DonationsDb>(bus =>
            bus.Consume<InstalmentPaidConsumer, InstalmentPaid>()
                .Consume<AgreementActivatedConsumer, AgreementActivated>()
                .Consume<FiguresPublishedConsumer, FiguresPublished>()
        );
        builder.AddFeatures<Program>();
        builder.Services.AddSingleton<TotalsDoor>();
        builder.Services.AddSingleton<ReceiptsDoor>();
        builder.Services.AddSingleton<DecisionWriter>();
        builder.Services.AddSingleton<RecordingReferences>();
        builder.Services.AddSingleton<ContributionWriter>();
        builder.Services.AddSingleton<ArrivingFiles>();
        builder.Services.AddSingleton<DonorEditions>();
        builder.Services.AddSingleton<KeptStatements>();
        builder.Services.AddScoped<IImporter, ImportContributions>();
        builder.Services.AddScoped<IImporter, ImportDonors>();
        builder.Services.AddScoped<IImporter, ImportBankStatements>();
        builder.Services.AddScoped<IImporter, ImportBankCsv>();
        builder.AddClockWork<RunImports>(TimeSpan.FromSeconds(1));
        builder.Services.AddSingleton(GeographyFile.Load(builder.Configuration));
        builder.Services.AddSingleton<ReportRows>();
        builder.Services.AddSingleton<FactRows>();
        builder.Services.AddSingleton<RegisterRows>();
        builder.AddClockWork<MakeYearlyStatements>(TimeSpan.FromSeconds(2));
        builder.AddClockWork<FoldBalances>(TimeSpan.FromSeconds(30));
        builder.AddClockWork<ValueContributions>(TimeSpan.FromSeconds(5));
        builder.AddClockWork<SumClosedMonths>(TimeSpan.FromMinutes(1));
        builder.AddClockWork<ShareOutAwards>(TimeSpan.FromMinutes(1));
        builder.AddClockWork<UpdateRegister>(TimeSpan.FromSeconds(10));
        builder.AddClockWork<NoticeInstalments>(TimeSpan.FromMinutes(10));
        var app = builder.Build();
        app.MapFundGrpc<DonationsGrpc>();
        app.MapFundGrpc<BankingGrpc>();
        app.MapFundGrpc<ImportsGrpc>();
        app.MapFundGrpc<StatementsGrpc>();
        app.MapFundGrpc<LedgerGrpc>();
        app.MapFundGrpc<RatesGrpc>();
        app.MapFundGrpc<ReportsGrpc>();
        return app;
    }
}
