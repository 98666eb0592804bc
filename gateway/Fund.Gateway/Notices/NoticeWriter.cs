using System.Threading.Channels;
using Fund.Events;
using Npgsql;
using NpgsqlTypes;

namespace Fund.Gateway.Notices;

/// <summary>
/// Stores notices that arrive at the same time in one statement and one commit, because there is one for every
/// contribution. Whoever hands one over waits until it is stored: an event is acknowledged only after that.
/// </summary>
internal sealed class NoticeWriter(NpgsqlDataSource source) : BackgroundService
{
    /// <summary>Notices of one commit, and so messages that may wait for one.</summary>
    public const int MostAtOnce = 200;

    /// <summary>Lets notices gather: commits of their own would be as many as those of the money, on the same disk.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(40);

    // The primary key is the contribution's own id, so a repetition does nothing and needs no inbox row.
    private const string Insert = """
        insert into notices (notice_id, donor_id, amount_minor, amount_currency, value_date, kind)
        select notice.*, 'ContributionRecorded' from unnest($1, $2, $3, $4, $5) as notice
        on conflict (notice_id) do nothing
        """;

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(1_000);

    /// <summary>Stores the notice; fails when it could not be stored.</summary>
    public async Task WriteAsync(ContributionRecorded fact, CancellationToken cancellationToken)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _waiting.Writer.WriteAsync(new Waiting(fact, stored), cancellationToken);
        await stored.Task.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>(MostAtOnce);
        while (await WaitAsync(stoppingToken))
        {
            batch.Clear();
            while (batch.Count < MostAtOnce && _waiting.Reader.TryRead(out var next))
            {
                batch.Add(next);
            }

            await StoreAsync(batch, stoppingToken);
        }
    }

    private async Task<bool> WaitAsync(CancellationToken stoppingToken)
    {
        try
        {
            var more = await _waiting.Reader.WaitToReadAsync(stoppingToken);
            if (_waiting.Reader.Count < MostAtOnce)
            {
                await Task.Delay(Gather, stoppingToken);
            }

            return more;
        }
        catch (OperationCanceledException)
        {
            // Stopping: what was not stored was not acknowledged and comes again.
            return false;
        }
    }

    private async Task StoreAsync(List<Waiting> batch, CancellationToken stoppingToken)
    {
        try
        {
            await using var command = source.CreateCommand(Insert);
            Add(command, NpgsqlDbType.Uuid, batch.ConvertAll(row => row.Fact.ContributionId));
            Add(command, NpgsqlDbType.Uuid, batch.ConvertAll(row => row.Fact.DonorId));
            Add(command, NpgsqlDbType.Bigint, batch.ConvertAll(row => row.Fact.AmountMinor));
            Add(command, NpgsqlDbType.Text, batch.ConvertAll(row => row.Fact.CurrencyCode));
            Add(command, NpgsqlDbType.Date, batch.ConvertAll(row => row.Fact.ValueDate));
            await command.ExecuteNonQueryAsync(stoppingToken);
            batch.ForEach(row => row.Stored.SetResult());
        }
        catch (Exception e)
        {
            // Each consumer hears of it and does what it does with failures: wait for the database, or give up.
            batch.ForEach(row => row.Stored.SetException(e));
        }
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, List<T> values) =>
        command.Parameters.Add(
            new NpgsqlParameter<List<T>> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values }
        );

    private sealed record Waiting(ContributionRecorded Fact, TaskCompletionSource Stored);
}
