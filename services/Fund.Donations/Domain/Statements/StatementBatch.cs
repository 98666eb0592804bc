using Fund.Kernel;

namespace Fund.Donations.Domain.Statements;

/// <summary>What became of one donor in a batch. The numbers are those of the wire.</summary>
public enum BatchItemState
{
    Waiting = 1,
    Made = 2,

    /// <summary>An earlier batch made the same statement; its paper is used again.</summary>
    Unchanged = 3,
    Failed = 4,
}

/// <summary>A request for the statements of all donors of one year. Clock work carries it out.</summary>
public sealed class StatementBatch
{
    private StatementBatch() { }

    public StatementBatch(int year, string language, string requestedBy, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        Year = year;
        Language = language;
        RequestedBy = requestedBy;
        RequestedAt = at;
    }

    public Guid Id { get; private set; }

    public int Year { get; private set; }

    /// <summary>Language of all of them; empty for each donor's own.</summary>
    public string Language { get; private set; } = "";

    public string RequestedBy { get; private set; } = "";

    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>Null while donors wait.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    public DateOnly From => new(Year, 1, 1);

    public DateOnly To => new(Year, 12, 31);

    /// <summary>Nobody waits any more.</summary>
    public void Finish(DateTimeOffset at) => FinishedAt ??= at;
}

/// <summary>One donor of a batch.</summary>
public sealed class StatementBatchItem
{
    private StatementBatchItem() { }

    public Guid BatchId { get; private set; }

    /// <summary>From 1, by name.</summary>
    public int Position { get; private set; }

    public Guid DonorId { get; private set; }

    /// <summary>When the batch was asked for.</summary>
    public string DonorName { get; private set; } = "";

    public BatchItemState State { get; private set; }

    /// <summary>The statement; null while waiting and after a failure.</summary>
    public Guid? PaperId { get; private set; }

    /// <summary>Why it failed, in words.</summary>
    public string Problem { get; private set; } = "";

    public void Done(Guid paperId, bool isNew)
    {
        State = isNew ? BatchItemState.Made : BatchItemState.Unchanged;
        PaperId = paperId;
    }

    public void Fail(Sentence problem)
    {
        State = BatchItemState.Failed;
        Problem = problem.Text;
    }
}

/// <summary>A statement as it was made. Never changed.</summary>
public sealed class StatementPaperFile
{
    private StatementPaperFile() { }

    public StatementPaperFile(StatementDocument document, byte[] figures, byte[] file, DateTimeOffset madeAt)
    {
        ArgumentNullException.ThrowIfNull(document);
        Id = Guid.CreateVersion7(madeAt);
        DonorId = document.Donor.Id;
        FromDate = document.From;
        ToDate = document.To;
        Language = document.Language;
        Figures = figures;
        Number = document.Number;
        DonorName = document.Donor.Name;
        MadeAt = madeAt;
        File = file;
    }

    public Guid Id { get; private set; }

    public Guid DonorId { get; private set; }

    public DateOnly FromDate { get; private set; }

    public DateOnly ToDate { get; private set; }

    public string Language { get; private set; } = "en";

    /// <summary>SHA-256 of everything it says but the day it was made.</summary>
    public byte[] Figures { get; private set; } = [];

    /// <summary>Running number.</summary>
    public string Number { get; private set; } = "";

    /// <summary>As it stands on it.</summary>
    public string DonorName { get; private set; } = "";

    public DateTimeOffset MadeAt { get; private set; }

    /// <summary>The PDF file.</summary>
    public byte[] File { get; private set; } = [];
}
