using Fund.Hosting.Tests.Notes;
using Fund.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Fund.Hosting.Tests.Work;

public sealed class ClockWorkTests : IAsyncLifetime
{
    private readonly Turns _turns = new();
    private FreshDatabase _database = null!;
    private TestBroker _broker = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await FreshDatabase.CreateAsync();
        _broker = await TestBroker.CreateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Of_several_instances_one_at_a_time_does_the_work()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();
        await Eventually.TrueAsync(() => _turns.Count >= 20, "twenty turns were taken");
        Assert.Equal(1, _turns.MostAtOnce);
    }

    [Fact]
    public async Task Work_that_fails_is_tried_again()
    {
        _turns.Fails = true;
        await using var service = await StartAsync();
        await Eventually.TrueAsync(() => _turns.Count >= 3, "three turns were taken");
    }

    [Fact]
    public async Task Work_goes_on_after_the_database_dropped_its_connections()
    {
        await using var service = await StartAsync();
        await Eventually.TrueAsync(() => _turns.Count >= 1, "a turn was taken");
        await _database.DisconnectEverybodyAsync();
        var before = _turns.Count;
        await Eventually.TrueAsync(() => _turns.Count >= before + 3, "more turns were taken");
    }

    [Fact]
    public async Task Work_that_is_woken_does_not_wait_for_the_clock()
    {
        await using var service = await StartAsync();
        var turns = service.Services.GetRequiredService<WokenTurns>();
        await Eventually.TrueAsync(() => turns.Count == 1, "the turn at start was taken");
        service.Services.GetRequiredService<ClockWake<CountWokenTurns>>().Wake();
        await Eventually.TrueAsync(() => turns.Count == 2, "the turn was taken that it was woken for");
    }

    private Task<RunningService> StartAsync() =>
        RunningService.StartAsync(
            "donations",
            NotesProgram.Donations,
            _database,
            _broker,
            change: services => services.Replace(ServiceDescriptor.Singleton(_turns)),
            arguments: ["--Services:projects=http://127.0.0.1:9", "--Logging:LogLevel:Fund=None"]
        );
}
