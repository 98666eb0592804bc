using Fund.Beneficiaries;
using Fund.Beneficiaries.Consumers;
using Fund.Beneficiaries.Grpc;
using Fund.Beneficiaries.Persistence;
using Fund.Events;
using Fund.Hosting;

return await Program.Build(args).RunFundAsync(args);

/// <summary>Beneficiary reporting: returns of the people helped, and figures that are safe to publish.</summary>
public partial class Program
{
    /// <summary>The whole process, not started; tests start real instances of it.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = FundService.CreateBuilder("beneficiaries", args);
        builder.AddFundDatabase<BeneficiariesDb>(AuditedFields.Fields);
        builder.AddFundGrpc(Permissions.Table);
        builder.AddFundBus<BeneficiariesDb>(bus => bus.Consume<AgreementActivatedConsumer, AgreementActivated>());
        builder.AddFeatures<Program>();
        builder.AddPseudonymKey();
        var app = builder.Build();
        app.MapFundGrpc<BeneficiariesGrpc>();
        return app;
    }
}
