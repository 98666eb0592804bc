namespace Fund.Donations.Persistence;

/// <summary>
/// Those who need one row pass one after the other in the database, whatever happens. Here they wait for that in
/// memory, so that a crowd of them does not hold every connection while it waits for one row.
/// </summary>
public abstract class Door : IDisposable
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

    public void Dispose()
    {
        _inside.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Before the running totals, for those who take money away.</summary>
public sealed class TotalsDoor : Door;

/// <summary>Before the numbers of receipts, which have no gaps.</summary>
public sealed class ReceiptsDoor : Door;
