namespace Fund.Hosting;

/// <summary>What became of a call.</summary>
public enum AuditOutcome
{
    /// <summary>It was carried out.</summary>
    Done,

    /// <summary>Somebody read what is watched over.</summary>
    Read,

    /// <summary>Access was refused.</summary>
    Refused,
}

/// <summary>
/// One line of the audit trail: who did what on which records, when and from where. Never changed after it was
/// written. See services/decisions/0047-audit-trail.md.
/// </summary>
public sealed class AuditEntry
{
    private AuditEntry() { }

    internal AuditEntry(AuditLine line)
    {
        Actor = line.Actor;
        Roles = line.Roles;
        Call = line.Call;
        Outcome = line.Outcome;
        Reason = line.Reason;
        Times = line.Times;
        RequestId = line.RequestId;
        TraceId = line.TraceId;
        Address = line.Address;
        Session = line.Session;
        Records = line.Records;
        Changes = line.Changes;
    }

    /// <summary>Rises with time; the order of the trail.</summary>
    public long Id { get; private set; }

    /// <summary>The database's clock, when the transaction began.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Account id, <c>service:NAME</c>, <c>public</c>, or <c>unknown</c> when nobody could be verified.</summary>
    public string Actor { get; private set; } = "";

    /// <summary>Roles of the actor at that moment, snake_case with commas between; empty for none.</summary>
    public string Roles { get; private set; } = "";

    /// <summary>Name of the RPC; <c>event NAME</c> or <c>clock work NAME</c> for what no caller asked for.</summary>
    public string Call { get; private set; } = "";

    public AuditOutcome Outcome { get; private set; }

    /// <summary>Reason of the refusal; null when it was none.</summary>
    public string? Reason { get; private set; }

    /// <summary>How often; above 1 only for refusals, which are counted by caller, call and minute.</summary>
    public int Times { get; private set; } = 1;

    /// <summary>Chosen by the caller; the message id for an event.</summary>
    public string? RequestId { get; private set; }

    /// <summary>W3C trace id, which is the same in all services that took part.</summary>
    public string? TraceId { get; private set; }

    /// <summary>Internet address of the person.</summary>
    public string? Address { get; private set; }

    /// <summary>The session the person signed in with; says nothing that could be used to sign in.</summary>
    public string? Session { get; private set; }

    /// <summary>Every record it was about, as <c>kind:id</c>.</summary>
    public string[] Records { get; private set; } = [];

    /// <summary>What changed, as a JSON array; see <see cref="AuditChanges"/>.</summary>
    public string Changes { get; private set; } = AuditChanges.None;
}

/// <summary>What stands for all entries since the previous seal: the root of their tree, chained to earlier seals.</summary>
public sealed class AuditSeal
{
    private AuditSeal() { }

    internal AuditSeal(long number, long lastId, int entries, byte[] root, DateTimeOffset sealedAt)
    {
        Number = number;
        LastId = lastId;
        Entries = entries;
        Root = root;
        SealedAt = sealedAt;
    }

    /// <summary>From 1, without gaps.</summary>
    public long Number { get; private set; }

    /// <summary>Id of its last entry; its first is the next one after the previous seal's.</summary>
    public long LastId { get; private set; }

    /// <summary>How many entries.</summary>
    public int Entries { get; private set; }

    /// <summary>Root of the tree of the entries' hashes.</summary>
    public byte[] Root { get; private set; } = [];

    /// <summary>Hash of the previous seal; zeros before the first.</summary>
    public byte[] Previous { get; internal set; } = [];

    /// <summary>Hash of an earlier seal, so that the way from any seal to any later one is short.</summary>
    public byte[] Skip { get; internal set; } = [];

    /// <summary>SHA-256 over all of the above.</summary>
    public byte[] Hash { get; internal set; } = [];

    /// <summary>The database's clock.</summary>
    public DateTimeOffset SealedAt { get; private set; }
}
