using Fund.Kernel;

namespace Fund.GrantCalls.Domain;

/// <summary>Where a session of the Board stands.</summary>
public enum SessionState
{
    /// <summary>Recorded in one go, with names of trustees and without an agenda.</summary>
    Recorded,

    /// <summary>Nothing can be decided yet.</summary>
    Planned,

    /// <summary>Attendance is recorded; the Board decides.</summary>
    Held,

    /// <summary>Over; its minutes are written.</summary>
    Closed,
}

/// <summary>One item of an agenda: a proposal, or words.</summary>
/// <param name="ProposalId">Null for an item in words.</param>
/// <param name="Text">Empty for a proposal.</param>
public sealed record AgendaItem(Guid? ProposalId, string Text);

/// <summary>A trustee who is there.</summary>
/// <param name="AccountId">Account of the trustee.</param>
/// <param name="Name">As it stands in the minutes; names of accounts can change.</param>
public sealed record Attendee(Guid AccountId, string Name, bool IsChair);

/// <summary>What is planned for a session.</summary>
public sealed record SessionPlan(
    DateOnly HeldOn,
    string Place,
    IReadOnlyList<Guid> CallIds,
    IReadOnlyList<AgendaItem> Agenda
);

/// <summary>
/// A session of the Board of Trustees: planned → held → closed, on one or more calls. Those that were recorded in one go
/// have names instead of accounts, no agenda, and take decisions at any time.
/// </summary>
public sealed class BoardSession
{
    private BoardSession() { }

    /// <summary>A session recorded in one go.</summary>
    public BoardSession(
        Guid callId,
        DateOnly heldOn,
        IReadOnlyList<string> present,
        int quorum,
        string by,
        DateTimeOffset now
    )
    {
        Id = Guid.CreateVersion7(now);
        CallId = callId;
        CallIds = [callId];
        HeldOn = heldOn;
        Present = present;
        Quorum = quorum;
        RecordedBy = by;
        RecordedAt = now;
    }

    /// <summary>A session that is to be held.</summary>
    public static BoardSession Plan(SessionPlan plan, string by, DateTimeOffset now)
    {
        var session = new BoardSession
        {
            Id = Guid.CreateVersion7(now),
            State = SessionState.Planned,
            RecordedBy = by,
            RecordedAt = now,
            Version = 1,
        };
        session.Take(plan);
        return session;
    }

    public Guid Id { get; private set; }

    /// <summary>The first of its calls.</summary>
    public Guid CallId { get; private set; }
    public IReadOnlyList<Guid> CallIds { get; private set; } = [];
    public SessionState State { get; private set; }

    /// <summary>The day planned; the day it was held once it was.</summary>
    public DateOnly HeldOn { get; private set; }
    public string Place { get; private set; } = "";
    public IReadOnlyList<AgendaItem> Agenda { get; private set; } = [];
    public IReadOnlyList<Attendee> Attendees { get; private set; } = [];

    /// <summary>Names of the trustees present, each once.</summary>
    public IReadOnlyList<string> Present { get; private set; } = [];

    /// <summary>The setting that was in force when attendance was recorded; 0 before.</summary>
    public int Quorum { get; private set; }

    /// <summary>Counts changes of the plan and of attendance.</summary>
    public int Version { get; private set; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public string RecordedBy { get; private set; } = "";
    public DateTimeOffset RecordedAt { get; private set; }

    public bool HasQuorum => Quorum > 0 && Present.Count >= Quorum;

    /// <summary>True for a session with a life of its own: agenda, accounts, recusals before the item, minutes.</summary>
    public bool IsPlannedOne => State != SessionState.Recorded;

    public IEnumerable<Guid> Proposals => Agenda.Select(item => item.ProposalId).OfType<Guid>();

    /// <summary>Replaces the plan.</summary>
    /// <exception cref="RefusedException">SESSION_STATE once closed; CHANGED_MEANWHILE.</exception>
    public void Change(SessionPlan plan, int loadedVersion)
    {
        RequireUnfinished();
        if (loadedVersion != Version)
        {
            throw Refusals.ChangedMeanwhile("board session").AsException();
        }

        Take(plan);
        Version++;
    }

    /// <summary>Planned → held, or who is there has changed.</summary>
    public void Attend(DateOnly heldOn, IReadOnlyList<Attendee> attendees, int quorum)
    {
        RequireUnfinished();
        HeldOn = heldOn;
        Attendees = attendees;
        Present = [.. attendees.Select(attendee => attendee.Name)];
        Quorum = quorum;
        State = SessionState.Held;
        Version++;
    }

    /// <summary>Held → closed.</summary>
    public void Close(DateTimeOffset now)
    {
        RequireHeld();
        ClosedAt = now;
        State = SessionState.Closed;
        Version++;
    }

    /// <summary>The names of those present who are recused, in the order of attendance.</summary>
    public IReadOnlyList<string> NamesOf(IReadOnlySet<Guid> recused) =>
        [.. Attendees.Where(attendee => recused.Contains(attendee.AccountId)).Select(attendee => attendee.Name)];

    public bool IsChairedBy(Guid? account) =>
        Attendees.Any(attendee => attendee.IsChair && attendee.AccountId == account);

    /// <exception cref="RefusedException">SESSION_STATE unless it is planned or held.</exception>
    public void RequireUnfinished()
    {
        if (State is not (SessionState.Planned or SessionState.Held))
        {
            throw SessionRefusals.Over().AsException();
        }
    }

    /// <exception cref="RefusedException">SESSION_STATE unless it is held.</exception>
    public void RequireHeld()
    {
        if (State == SessionState.Planned)
        {
            throw SessionRefusals.NotBegun().AsException();
        }

        RequireUnfinished();
    }

    /// <summary>A session with an agenda decides on what is on it, while it is held.</summary>
    /// <exception cref="RefusedException">SESSION_STATE, NOT_ON_AGENDA.</exception>
    public void RequireItem(Guid proposalId)
    {
        if (!IsPlannedOne)
        {
            return;
        }

        RequireHeld();
        RequireOnAgenda(proposalId);
    }

    /// <exception cref="RefusedException">NOT_ON_AGENDA.</exception>
    public void RequireOnAgenda(Guid proposalId)
    {
        if (!Proposals.Contains(proposalId))
        {
            throw SessionRefusals.NotOnAgenda().AsException();
        }
    }

    /// <summary>Where there was a vote, nobody votes who was not there or recused, and more are for it than against.</summary>
    public void RequireVote(IReadOnlyList<string> recused, DecisionNotes notes)
    {
        if (notes.VotesFor is not { } votesFor)
        {
            return;
        }

        var (against, abstentions) = (notes.VotesAgainst ?? 0, notes.Abstentions ?? 0);
        var able = Present.Count - recused.Count;
        if (votesFor + against + abstentions > able)
        {
            throw BoardRefusals.TooManyVotes(votesFor + against + abstentions, able).AsException();
        }

        if (votesFor <= against)
        {
            throw BoardRefusals.VoteLost(votesFor, against).AsException();
        }
    }

    /// <summary>
    /// A decision needs a quorum present, and somebody left to take it: trustees who recused themselves count for the
    /// quorum of the session but cannot decide.
    /// </summary>
    public void RequireAbleToDecide(IReadOnlyList<string> recused)
    {
        if (!HasQuorum)
        {
            throw BoardRefusals.NoQuorum(Present.Count, Quorum).AsException();
        }

        if (recused.Count >= Present.Count)
        {
            throw BoardRefusals.EverybodyRecused(Present.Count).AsException();
        }
    }

    private void Take(SessionPlan plan)
    {
        HeldOn = plan.HeldOn;
        Place = plan.Place;
        CallId = plan.CallIds[0];
        CallIds = plan.CallIds;
        Agenda = plan.Agenda;
    }
}

/// <summary>
/// A trustee takes no part in a proposal. It binds from the moment it is recorded, in every session: what somebody has not
/// read they cannot have used. What staff recorded for the wrong trustee is taken back before the item; it stays on the
/// record. What a trustee declared is never taken back.
/// </summary>
public sealed class BoardRecusal
{
    private BoardRecusal() { }

    public BoardRecusal(Guid sessionId, Guid proposalId, Attendee trustee, string reason, string by, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        BoardSessionId = sessionId;
        ProposalId = proposalId;
        TrusteeId = trustee.AccountId;
        Name = trustee.Name;
        Reason = reason;
        RecordedBy = by;
        RecordedAt = now;
    }

    public Guid Id { get; private set; }

    /// <summary>Session in which it was declared.</summary>
    public Guid BoardSessionId { get; private set; }
    public Guid ProposalId { get; private set; }

    /// <summary>Account of the trustee.</summary>
    public Guid TrusteeId { get; private set; }
    public string Name { get; private set; } = "";
    public string Reason { get; private set; } = "";
    public string RecordedBy { get; private set; } = "";
    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>Null while it binds.</summary>
    public DateTimeOffset? UndoneAt { get; private set; }
    public string? UndoneBy { get; private set; }
    public string? UndoReason { get; private set; }

    /// <summary>True when the trustee recorded it themselves.</summary>
    public bool IsOwn => RecordedBy == TrusteeId.ToString("D");

    /// <summary>Takes it back; the proposal exists for the trustee again.</summary>
    /// <exception cref="RefusedException">OWN_RECUSAL when the trustee declared it.</exception>
    public void Undo(string reason, string by, DateTimeOffset now)
    {
        if (IsOwn)
        {
            throw SessionRefusals.OwnRecusal().AsException();
        }

        (UndoneAt, UndoneBy, UndoReason) = (now, by, reason);
    }
}
