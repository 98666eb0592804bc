namespace Fund.Gateway.OpenData;

/// <summary>
/// Something that is asked for often and may be a little old: loaded once for all who ask at the same time, and kept
/// for a while. A failure is told to all who wait for it and is kept for nobody else.
/// </summary>
/// <param name="load">Loads it anew; belongs to no single request, so nobody who leaves ends it for the others.</param>
/// <param name="keep">How long it may be shown.</param>
/// <param name="time">The clock.</param>
internal sealed class Kept<T>(Func<Task<T>> load, TimeSpan keep, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Task<T>? _loading;
    private DateTimeOffset _loadedAt;

    public Task<T> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var isFresh = _loading is { IsCompletedSuccessfully: true } && now < _loadedAt + keep;
            if (!isFresh && _loading is not { IsCompleted: false })
            {
                _loadedAt = now;
                _loading = Task.Run(load, CancellationToken.None);
            }

            return _loading!.WaitAsync(cancellationToken);
        }
    }
}
