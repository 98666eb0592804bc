using Npgsql;

namespace Fund.Hosting;

/// <summary>How long a repetition is recognised.</summary>
/// <param name="RequestDays">Days that a request id and its answer are kept (<c>Retention:RequestDays</c>).</param>
/// <param name="InboxDays">Days that a consumed message id is kept (<c>Retention:InboxDays</c>).</param>
internal sealed record Retention(int RequestDays, int InboxDays)
{
    private const int Least = 1;
    private const int Most = 3650;

    public static Retention Of(FundSettings settings) =>
        new(
            settings.Number("Retention:RequestDays", 90, Least, Most),
            settings.Number("Retention:InboxDays", 30, Least, Most)
        );
}

/// <summary>
/// Clock work of every process with a database: deletes request ids and consumed message ids that are older than their
/// retention, in small batches, each a transaction of its own, so that nobody waits for it and it can end at any
/// moment. What was done by those requests stays, of course; only their repetition is no longer recognised.
/// </summary>
/// <remarks>
/// Age is measured by the database's clock, which also wrote the entries: a process whose own clock is wrong must not
/// forget what was asked yesterday.
/// </remarks>
internal sealed class ForgetOldRequests(NpgsqlDataSource source, Retention retention) : IClockWork
{
    internal const int Batch = 1000;

    public static string Name => "hosting.forget-old-requests";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ForgetAsync("requests", "created_at", retention.RequestDays, cancellationToken).ConfigureAwait(false);
        await ForgetAsync("inbox", "consumed_at", retention.InboxDays, cancellationToken).ConfigureAwait(false);
    }

    private async Task ForgetAsync(string table, string moment, int days, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            $"""
            delete from {table} where ctid = any (array(
                select ctid from {table} where {moment} < now() - make_interval(days => $1) limit {Batch}
            ))
            """
        );
        command.Parameters.AddWithValue(days);
        int deleted;
        do
        {
            deleted = await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        } while (deleted == Batch);
    }
}
