using System.Collections.Concurrent;
using Fund.Donations.Domain.Importing;
using Fund.Hosting;

namespace Fund.Donations.Persistence.Importing;

/// <summary>
/// Files that arrive at this process: the check may read one while the rest of it is still on its way, so that it is
/// done soon after the last part. Each is offered once; one that stops arriving is checked when it is whole.
/// </summary>
public sealed class ArrivingFiles : IDisposable
{
    /// <summary>Bytes from which on it is worth while; smaller files are whole before anybody has begun.</summary>
    private const long Worthwhile = 4 * 1024 * 1024;

    private readonly ConcurrentQueue<Guid> _offered = new();
    private readonly WakeSignal _more = new();

    /// <summary>A part was committed.</summary>
    /// <returns>True when there is something to do now that there was not before.</returns>
    public bool PartArrived(ImportFile import, int bytes)
    {
        _more.Wake();
        if (import.State == ImportState.Receiving && import.ReceivedBytes - bytes < Worthwhile)
        {
            if (import.ReceivedBytes < Worthwhile)
            {
                return false;
            }

            _offered.Enqueue(import.Id);
            return true;
        }

        return import.State == ImportState.Checking;
    }

    /// <summary>A file to begin with; null when there is none.</summary>
    public Guid? Next() => _offered.TryDequeue(out var id) ? id : null;

    /// <summary>Waits until a part arrives here, or a little longer when it may arrive elsewhere.</summary>
    public Task MoreAsync(CancellationToken cancellationToken) =>
        _more.WaitAsync(TimeSpan.FromMilliseconds(50), cancellationToken);

    public void Dispose() => _more.Dispose();
}

/// <summary>The rest of the file does not come, or others wait: it is checked when it is whole.</summary>
public sealed class NotYetWholeException() : Exception("The file is not whole yet.");
