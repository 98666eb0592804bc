using System.Text.Json.Serialization;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Fund.Hosting;

/// <summary>What <c>/health/ready</c> says.</summary>
/// <param name="Status">ready, degraded (accepting, but events wait for the broker) or not ready.</param>
/// <param name="Parts">Each part and how it is.</param>
internal sealed record HealthReport(string Status, IReadOnlyDictionary<string, string> Parts)
{
    public static HealthReport Alive { get; } = new("alive", new Dictionary<string, string>());

    [JsonIgnore]
    public bool IsReady => Status != HealthState.NotReady;
}

/// <summary>
/// Ready means: not stopping, database reachable and migrated, and no queue or exchange that the broker refuses to have
/// as this build needs it. A broker that is down only degrades: requests are still accepted and their events wait in
/// the outbox. One that refuses does not come round by itself, so a person has to see it.
/// </summary>
internal sealed class HealthState(FundHost host, IServiceProvider services)
{
    internal const string NotReady = "not ready";
    private const string BrokerDown = "down";
    private static readonly TimeSpan DatabaseTimeout = TimeSpan.FromSeconds(2);

    public async Task<HealthReport> ReportAsync(CancellationToken cancellationToken)
    {
        var parts = new Dictionary<string, string>();
        if (host.Stopping)
        {
            parts["process"] = "stopping";
        }

        if (host.HasDatabase)
        {
            parts["database"] = await DatabaseAsync(cancellationToken).ConfigureAwait(false);
        }

        if (host.HasBus)
        {
            parts["broker"] = Broker();
        }

        var isReady = parts.Values.All(part => part is "up" or BrokerDown);
        var isDegraded = isReady && parts.ContainsValue(BrokerDown);
        return new HealthReport(
            !isReady ? NotReady
                : isDegraded ? "degraded"
                : "ready",
            parts
        );
    }

    private string Broker() =>
        services.GetRequiredService<Topology>().Refusal
        ?? (
            services.GetRequiredService<IBusControl>().CheckHealth().Status == BusHealthStatus.Healthy
                ? "up"
                : BrokerDown
        );

    private async Task<string> DatabaseAsync(CancellationToken cancellationToken)
    {
        if (!host.Migrated)
        {
            return "not migrated";
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(DatabaseTimeout);
        try
        {
            await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand("select 1");
            await command.ExecuteScalarAsync(timeout.Token).ConfigureAwait(false);
            return "up";
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            return "unreachable";
        }
    }
}
