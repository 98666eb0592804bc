using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Fund.Donations.Persistence;

/// <summary>Lets a reader work ahead of whoever takes in what it reads, by a few batches and no more.</summary>
internal static class Ahead
{
    /// <summary>Gives the items in batches, in order. What the reader throws is thrown here.</summary>
    /// <param name="items">Enumerated on another thread.</param>
    /// <param name="size">Items of a batch.</param>
    /// <param name="most">Batches that may wait.</param>
    /// <param name="cancellationToken">Stops the reader.</param>
    public static async IAsyncEnumerable<IReadOnlyList<T>> ReadAsync<T>(
        IEnumerable<T> items,
        int size,
        int most,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<IReadOnlyList<T>>(
            new BoundedChannelOptions(most) { SingleReader = true, SingleWriter = true }
        );
        var reading = Task.Run(() => ReadAllAsync(items, size, channel.Writer, stopping.Token), CancellationToken.None);
        try
        {
            await foreach (var batch in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return batch;
            }
        }
        finally
        {
            // Whoever stops in the middle must not leave a thread behind that still reads.
            await stopping.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await reading;
    }

    private static async Task ReadAllAsync<T>(
        IEnumerable<T> items,
        int size,
        ChannelWriter<IReadOnlyList<T>> writer,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var batch = new List<T>(size);
            foreach (var item in items)
            {
                batch.Add(item);
                if (batch.Count == size)
                {
                    await writer.WriteAsync(batch, cancellationToken);
                    batch = new List<T>(size);
                }
            }

            if (batch.Count > 0)
            {
                await writer.WriteAsync(batch, cancellationToken);
            }
        }
        finally
        {
            writer.Complete();
        }
    }
}
