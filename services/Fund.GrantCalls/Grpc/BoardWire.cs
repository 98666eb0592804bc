using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Features;
using Fund.Hosting;

namespace Fund.GrantCalls.Grpc;

/// <summary>What leaves on the wire of the Board's sessions, packs and minutes.</summary>
internal static class BoardWire
{
    /// <summary>The session alone, without agenda, recusals and decisions.</summary>
    public static V1.BoardSession ToWire(this BoardSession session, DateTimeOffset? approvedAt) =>
        new()
        {
            BoardSessionId = session.Id.ToWire(),
            State = Wire.Same<SessionState, V1.BoardSessionState>(session.State),
            HeldOn = session.HeldOn.ToWire(),
            Place = session.Place,
            CallIds = { session.CallIds.Select(id => id.ToWire()) },
            Attendees =
            {
                session.Attendees.Select(row => new V1.Attendee
                {
                    TrusteeId = row.AccountId.ToWire(),
                    Name = row.Name,
                    IsChair = row.IsChair,
                }),
            },
            Present = { session.Present },
            Quorum = session.Quorum,
            HasQuorum = session.HasQuorum,
            Version = session.Version,
            ClosedAt = session.ClosedAt.ToWire(),
            MinutesApprovedAt = approvedAt.ToWire(),
        };

    public static V1.AgendaItem ToWire(this AgendaItem item) =>
        new() { ProposalId = item.ProposalId?.ToWire() ?? "", Text = item.Text };

    public static V1.TrusteeRecusal ToWire(this BoardRecusal recusal, bool canBeUndone) =>
        new()
        {
            ProposalId = recusal.ProposalId.ToWire(),
            TrusteeId = recusal.TrusteeId.ToWire(),
            Name = recusal.Name,
            Reason = recusal.Reason,
            RecordedAt = recusal.RecordedAt.ToWire(),
            CanBeUndone = canBeUndone,
            UndoneAt = recusal.UndoneAt.ToWire(),
            UndoReason = recusal.UndoReason ?? "",
        };

    public static V1.BoardDecision ToWire(this BoardDecision decision, bool isReduced, bool canBeUndone) =>
        new()
        {
            ProposalId = decision.ProposalId.ToWire(),
            Decision = Wire.Same<DecisionKind, V1.Decision>(decision.Kind),
            Amount = decision.Amount?.ToWire(),
            ReserveRank = decision.ReserveRank ?? 0,
            Reasons = decision.Reasons,
            Conditions = decision.Conditions ?? "",
            DepartureReason = decision.DepartureReason ?? "",
            Vote = decision.VotesFor is { } votes
                ? new V1.VoteCount
                {
                    InFavour = votes,
                    Against = decision.VotesAgainst ?? 0,
                    Abstentions = decision.Abstentions ?? 0,
                }
                : null,
            Recused = { decision.Recused },
            CanBeUndone = canBeUndone,
            UndoneAt = decision.UndoneAt.ToWire(),
            UndoReason = decision.UndoReason ?? "",
            IsReduced = isReduced,
        };

    /// <summary>The minutes without what somebody is recused from.</summary>
    public static V1.Minutes ToWire(this Minutes minutes, IReadOnlySet<Guid> hidden)
    {
        var seen = minutes.Sections.Where(row => row.ProposalId is not { } id || !hidden.Contains(id)).ToList();
        return new V1.Minutes
        {
            BoardSessionId = minutes.Id.ToWire(),
            Language = minutes.Language,
            Sections =
            {
                seen.Select(row => new V1.MinutesSection
                {
                    ProposalId = row.ProposalId?.ToWire() ?? "",
                    Heading = row.Heading,
                    Text = row.Text,
                }),
            },
            Version = minutes.Version,
            WrittenBy = { minutes.WrittenBy },
            ApprovedBy = minutes.ApprovedBy ?? "",
            ApprovedAt = minutes.ApprovedAt.ToWire(),
            LeftOut = minutes.Sections.Count - seen.Count,
        };
    }

    public static V1.BoardPackPrint ToWire(this BoardPrintRow print) =>
        new()
        {
            PrintId = print.Id.ToWire(),
            BoardSessionId = print.BoardSessionId.ToWire(),
            Language = print.Language,
            Done = print.Done,
            Total = print.Total,
            RequestedAt = print.RequestedAt.ToWire(),
            FinishedAt = print.FinishedAt.ToWire(),
            Failed = print.Failed,
            LeftOut = print.LeftOut.Count,
        };
}
