using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>A session as somebody may see it: what concerns proposals they are recused from is left out.</summary>
public sealed class BoardSessionView(GrantCallsDb db)
{
    internal async Task<V1.BoardSession> OfAsync(
        BoardSession session,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var hidden = await db.RecusedFromAsync(caller, cancellationToken);
        var approved = await db
            .Minutes.Where(row => row.Id == session.Id)
            .Select(row => row.ApprovedAt)
            .SingleOrDefaultAsync(cancellationToken);
        var wire = session.ToWire(approved);
        await AgendaAsync(wire, session, hidden, cancellationToken);
        await DecisionsAsync(wire, session, hidden, cancellationToken);
        await RecusalsAsync(wire, session, hidden, caller, cancellationToken);
        return wire;
    }

    private async Task AgendaAsync(
        V1.BoardSession wire,
        BoardSession session,
        HashSet<Guid> hidden,
        CancellationToken cancellationToken
    )
    {
        var ids = session.Proposals.Where(id => !hidden.Contains(id)).ToList();
        var proposals = await db
            .Proposals.AsNoTracking()
            .Where(row => ids.Contains(row.Id))
            .Select(row => new
            {
                row.Id,
                row.CallId,
                row.Number,
                row.Title,
                row.OrganisationName,
                row.Requested,
                row.State,
            })
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        for (var i = 0; i < session.Agenda.Count; i++)
        {
            var item = session.Agenda[i];
            var line = new V1.AgendaLine { Position = i + 1, Item = item.ToWire() };
            if (item.ProposalId is not { } id)
            {
                wire.Agenda.Add(line);
            }
            else if (proposals.TryGetValue(id, out var proposal))
            {
                line.ProposalNumber = proposal.Number ?? "";
                line.Title = proposal.Title;
                line.OrganisationName = proposal.OrganisationName ?? "";
                line.Requested = proposal.Requested?.ToWire();
                line.State = Wire.Same<ProposalState, V1.ProposalState>(proposal.State);
                line.CallId = proposal.CallId.ToWire();
                wire.Agenda.Add(line);
            }
        }

        wire.LeftOut = session.Agenda.Count - wire.Agenda.Count;
    }

    private async Task RecusalsAsync(
        V1.BoardSession wire,
        BoardSession session,
        HashSet<Guid> hidden,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var proposals = session.Proposals.ToList();
        var own = caller.AccountId();
        var recusals = await db
            .BoardRecusals.AsNoTracking()
            .Where(row => proposals.Contains(row.ProposalId))
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var decided = wire.Decisions.Where(row => row.UndoneAt is null).Select(row => row.ProposalId).ToHashSet();
        wire.Recusals.AddRange(
            recusals
                .Where(row => !hidden.Contains(row.ProposalId) || (row.TrusteeId == own && row.UndoneAt is null))
                .Select(row =>
                    row.ToWire(
                        canBeUndone: row.BoardSessionId == session.Id
                            && session.State is SessionState.Planned or SessionState.Held
                            && !decided.Contains(row.ProposalId.ToWire())
                            && row is { IsOwn: false, UndoneAt: null }
                    )
                )
        );
    }

    private async Task DecisionsAsync(
        V1.BoardSession wire,
        BoardSession session,
        HashSet<Guid> hidden,
        CancellationToken cancellationToken
    )
    {
        var decisions = await db
            .BoardDecisions.AsNoTracking()
            .Where(row => row.BoardSessionId == session.Id && !hidden.Contains(row.ProposalId))
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var ids = decisions.Select(row => row.ProposalId).Distinct().ToList();
        var requested = await db
            .Proposals.Where(row => ids.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Requested, cancellationToken);
        var last = (
            await db
                .BoardDecisions.Where(row => ids.Contains(row.ProposalId) && row.UndoneAt == null)
                .Select(row => new { row.ProposalId, row.Id })
                .ToListAsync(cancellationToken)
        )
            .GroupBy(row => row.ProposalId)
            .Select(rows => rows.Max(row => row.Id))
            .ToHashSet();
        wire.Decisions.AddRange(
            decisions.Select(row =>
                row.ToWire(
                    isReduced: row.Amount < requested.GetValueOrDefault(row.ProposalId),
                    canBeUndone: session.State == SessionState.Held
                        && row.Kind != DecisionKind.Award
                        && last.Contains(row.Id)
                )
            )
        );
    }
}
