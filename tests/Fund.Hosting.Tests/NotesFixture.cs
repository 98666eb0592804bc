using Fund.Hosting.Tests.Notes;
using Fund.Testing;
using Fund.Testing.V1;

namespace Fund.Hosting.Tests;

/// <summary>One donations-named notes service with its own database and corner of the broker, for one test class.</summary>
public sealed class NotesFixture : IAsyncLifetime
{
    public FreshDatabase Database { get; private set; } = null!;

    public TestBroker Broker { get; private set; } = null!;

    public RunningService Service { get; private set; } = null!;

    public NotesService.NotesServiceClient Client => Service.Client<NotesService.NotesServiceClient>(Finance);

    public static Caller Finance => TestIdentity.FinanceOfficer;

    public async ValueTask InitializeAsync()
    {
        Database = await FreshDatabase.CreateAsync();
        Broker = await TestBroker.CreateAsync();
        Service = await StartAsync();
    }

    public Task<RunningService> StartAsync(params string[] arguments) =>
        RunningService.StartAsync(
            "donations",
            NotesProgram.Donations,
            Database,
            Broker,
            arguments: ["--Services:projects=http://127.0.0.1:9", .. arguments]
        );

    public static WriteNoteRequest Note(
        string? requestId = null,
        string text = "a note",
        Guid? agreement = null,
        int number = 1
    ) =>
        new()
        {
            RequestId = requestId ?? Guid.CreateVersion7().ToString(),
            Text = text,
            AgreementId = agreement?.ToString() ?? "",
            Number = number,
        };

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Broker.DisposeAsync();
        await Database.DisposeAsync();
    }
}
