using Fund.Common.V1;
using Fund.Events;
using Fund.Hosting;
using Fund.Projects.Features;
using Fund.Projects.Persistence;
using Fund.Projects.V1;
using Fund.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Projects.Tests;

/// <summary>A running projects service with a database and a corner of the broker of its own, and its people.</summary>
public sealed class ProjectsFixture : IAsyncLifetime
{
    private FreshDatabase? _database;
    private TestBroker? _broker;
    private RunningService? _service;

    /// <summary>For what comes through the broker: a machine that builds at the same time may take its time.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Where every test of this project stands.</summary>
    public static DateOnly Today { get; } = new(2026, 6, 15);

    public static Caller ProgrammeOfficer => TestIdentity.ProgrammeOfficer;

    public static Caller FinanceOfficer => TestIdentity.FinanceOfficer;

    public static Caller OtherFinanceOfficer => TestIdentity.OtherFinanceOfficer;

    public static Caller FundManager => TestIdentity.FundManager;

    public FreshDatabase Database => _database!;

    public TestBroker Broker => _broker!;

    public RunningService Service => _service!;

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        _broker = await TestBroker.CreateAsync();
        var clock = new TestClock(new DateTimeOffset(Today, new TimeOnly(12, 0), TimeSpan.Zero));
        _service = await RunningService.StartAsync("projects", Program.Build, _database, _broker, clock);
        await _service.HearsEventsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Broker.DisposeAsync();
        await Database.DisposeAsync();
    }

    public static string NewId() => Guid.CreateVersion7().ToString("D");

    public static string Day(int fromToday) => Today.AddDays(fromToday).ToWire();

    public static Money Usd(long cents) => new() { MinorUnits = cents, CurrencyCode = "USD" };

    public ProjectsService.ProjectsServiceClient As(Caller? caller) =>
        Service.Client<ProjectsService.ProjectsServiceClient>(caller);

    public async Task<Organisation> OrganisationAsync(string name = "Harbour House")
    {
        var request = new RegisterOrganisationRequest
        {
            RequestId = NewId(),
            Name = name,
            CountryCode = "KE",
            RegistrationNumber = NewId(),
            RegisteredOn = "2010-03-01",
            AssistingSinceYear = 2012,
            HasPseaPolicy = true,
        };
        return (await As(ProgrammeOfficer).RegisterOrganisationAsync(request)).Organisation;
    }

    /// <summary>Bank account verified by two people, due diligence current, no flag.</summary>
    public async Task<Organisation> VerifiedOrganisationAsync(string name = "Harbour House")
    {
        var organisation = await OrganisationAsync(name);
        await RecordAccountAsync(organisation);
        await VerifyAccountAsync(organisation, TestIdentity.Staff(Role.FinanceOfficer));
        await VerifyAccountAsync(organisation, TestIdentity.Staff(Role.FundManager));
        return await CheckAsync(organisation, Flag.None, Day(-30));
    }

    public async Task<Organisation> RecordAccountAsync(Organisation organisation, Caller? by = null)
    {
        var request = new RecordBankAccountRequest
        {
            RequestId = NewId(),
            OrganisationId = organisation.OrganisationId,
            AccountNumber = "GB82 WEST 1234 5698 7654 32",
            HolderName = organisation.Name,
        };
        var caller = by ?? Officer(organisation);
        return (await As(caller).RecordBankAccountAsync(request)).Organisation;
    }

    public async Task<Organisation> VerifyAccountAsync(Organisation organisation, Caller by)
    {
        var request = new VerifyBankAccountRequest
        {
            RequestId = NewId(),
            OrganisationId = organisation.OrganisationId,
        };
        return (await As(by).VerifyBankAccountAsync(request)).Organisation;
    }

    public async Task<Organisation> CheckAsync(Organisation organisation, Flag flag, string checkedOn)
    {
        var request = new RecordDueDiligenceRequest
        {
            RequestId = NewId(),
            OrganisationId = organisation.OrganisationId,
            Flag = flag,
            CheckedOn = checkedOn,
            Findings = "Registration, leadership and sanctions list looked at.",
        };
        return (await As(ProgrammeOfficer).RecordDueDiligenceAsync(request)).Organisation;
    }

    public static Caller Officer(Organisation organisation) =>
        TestIdentity.AuthorisingOfficerOf(Guid.Parse(organisation.OrganisationId));

    public static Caller Member(Organisation organisation) =>
        TestIdentity.MemberOf(Guid.Parse(organisation.OrganisationId));

    public static AwardDecided AwardTo(Organisation organisation, long cents = 3_000_000) =>
        new(
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            "P-2026-0001",
            Guid.Parse(organisation.OrganisationId),
            organisation.Name,
            "Shelter and legal aid",
            "KE",
            cents,
            12,
            [new AwardedBudgetLine("A", cents - 1_000), new AwardedBudgetLine("E", 1_000)],
            Today.AddDays(-40)
        );

    public async Task<Agreement> DraftAsync(Organisation organisation, long cents = 3_000_000)
    {
        var award = AwardTo(organisation, cents);
        await Service.InScopeAsync<IServiceProvider>(async services =>
        {
            var db = services.GetRequiredService<ProjectsDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            await services.GetRequiredService<DraftAgreement>().HandleAsync(award, CancellationToken.None);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        });
        var all = await As(Officer(organisation)).ListAgreementsAsync(new ListAgreementsRequest());
        return all.Agreements.Single(agreement => agreement.AwardId == award.AwardId.ToString("D"));
    }

    /// <summary>Two instalments, three reports; the first report's period is over, nothing is due before today.</summary>
    public static SetAgreementTermsRequest Terms(Agreement draft)
    {
        var cents = draft.Amount.MinorUnits;
        return new SetAgreementTermsRequest
        {
            RequestId = NewId(),
            AgreementId = draft.AgreementId,
            StartsOn = Day(-100),
            EndsOn = Day(200),
            Version = draft.Version,
            Budget =
            {
                new BudgetCategory { Category = "A", Amount = Usd(cents / 2) },
                new BudgetCategory { Category = "B", Amount = Usd(cents - cents / 2) },
            },
            Instalments =
            {
                new InstalmentPlan { Amount = Usd(cents / 10 * 8), DueOn = Day(-100) },
                new InstalmentPlan { Amount = Usd(cents - cents / 10 * 8), DueOn = Day(30) },
            },
            Reports =
            {
                new ReportPlan
                {
                    PeriodFrom = Day(-100),
                    PeriodTo = Day(-10),
                    DueOn = Day(20),
                },
                new ReportPlan
                {
                    PeriodFrom = Day(-9),
                    PeriodTo = Day(100),
                    DueOn = Day(130),
                },
                new ReportPlan
                {
                    PeriodFrom = Day(101),
                    PeriodTo = Day(200),
                    DueOn = Day(260),
                },
            },
        };
    }

    public async Task<Agreement> ActiveAsync(
        Organisation organisation,
        long cents = 3_000_000,
        Action<SetAgreementTermsRequest>? change = null
    )
    {
        var draft = await DraftAsync(organisation, cents);
        var terms = Terms(draft);
        change?.Invoke(terms);
        var officer = As(ProgrammeOfficer);
        await officer.SetAgreementTermsAsync(terms);
        await SendAsync(draft);
        await SignAsync(draft, Officer(organisation));
        return await SignAsync(draft, FundManager);
    }

    public async Task<Agreement> SendAsync(Agreement agreement)
    {
        var request = new SendAgreementRequest { RequestId = NewId(), AgreementId = agreement.AgreementId };
        return (await As(ProgrammeOfficer).SendAgreementAsync(request)).Agreement;
    }

    public async Task<Agreement> SignAsync(Agreement agreement, Caller by)
    {
        var request = new SignAgreementRequest { RequestId = NewId(), AgreementId = agreement.AgreementId };
        return (await As(by).SignAgreementAsync(request)).Agreement;
    }

    public async Task<Agreement> SuspendAsync(Agreement agreement)
    {
        var request = new SuspendAgreementRequest
        {
            RequestId = NewId(),
            AgreementId = agreement.AgreementId,
            Reason = "Audit finding open.",
        };
        return (await As(ProgrammeOfficer).SuspendAgreementAsync(request)).Agreement;
    }

    public async Task<Agreement> RequestAsync(Instalment instalment, Caller? by = null)
    {
        var request = new RequestInstalmentRequest { RequestId = NewId(), InstalmentId = instalment.InstalmentId };
        return (await As(by ?? FinanceOfficer).RequestInstalmentAsync(request)).Agreement;
    }

    public async Task<Agreement> ApproveAsync(Instalment instalment, Caller? by = null)
    {
        var request = new ApproveInstalmentRequest { RequestId = NewId(), InstalmentId = instalment.InstalmentId };
        return (await As(by ?? OtherFinanceOfficer).ApproveInstalmentAsync(request)).Agreement;
    }

    public async Task<Agreement> PayAsync(Instalment instalment) =>
        (await As(FinanceOfficer).PayInstalmentAsync(Payment(instalment))).Agreement;

    public static PayInstalmentRequest Payment(Instalment instalment) =>
        new()
        {
            RequestId = NewId(),
            InstalmentId = instalment.InstalmentId,
            PaymentReference = "UNO-4711",
            PaidOn = Day(0),
        };

    public static SubmitReportRequest Submission(Report report) =>
        new()
        {
            RequestId = NewId(),
            ReportId = report.ReportId,
            Narrative = new Narrative { Activities = "Shelter nights.", Results = "As planned." },
            Spending = { Spent("A", 100_000), Spent("B", 50_000) },
        };

    public static Spending Spent(string category, long cents) =>
        new()
        {
            Category = category,
            Local = new Money { MinorUnits = cents * 129, CurrencyCode = "KES" },
            Usd = Usd(cents),
        };

    public async Task AcceptReturnAsync(Report report) =>
        await Service.InScopeAsync<IServiceProvider>(async services =>
        {
            var db = services.GetRequiredService<ProjectsDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            var accepted = new BeneficiaryReturnAccepted(
                Guid.CreateVersion7(),
                Guid.Parse(report.AgreementId),
                Guid.Parse(report.ReportId)
            );
            await services.GetRequiredService<NoteReturnAccepted>().HandleAsync(accepted, CancellationToken.None);
            await db.SaveChangesAsync();
            await transaction.CommitAsync();
        });

    /// <summary>Submitted by the organisation, its beneficiary return accepted, accepted by staff.</summary>
    public async Task<Report> AcceptedReportAsync(Organisation organisation, Report report)
    {
        await As(Officer(organisation)).SubmitReportAsync(Submission(report));
        await AcceptReturnAsync(report);
        var request = new AcceptReportRequest { RequestId = NewId(), ReportId = report.ReportId };
        return (await As(ProgrammeOfficer).AcceptReportAsync(request)).Report;
    }
}
