namespace Fund.Hosting;

/// <summary>Wakes one waiter of this process. Woken twice before it looks, it looks once.</summary>
public class WakeSignal : IDisposable
{
    private readonly SemaphoreSlim _wake = new(0, 1);

    /// <summary>Waits until woken, or for the time to pass.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        _wake.WaitAsync(atMost, cancellationToken);

    public void Wake()
    {
        if (_wake.CurrentCount > 0)
        {
            return;
        }

        try
        {
            _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else woke it in the same moment, which is all that was wanted.
        }
    }

    public void Dispose()
    {
        _wake.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>
/// Starts the next turn of a kind of clock work in this process at once, because there is something to do. Wake it
/// after the commit. The clock stays: it serves other instances, and whoever was stopped between commit and waking.
/// </summary>
public sealed class ClockWake<TWork> : WakeSignal
    where TWork : class, IClockWork;
