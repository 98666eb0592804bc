using System.Diagnostics;

namespace Fund.Testing;

/// <summary>Waits for something that happens by itself, soon. The only place in the tests that polls.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    /// <summary>Waits until the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not in time; says what was waited for.</exception>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition().ConfigureAwait(false))
        {
            if (Stopwatch.GetElapsedTime(started) > (within ?? Patience))
            {
                throw new TimeoutException($"Waited {within ?? Patience} in vain until {what}.");
            }

            await Task.Delay(Interval).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, string, TimeSpan?)"/>
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? within = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, within);

    /// <summary>Waits until the value is what is expected.</summary>
    public static Task EqualAsync<T>(T expected, Func<Task<T>> actual, string what, TimeSpan? within = null) =>
        TrueAsync(
            async () => EqualityComparer<T>.Default.Equals(expected, await actual().ConfigureAwait(false)),
            $"{what} was {expected}",
            within
        );
}
