using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>What the use cases of the Board's sessions share.</summary>
internal static class BoardWork
{
    /// <summary>Items of one agenda; the largest call seen had 268 applications.</summary>
    private const int MostItems = 3_000;

    private const int MostCalls = 20;

    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<BoardSession> SessionAsync(
        this GrantCallsDb db,
        string id,
        CancellationToken cancellationToken
    )
    {
        var sessionId = id.ToId("board_session_id");
        return await db.BoardSessions.AsNoTracking().SingleOrDefaultAsync(row => row.Id == sessionId, cancellationToken)
            ?? throw Refusals.NotFound("board session", id).AsException();
    }

    /// <summary>Another proposal on the reserve list has that place.</summary>
    public static async Task RefuseTakenRankAsync(
        this GrantCallsDb db,
        Proposal proposal,
        int rank,
        CancellationToken cancellationToken
    )
    {
        var taken = await db.Proposals.AnyAsync(
            row => row.CallId == proposal.CallId && row.Id != proposal.Id && row.ReserveRank == rank,
            cancellationToken
        );
        if (taken)
        {
            throw BoardRefusals.RankTaken(rank).AsException();
        }
    }

    /// <summary>Recusals are recorded and taken back before the item.</summary>
    /// <exception cref="RefusedException">ITEM_DECIDED.</exception>
    public static async Task RefuseDecidedItemAsync(
        this GrantCallsDb db,
        BoardSession session,
        Proposal proposal,
        CancellationToken cancellationToken
    )
    {
        var decided = await db.BoardDecisions.AnyAsync(
            row => row.BoardSessionId == session.Id && row.ProposalId == proposal.Id && row.UndoneAt == null,
            cancellationToken
        );
        if (decided || proposal.State is ProposalState.Awarding or ProposalState.Awarded)
        {
            throw SessionRefusals.ItemDecided().AsException();
        }
    }

    /// <summary>A plan as far as it can be read without the database.</summary>
    public static SessionPlan ReadPlan(
        this Check check,
        string heldOn,
        string place,
        IReadOnlyList<string> calls,
        IReadOnlyList<V1.AgendaItem> items
    )
    {
        check.That(
            calls.Count is >= 1 and <= MostCalls,
            "call_ids",
            $"{calls.Count} calls are given; 1 to {MostCalls} are allowed."
        );
        check.That(
            items.Count <= MostItems,
            "agenda",
            $"{items.Count} items are given; at most {MostItems} are allowed."
        );
        var agenda = new List<AgendaItem>();
        for (var i = 0; i < items.Count; i++)
        {
            var (field, item) = ($"agenda[{i}]", items[i]);
            if (item.ProposalId.Length == 0)
            {
                agenda.Add(new AgendaItem(null, check.Text($"{field}.text", item.Text, 500)));
                continue;
            }

            var id = check.Id($"{field}.proposal_id", item.ProposalId);
            check.That(item.Text.Length == 0, $"{field}.text", "An item is a proposal or words, not both.");
            check.That(
                agenda.All(other => other.ProposalId != id),
                $"{field}.proposal_id",
                "The proposal is on the agenda twice."
            );
            agenda.Add(new AgendaItem(id, ""));
        }

        return new SessionPlan(
            check.Date("held_on", heldOn),
            check.OptionalText("place", place, 200),
            [.. calls.Select((call, i) => check.Id($"call_ids[{i}]", call)).Distinct()],
            agenda
        );
    }

    /// <summary>
    /// Calls that are closed, and proposals of theirs that somebody who is not recused from them may see; without an agenda
    /// every proposal that can be decided on, call by call, best score first.
    /// </summary>
    public static async Task<SessionPlan> FillAsync(
        this GrantCallsDb db,
        SessionPlan plan,
        IReadOnlySet<Guid> hidden,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var ranked = new List<Guid>();
        foreach (var id in plan.CallIds)
        {
            var call =
                await db.Calls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
                ?? throw Refusals.NotFound("call", id.ToWire()).AsException();
            call.RequireClosed(now, "plan a session on");
            ranked.AddRange(await db.DecidableAsync(call, cancellationToken));
        }

        if (plan.Agenda.Count == 0)
        {
            return plan with { Agenda = [.. ranked.Select(id => new AgendaItem(id, ""))] };
        }

        var named = plan.Agenda.Select(item => item.ProposalId).OfType<Guid>().ToList();
        var known = await db
            .Proposals.Where(row => named.Contains(row.Id) && plan.CallIds.Contains(row.CallId))
            .Where(row => row.State != ProposalState.Draft && row.State != ProposalState.Withdrawn)
            .Select(row => row.Id)
            .ToHashSetAsync(cancellationToken);
        var check = new Check();
        for (var i = 0; i < plan.Agenda.Count; i++)
        {
            check.That(
                plan.Agenda[i].ProposalId is not { } id || (known.Contains(id) && !hidden.Contains(id)),
                $"agenda[{i}].proposal_id",
                "This is no proposal that was handed in for one of the calls of the session."
            );
        }

        check.ThrowIfAny();
        return plan;
    }

    private static async Task<IEnumerable<Guid>> DecidableAsync(
        this GrantCallsDb db,
        Call call,
        CancellationToken cancellationToken
    )
    {
        var proposals = await db
            .Proposals.Where(row => row.CallId == call.Id)
            .Where(row => row.State == ProposalState.Eligible || row.State == ProposalState.ReserveList)
            .Select(row => row.Id)
            .ToListAsync(cancellationToken);
        var totals = (
            await db
                .Assignments.Where(row => row.CallId == call.Id && row.State == AssignmentState.Reviewed)
                .Select(row => new { row.ProposalId, row.Total })
                .ToListAsync(cancellationToken)
        ).ToLookup(row => row.ProposalId, row => row.Total);
        return Ranking
            .Of(
                proposals.Select(id => new ReviewedProposal(id, [.. totals[id]])),
                call.ReviewersPerProposal,
                call.SpreadLimit
            )
            .Select(row => row.ProposalId);
    }

    public static Task<int> SettingAsync(this GrantCallsDb db, string key, CancellationToken cancellationToken) =>
        db.Settings.Where(row => row.Key == key).Select(row => row.Value).SingleAsync(cancellationToken);
}
