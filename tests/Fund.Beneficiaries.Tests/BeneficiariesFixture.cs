using Fund.Beneficiaries.Features;
using Fund.Beneficiaries.Persistence;
using Fund.Beneficiaries.V1;
using Fund.Events;
using Fund.Hosting;
using Fund.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Beneficiaries.Tests;

/// <summary>A running beneficiaries service with a database and a corner of the broker of its own.</summary>
public sealed class BeneficiariesFixture : IAsyncLifetime
{
    private FreshDatabase? _database;
    private TestBroker? _broker;
    private RunningService? _service;
    private KeyFile? _key;

    /// <summary>Where every test stands.</summary>
    public static DateOnly Today { get; } = new(2026, 6, 15);

    public static Caller ProgrammeOfficer => TestIdentity.ProgrammeOfficer;

    public FreshDatabase Database => _database!;

    public TestBroker Broker => _broker!;

    public RunningService Service => _service!;

    public TestClock Clock { get; } = new(new DateTimeOffset(Today, new TimeOnly(12, 0), TimeSpan.Zero));

    /// <summary>What the service logs.</summary>
    public LogCatcher Log { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        _broker = await TestBroker.CreateAsync();
        _key = new KeyFile();
        _service = await RunningService.StartAsync(
            "beneficiaries",
            Program.Build,
            _database,
            _broker,
            Clock,
            Log.Listen,
            $"--Pseudonyms:KeyFile={_key.Path}"
        );
    }

    public async ValueTask DisposeAsync()
    {
        // What was not started need not be stopped: the reason for that is the failure to show.
        foreach (var part in new IAsyncDisposable?[] { _service, _broker, _database })
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }

        _key?.Dispose();
    }

    public static string NewId() => Guid.CreateVersion7().ToString("D");

    public static string Day(int fromToday) => Today.AddDays(fromToday).ToWire();

    public BeneficiariesService.BeneficiariesServiceClient As(Caller? caller) =>
        Service.Client<BeneficiariesService.BeneficiariesServiceClient>(caller);

    public BeneficiariesService.BeneficiariesServiceClient Officer => As(ProgrammeOfficer);

    /// <summary>A project with three periods: two are over, the third begins tomorrow.</summary>
    public static AgreementActivated Agreement(Guid? organisation = null, string country = "KE") =>
        new(
            Guid.CreateVersion7(),
            "VTF-2026-0001",
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            organisation ?? Guid.CreateVersion7(),
            "Shelter and legal aid",
            country,
            3_000_000,
            Today.AddDays(-200),
            Today.AddDays(100),
            [
                new AgreedReport(Guid.CreateVersion7(), 1, false, Today.AddDays(-200), Today.AddDays(-101)),
                new AgreedReport(Guid.CreateVersion7(), 2, false, Today.AddDays(-100), Today.AddDays(-1)),
                new AgreedReport(Guid.CreateVersion7(), 3, true, Today.AddDays(1), Today.AddDays(100)),
            ]
        );

    public async Task<TestProject> ProjectAsync(Guid? organisation = null, string country = "KE")
    {
        var fact = Agreement(organisation, country);
        await Service.InScopeAsync<IServiceProvider>(async services =>
        {
            var db = services.GetRequiredService<BeneficiariesDb>();
            await services.GetRequiredService<NoteProject>().HandleAsync(fact, CancellationToken.None);
            await db.SaveChangesAsync();
        });
        return new TestProject(fact, this);
    }

    public async Task<BeneficiaryReturn> AcceptAsync(BeneficiaryReturn row)
    {
        var request = new AcceptReturnRequest { RequestId = NewId(), ReturnId = row.ReturnId };
        return (await Officer.AcceptReturnAsync(request)).BeneficiaryReturn;
    }

    public async Task<BeneficiaryReturn> AskAsync(BeneficiaryReturn row, string question = "Is the total right?")
    {
        var request = new QuestionReturnRequest
        {
            RequestId = NewId(),
            ReturnId = row.ReturnId,
            Question = question,
        };
        return (await Officer.QuestionReturnAsync(request)).BeneficiaryReturn;
    }

    public async Task<PublishedFigures> PublishAsync(int fromToday = 0)
    {
        var request = new PublishFiguresRequest { RequestId = NewId(), UpTo = Day(fromToday) };
        return (await Officer.PublishFiguresAsync(request)).Figures;
    }
}

/// <summary>A project with its people.</summary>
public sealed class TestProject(AgreementActivated fact, BeneficiariesFixture fund)
{
    public AgreementActivated Fact => fact;

    public string Id => fact.AgreementId.ToString("D");

    public Caller Member { get; } = TestIdentity.MemberOf(fact.OrganisationId);

    public BeneficiariesService.BeneficiariesServiceClient Own => fund.As(Member);

    public string Report(int number) => fact.Reports[number - 1].ReportId.ToString("D");

    public SubmitAggregateReturnRequest Table(int period, params AggregateCell[] cells) =>
        new()
        {
            RequestId = BeneficiariesFixture.NewId(),
            AgreementId = Id,
            ReportId = Report(period),
            Cells = { cells },
        };

    public SubmitCaseReturnRequest Cases(int period, params IEnumerable<CaseRecord> records) =>
        new()
        {
            RequestId = BeneficiariesFixture.NewId(),
            AgreementId = Id,
            ReportId = Report(period),
            Records = { records },
        };

    public async Task<BeneficiaryReturn> SubmitAsync(SubmitAggregateReturnRequest request) =>
        (await Own.SubmitAggregateReturnAsync(request)).BeneficiaryReturn;

    public async Task<BeneficiaryReturn> SubmitAsync(SubmitCaseReturnRequest request) =>
        (await Own.SubmitCaseReturnAsync(request)).BeneficiaryReturn;

    public async Task<BeneficiaryReturn> AcceptedAsync(SubmitCaseReturnRequest request) =>
        await fund.AcceptAsync(await SubmitAsync(request));

    public async Task<BeneficiaryReturn> AcceptedAsync(SubmitAggregateReturnRequest request) =>
        await fund.AcceptAsync(await SubmitAsync(request));

    public async Task<GetProjectCountsResponse> CountsAsync() =>
        await Own.GetProjectCountsAsync(new GetProjectCountsRequest { AgreementId = Id });
}
