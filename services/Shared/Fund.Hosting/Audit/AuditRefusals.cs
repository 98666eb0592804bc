using System.Collections.Concurrent;
using Fund.Kernel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fund.Hosting;

/// <summary>
/// Refused access, written beside the call that was refused: nobody waits for it and nobody can fill the disk with it.
/// The first refusal of a caller, call and reason is written within a second; further ones are counted and written as
/// one entry when a minute is over, or when the process stops.
/// </summary>
public sealed class AuditRefusals(AuditTrail trail, ILogger<AuditRefusals> log) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Most callers and calls that are told apart at the same time; beyond them all count as one.</summary>
    private const int MostKinds = 5_000;

    /// <summary>Most records that one entry names.</summary>
    private const int MostRecords = 20;

    private readonly ConcurrentDictionary<(string Actor, string Call, string Reason), Count> _counts = new();

    /// <summary>True for what is a refusal of access, not of input or state.</summary>
    public static bool IsRefusedAccess(Refusal refusal) =>
        refusal.Kind is RefusalKind.NotAllowed or RefusalKind.NotFound or RefusalKind.NotSignedIn;

    /// <summary>Notes that a call was refused.</summary>
    /// <param name="caller">Null when nobody could be verified.</param>
    /// <param name="call">Name of the RPC.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="address">Where from, when the caller does not say.</param>
    public void Note(Caller? caller, string call, Refusal refusal, string? address = null)
    {
        // Between services a missing record is an answer like any other.
        if (!IsRefusedAccess(refusal) || (caller is { IsService: true } && refusal.Kind == RefusalKind.NotFound))
        {
            return;
        }

        var line = caller is null
            ? new AuditLine("unknown", "", call) { TraceId = AuditCall.TraceId, Address = address }
            : trail.Line(caller, call);
        Tell(line with { Outcome = AuditOutcome.Refused, Reason = refusal.Reason }, refusal.About);
    }

    /// <summary>
    /// Notes a line beside the call: a wrong second factor, or something that was done and is written elsewhere as well.
    /// </summary>
    /// <param name="line">With its reason, when it is a refusal.</param>
    /// <param name="record">What it was about, as <c>kind:id</c>; null for nothing in particular.</param>
    public void Tell(AuditLine line, string? record = null)
    {
        var key = KeyOf(line);
        if (_counts.Count >= MostKinds && !_counts.ContainsKey(key))
        {
            key = ("unknown", "too many calls to tell apart", "");
            line = new AuditLine(key.Item1, "", key.Item2) { Outcome = AuditOutcome.Refused };
            record = null;
        }

        // A count that the worker takes away at this moment refuses, and a new one takes its place.
        while (!_counts.GetOrAdd(key, static _ => new Count()).TryAdd(line, record))
        {
            _counts.TryRemove(key, out _);
        }
    }

    /// <summary>What was done is one by session; refusals are counted by caller, call and reason.</summary>
    private static (string Actor, string Call, string Reason) KeyOf(AuditLine line) =>
        (line.Actor, line.Call, line.Reason ?? line.Session ?? "");

    /// <summary>Writes what is due, or everything.</summary>
    internal async Task WriteAsync(bool everything, CancellationToken cancellationToken)
    {
        var due = new List<AuditLine>();
        foreach (var (key, count) in _counts)
        {
            if (count.Take(everything) is { } line)
            {
                due.Add(line);
            }
            else if (count.IsOver())
            {
                _counts.TryRemove(key, out _);
            }
        }

        if (due.Count > 0)
        {
            try
            {
                await trail.WriteAsync(due, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                // They are counted again, and written when the database is back.
                foreach (var line in due)
                {
                    _counts.GetOrAdd(KeyOf(line), static _ => new Count()).GiveBack(line);
                }

                throw;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Turn, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await TryAsync(everything: false, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: what is counted is written by StopAsync.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await TryAsync(everything: true, cancellationToken).ConfigureAwait(false);
    }

    private async Task TryAsync(bool everything, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(everything, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning("Refusals could not be written to the audit trail yet: {Error}", e.Message);
        }
    }

    /// <summary>Refusals of one caller, call and reason.</summary>
    private sealed class Count
    {
        private readonly Lock _lock = new();
        private readonly HashSet<string> _records = [];
        private AuditLine? _first;
        private int _times;
        private long _writtenAt;
        private bool _isOver;

        /// <summary>False when it has been put aside.</summary>
        public bool TryAdd(AuditLine line, string? record)
        {
            lock (_lock)
            {
                if (_isOver)
                {
                    return false;
                }

                _first ??= line;
                _times++;
                if (record is not null && _records.Count < MostRecords)
                {
                    _records.Add(record);
                }

                return true;
            }
        }

        /// <summary>The line to write, when there is one and it is time.</summary>
        public AuditLine? Take(bool everything)
        {
            lock (_lock)
            {
                if (_first is null || (!everything && !IsMinuteOver()))
                {
                    return null;
                }

                var line = _first with { Times = _times, Records = [.. _records] };
                _first = null;
                _times = 0;
                _records.Clear();
                _writtenAt = TimeProvider.System.GetTimestamp();
                return line;
            }
        }

        public void GiveBack(AuditLine line)
        {
            lock (_lock)
            {
                _first = line;
                _times += line.Times;
                _records.UnionWith(line.Records);
                _writtenAt = 0;
                _isOver = false;
            }
        }

        /// <summary>True when nothing came for a minute; nothing can be added afterwards.</summary>
        public bool IsOver()
        {
            lock (_lock)
            {
                return _isOver = _first is null && IsMinuteOver();
            }
        }

        private bool IsMinuteOver() => _writtenAt == 0 || TimeProvider.System.GetElapsedTime(_writtenAt) >= Minute;
    }
}
