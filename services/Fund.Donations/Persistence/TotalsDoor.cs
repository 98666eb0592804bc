namespace Fund.Donations.Persistence;

/// <summary>
/// Those who take money away pass one after the other in the database, whatever happens. Here they wait for that in
/// memory, so that a crowd of them does not hold every connection while it waits for one row.
/// </summary>
public sealed class TotalsDoor : IDisposable
{
    /// <summary>One decides, the next one gets ready.</summary>
    private readonly SemaphoreSlim _inside = new(2);

    public async Task<T> PassAsync<T>(Func<Task<T>> decide, CancellationToken cancellationToken)
    {
        await _inside.WaitAsync(cancellationToken);
        try
        {
            return await decide();
        }
        finally
        {
            _inside.Release();
        }
    }

    public void Dispose() => _inside.Dispose();
}
