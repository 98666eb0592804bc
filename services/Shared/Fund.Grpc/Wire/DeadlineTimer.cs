namespace Grpc.Wire;

/// <summary>
/// Calls back once when a time span is over, measured on the monotonic clock: a system clock set forward or back ends no
/// call. Longer spans than timers can hold are waited for in parts.
/// </summary>
internal sealed class DeadlineTimer : IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(40);

    private readonly long started = TimeProvider.System.GetTimestamp();
    private readonly TimeSpan span;
    private readonly Action<object> passed;
    private readonly object state;
    private readonly Timer timer;

    /// <summary>Starts waiting.</summary>
    /// <param name="span">How long; positive.</param>
    /// <param name="passed">Called on a timer thread, where an exception would end the process.</param>
    /// <param name="state">What the callback gets.</param>
    public DeadlineTimer(TimeSpan span, Action<object> passed, object state)
    {
        this.span = span;
        this.passed = passed;
        this.state = state;
        timer = new Timer(static self => ((DeadlineTimer)self!).Tick(), this, Timeout.Infinite, Timeout.Infinite);
        Wait(span);
    }

    /// <summary>Whether the time is over, even if the callback has not come yet.</summary>
    public bool IsOver => Remaining <= TimeSpan.Zero;

    private TimeSpan Remaining => span - TimeProvider.System.GetElapsedTime(started);

    /// <summary>No callback begins any more; one under way goes on.</summary>
    public void Dispose() => timer.Dispose();

    /// <summary>No callback begins any more, and none is under way.</summary>
    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private void Tick()
    {
        TimeSpan remaining = Remaining;
        if (remaining <= TimeSpan.Zero)
        {
            passed(state);
        }
        else
        {
            Wait(remaining);
        }
    }

    private void Wait(TimeSpan remaining)
    {
        // Timers count whole milliseconds; rounding up spares a second, too early tick.
        TimeSpan wait = remaining < LongestWait ? remaining : LongestWait;
        timer.Change((long)Math.Ceiling(wait.TotalMilliseconds), Timeout.Infinite);
    }
}
