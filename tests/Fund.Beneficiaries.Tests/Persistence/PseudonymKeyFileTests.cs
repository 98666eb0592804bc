using Fund.Hosting;
using Fund.Testing;

namespace Fund.Beneficiaries.Tests.Persistence;

public sealed class PseudonymKeyFileTests
{
    [Fact]
    public async Task Without_a_key_the_service_does_not_start_and_says_which_setting() =>
        Assert.Contains("Pseudonyms:KeyFile is not set", await ProblemAsync());

    [Fact]
    public async Task A_missing_file_is_named() =>
        Assert.Contains("does not exist", await ProblemAsync("--Pseudonyms:KeyFile=/nowhere/pseudonyms.key"));

    [Fact]
    public async Task A_key_that_is_too_short_is_refused()
    {
        using var key = new KeyFile([1, 2, 3]);
        Assert.Contains("holds 3 bytes", await ProblemAsync($"--Pseudonyms:KeyFile={key.Path}"));
    }

    [Fact]
    public async Task Another_key_than_the_one_of_the_stored_hashes_is_refused()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var broker = await TestBroker.CreateAsync();
        using var first = new KeyFile();
        using var second = new KeyFile();
        await (await StartAsync(database, broker, first)).DisposeAsync();
        await (await StartAsync(database, broker, first)).DisposeAsync();
        var exception = await Assert.ThrowsAsync<BadConfigurationException>(() => StartAsync(database, broker, second));
        Assert.Contains("another key", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_instances_that_start_together_agree_on_the_key()
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var broker = await TestBroker.CreateAsync();
        using var key = new KeyFile();
        var services = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => Task.Run(() => StartAsync(database, broker, key)))
        );
        foreach (var service in services)
        {
            await service.DisposeAsync();
        }
    }

    private static Task<RunningService> StartAsync(FreshDatabase database, TestBroker broker, KeyFile key) =>
        RunningService.StartAsync(
            "beneficiaries",
            Program.Build,
            database,
            broker,
            arguments: $"--Pseudonyms:KeyFile={key.Path}"
        );

    private static async Task<string> ProblemAsync(params string[] arguments)
    {
        await using var database = await FreshDatabase.CreateAsync();
        await using var broker = await TestBroker.CreateAsync();
        var exception = await Assert.ThrowsAsync<BadConfigurationException>(() =>
            RunningService.StartAsync("beneficiaries", Program.Build, database, broker, arguments: arguments)
        );
        return exception.Message;
    }
}
