using Fund.Events;
using Fund.Hosting;
using Fund.Projects;
using Fund.Projects.Consumers;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;

return await Program.Build(args).RunFundAsync(args);

/// <summary>Organisations, grant agreements, instalments and reports.</summary>
public partial class Program
{
    /// <summary>The whole process, not started; tests start real instances of it.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = FundService.CreateBuilder("projects", args);
        builder.AddFundDatabase<ProjectsDb>(AuditedFields.Fields);
        builder.AddFundGrpc(Permissions.Table);
        builder.AddFundBus<ProjectsDb>(bus =>
            bus.Consume<AwardDecidedConsumer, AwardDecided>()
                .Consume<BeneficiaryReturnAcceptedConsumer, BeneficiaryReturnAccepted>()
        );
        builder.AddFeatures<Program>();
        var app = builder.Build();
        app.MapFundGrpc<ProjectsGrpc>();
        return app;
    }
}
