namespace Fund.Hosting;

/// <summary>
/// Records that somebody must not learn of whatever their role is: the trail answers them no entry that is about one of
/// these. A service that has such records registers this; the chain is verified over all entries all the same.
/// </summary>
public interface IHiddenRecords
{
    /// <summary>References as <see cref="AuditChanges.Reference"/> writes them; empty for nearly everybody.</summary>
    Task<IReadOnlyCollection<string>> OfAsync(Caller caller, CancellationToken cancellationToken);
}
