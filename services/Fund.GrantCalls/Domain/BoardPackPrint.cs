namespace Fund.GrantCalls.Domain;

/// <summary>
/// A board pack as a PDF file, made for one person: what they are recused from is not in it. Clock work makes it.
/// </summary>
public sealed class BoardPackPrint
{
    private BoardPackPrint() { }

    public BoardPackPrint(Guid sessionId, string language, Guid? forAccount, string by, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        BoardSessionId = sessionId;
        Language = language;
        ForAccount = forAccount;
        RequestedBy = by;
        RequestedAt = now;
    }

    public Guid Id { get; private set; }
    public Guid BoardSessionId { get; private set; }
    public string Language { get; private set; } = "en";

    /// <summary>Account whose recusals count; null for one that has none.</summary>
    public Guid? ForAccount { get; private set; }
    public string RequestedBy { get; private set; } = "";
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>Proposals done. Told while it is made, beside the transaction that ends it.</summary>
    public int Done { get; private set; }

    /// <summary>Proposals in it; 0 before it is begun.</summary>
    public int Total { get; private set; }

    /// <summary>Proposals of the agenda that are not in it.</summary>
    public IReadOnlyList<Guid> LeftOut { get; private set; } = [];
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>It could not be made; the log of the service says why.</summary>
    public bool Failed { get; private set; }

    /// <summary>The file; null before it is finished, and when it could not be made.</summary>
    public byte[]? File { get; private set; }

    public void Finish(byte[] file, int total, IReadOnlyList<Guid> leftOut, DateTimeOffset now)
    {
        File = file;
        Total = total;
        Done = total;
        LeftOut = leftOut;
        FinishedAt = now;
    }

    public void Fail(DateTimeOffset now)
    {
        Failed = true;
        FinishedAt = now;
    }
}
