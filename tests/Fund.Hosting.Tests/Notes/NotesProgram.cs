using System.Collections.Frozen;
using Fund.Events;
using Fund.Testing.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Hosting.Tests.Notes;

/// <summary>What a service's Program.cs does, for any name; donations also consumes, and knows its peer projects.</summary>
internal static class NotesProgram
{
    public static IReadOnlyDictionary<string, IReadOnlySet<Role>> Permissions { get; } =
        new Dictionary<string, IReadOnlySet<Role>>
        {
            ["WriteNote"] = Roles(Role.FinanceOfficer, Role.Service),
            ["GetNote"] = Roles(Role.FinanceOfficer, Role.Public),
            ["Misbehave"] = Roles(Role.FinanceOfficer, Role.Service),
            ["AskPeer"] = Roles(Role.FinanceOfficer),
            ["ListNotes"] = Roles(Role.FinanceOfficer),
            ["ListAuditEntries"] = Roles([.. AuditRoles.Readers]),
            ["GetAuditHead"] = Roles([.. AuditRoles.Readers]),
            ["VerifyAuditChain"] = Roles([.. AuditRoles.Readers]),
            ["GetRecordProof"] = Roles([.. AuditRoles.Exporters]),
            ["ListRecordEntries"] = Roles(Role.FinanceOfficer, Role.Auditor),
        };

    public static WebApplication Donations(string[] args) => Build("donations", args);

    public static WebApplication Projects(string[] args) => Build("projects", args);

    public static WebApplication Build(string name, string[] args)
    {
        var builder = FundService.CreateBuilder(name, args);
        builder.AddFundDatabase<NotesDb>(new AuditFields().Texts<Note>(nameof(Note.Text)));
        builder.AddFundGrpc(Permissions);
        builder.Services.AddSingleton<Doctor>();
        if (name == "donations")
        {
            builder.AddFundBus<NotesDb>(bus => bus.Consume<PaymentConsumer, InstalmentPaid>());
            builder.AddFundClient<NotesService.NotesServiceClient>("projects");
            builder.AddClockWork<CountTurns>(TimeSpan.FromMilliseconds(50));
            builder.Services.AddSingleton<Turns>();
            builder.AddClockWork<CountWokenTurns>(TimeSpan.FromHours(1));
            builder.Services.AddSingleton<WokenTurns>();
        }
        else
        {
            builder.AddFundBus<NotesDb>();
        }

        builder.AddFeatures<NotesDb>();
        var app = builder.Build();
        app.MapFundGrpc<NotesGrpc>();
        return app;
    }

    private static IReadOnlySet<Role> Roles(params Role[] roles) => roles.ToFrozenSet();
}
