using System.Text.Json;
using Fund.Donations.Features;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Donations.V1;
using Fund.Events;
using Fund.Hosting;
using Fund.Testing;
using Microsoft.Extensions.DependencyInjection;
using Money = Fund.Common.V1.Money;

namespace Fund.Donations.Tests;

/// <summary>A running donations service on a database and broker namespace of its own, with a clock that tests move.</summary>
public sealed class DonationsFixture : IAsyncLifetime
{
    private FreshDatabase? _database;
    private TestBroker? _broker;
    private RunningService? _service;

    /// <summary>The day every test begins on.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 10, 15, 12, 0, 0, TimeSpan.Zero);

    public TestClock Clock { get; } = new(Start);

    public FreshDatabase Database => _database ?? throw new InvalidOperationException("Not started.");

    public TestBroker Broker => _broker ?? throw new InvalidOperationException("Not started.");

    public RunningService Service => _service ?? throw new InvalidOperationException("Not started.");

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        _broker = await TestBroker.CreateAsync();
        _service = await RunningService.StartAsync("donations", Program.Build, Database, Broker, Clock);
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    public DonationsService.DonationsServiceClient As(Caller? caller) =>
        Service.Client<DonationsService.DonationsServiceClient>(caller);

    public DonationsService.DonationsServiceClient Finance => As(TestIdentity.FinanceOfficer);

    /// <summary>A finance officer at the bank statements.</summary>
    public BankingService.BankingServiceClient Banking => BankingAs(TestIdentity.FinanceOfficer);

    public BankingService.BankingServiceClient BankingAs(Caller? caller) =>
        Service.Client<BankingService.BankingServiceClient>(caller);

    public StatementsService.StatementsServiceClient Statements(Caller? caller) =>
        Service.Client<StatementsService.StatementsServiceClient>(caller);

    public LedgerService.LedgerServiceClient LedgerAs(Caller? caller) =>
        Service.Client<LedgerService.LedgerServiceClient>(caller);

    public LedgerService.LedgerServiceClient Ledger => LedgerAs(TestIdentity.FinanceOfficer);

    public LedgerService.LedgerServiceClient LedgerManager => LedgerAs(TestIdentity.FundManager);

    public RatesService.RatesServiceClient RatesAs(Caller? caller) =>
        Service.Client<RatesService.RatesServiceClient>(caller);

    public RatesService.RatesServiceClient Rates => RatesAs(TestIdentity.FinanceOfficer);

    public ReportsService.ReportsServiceClient ReportsAs(Caller? caller) =>
        Service.Client<ReportsService.ReportsServiceClient>(caller);

    /// <summary>A finance officer at the reports.</summary>
    public ReportsService.ReportsServiceClient Reports => ReportsAs(TestIdentity.FinanceOfficer);

    public DonationsService.DonationsServiceClient Manager => As(TestIdentity.FundManager);

    public DonationsService.DonationsServiceClient GrantCalls => As(Caller.OfService("grantcalls"));

    public static string NewId() => Guid.CreateVersion7().ToString("D");

    public static Money Usd(long cents) => Amount(cents, "USD");

    public static Money Amount(long minorUnits, string currency) =>
        new() { MinorUnits = minorUnits, CurrencyCode = currency };

    public async Task<Donor> DonorAsync(
        string name = "Ministry of Foreign Affairs",
        DonorKind kind = DonorKind.Foundation
    )
    {
        var response = await Finance.RegisterDonorAsync(
            new RegisterDonorRequest
            {
                RequestId = NewId(),
                Kind = kind,
                Name = name,
                CountryCode = kind == DonorKind.MemberState ? "AT" : "",
            }
        );
        return response.Donor;
    }

    public async Task<Contribution> ContributeAsync(
        string donorId,
        Money amount,
        string valueDate = "2026-10-10",
        string pledgeId = ""
    )
    {
        var response = await Finance.RecordContributionAsync(
            new RecordContributionRequest
            {
                RequestId = NewId(),
                DonorId = donorId,
                Amount = amount,
                ValueDate = valueDate,
                Channel = Channel.Bank,
                PledgeId = pledgeId,
            }
        );
        return response.Contribution;
    }

    public async Task<Pledge> PledgeAsync(string donorId, Money amount, string on = "2026-10-01", string reference = "")
    {
        var response = await Finance.RecordPledgeAsync(
            new RecordPledgeRequest
            {
                RequestId = NewId(),
                DonorId = donorId,
                Amount = amount,
                PledgedOn = on,
                Reference = reference,
            }
        );
        return response.Pledge;
    }

    public async Task<FundPosition> PositionAsync(string asOf = "") =>
        (await Ledger.GetFundPositionAsync(new GetFundPositionRequest { AsOf = asOf })).Position;

    /// <summary>A donor's statement from the tables, whatever was answered before.</summary>
    internal Task<DonorStatement> StatementMadeAnewAsync(string donor, DateOnly from, DateOnly to) =>
        Service.InScopeAsync<IServiceProvider, DonorStatement>(async services =>
        {
            var db = services.GetRequiredService<DonationsDb>();
            var now = await db.SeenDonorAsync(TestIdentity.FinanceOfficer, Guid.Parse(donor), CancellationToken.None);
            var maker = services.GetRequiredService<StatementMaker>();
            return (await maker.MakeAsync(now, new StatementQuestion(from, to, ""), CancellationToken.None)).ToWire();
        });

    /// <summary>Puts an event on the bus, several times as the same message when asked.</summary>
    public async Task PublishAsync(IFact fact, int times = 1)
    {
        await using var command = Database.Source.CreateCommand(
            """
            insert into outbox (message_id, aggregate_key, type, body)
            select $1, $2, $3, $4::jsonb from generate_series(1, $5)
            """
        );
        command.Parameters.AddWithValue(Guid.CreateVersion7());
        command.Parameters.AddWithValue(fact.AggregateId.ToString("D"));
        command.Parameters.AddWithValue(fact.GetType().FullName!);
        command.Parameters.AddWithValue(
            JsonSerializer.Serialize(fact, fact.GetType(), new JsonSerializerOptions(JsonSerializerDefaults.Web))
        );
        command.Parameters.AddWithValue(times);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until everything enqueued here was published and consumed, or set aside as dead.</summary>
    public async Task QuietAsync(string queue)
    {
        await Eventually.EqualAsync(0L, () => Database.ScalarAsync<long>("select count(*) from outbox"), "the outbox");
        await Eventually.EqualAsync(0u, () => Broker.CountAsync(queue), queue);
    }

    /// <summary>Sums of the ledger are zero and the running totals are the ledger's.</summary>
    public async Task BooksBalanceAsync()
    {
        var balance = await Ledger.GetTrialBalanceAsync(new GetTrialBalanceRequest());
        Assert.All(balance.Sums, sum => Assert.Equal(0, sum.MinorUnits));
    }
}
