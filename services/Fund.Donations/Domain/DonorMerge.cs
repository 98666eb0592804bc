using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>A duplicate that was merged into another donor, and what became of that.</summary>
public sealed class DonorMerge
{
    private DonorMerge() { }

    public DonorMerge(Guid survivorId, Guid mergedId, string reason, string mergedBy, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        SurvivorId = survivorId;
        MergedId = mergedId;
        Reason = reason;
        MergedBy = mergedBy;
        MergedAt = at;
    }

    public Guid Id { get; private set; }

    public Guid SurvivorId { get; private set; }

    public Guid MergedId { get; private set; }

    public string Reason { get; private set; } = "";

    /// <summary>Subject of whoever merged them.</summary>
    public string MergedBy { get; private set; } = "";

    public DateTimeOffset MergedAt { get; private set; }

    public string? UndoReason { get; private set; }

    public string? UndoneBy { get; private set; }

    public DateTimeOffset? UndoneAt { get; private set; }

    /// <exception cref="RefusedException">MERGE_UNDONE.</exception>
    public void Undo(string reason, string by, DateTimeOffset at)
    {
        if (UndoneAt is not null)
        {
            throw DonationRefusals.MergeUndone(Id).AsException();
        }

        UndoReason = reason;
        UndoneBy = by;
        UndoneAt = at;
    }
}

/// <summary>A row that a merge moved: its table, the column that refers to the donor, and the rest of its key.</summary>
public sealed class DonorMergeRow
{
    private DonorMergeRow() { }

    public long Id { get; private set; }

    public Guid MergeId { get; private set; }

    public string TableName { get; private set; } = "";

    public string ColumnName { get; private set; } = "";

    public string RowKey { get; private set; } = "";
}

/// <summary>A row of the survivor that referred to a moved one when the merge was made.</summary>
public sealed class DonorMergeCrossing
{
    private DonorMergeCrossing() { }

    public long Id { get; private set; }

    public Guid MergeId { get; private set; }

    public string TableName { get; private set; } = "";

    public string RowKey { get; private set; } = "";
}
