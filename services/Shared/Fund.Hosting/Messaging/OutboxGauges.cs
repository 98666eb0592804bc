using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Fund.Hosting;

/// <summary>
/// Measures the outbox: <c>fund.outbox.waiting</c> (events), <c>fund.outbox.lag</c> (seconds since the oldest was made)
/// and <c>fund.outbox.parked</c> (events that need somebody). Only where metrics are collected.
/// </summary>
internal sealed class OutboxGauges(NpgsqlDataSource source, ILogger<OutboxGauges> log) : BackgroundService
{
    private const string Sql = """
        select count(*) filter (where parked_at is null),
            coalesce(extract(epoch from now() - min(created_at) filter (where parked_at is null)), 0)::float8,
            count(*) filter (where parked_at is not null)
        from outbox
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private Measurement _latest = new(0, 0, 0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        FundTelemetry.Meter.CreateObservableGauge("fund.outbox.waiting", () => _latest.Waiting, "{event}");
        FundTelemetry.Meter.CreateObservableGauge("fund.outbox.lag", () => _latest.LagSeconds, "s");
        FundTelemetry.Meter.CreateObservableGauge("fund.outbox.parked", () => _latest.Parked, "{event}");
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                _latest = await MeasureAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (NpgsqlException e)
            {
                log.LogWarning("The outbox could not be measured: {Error}", e.Message);
            }

            await Task.Delay(Interval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new Measurement(reader.GetInt64(0), reader.GetDouble(1), reader.GetInt64(2));
    }

    internal sealed record Measurement(long Waiting, double LagSeconds, long Parked);
}
