using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Drafts minutes from what a session recorded; people edit them from there.</summary>
public sealed class MinutesMaker(GrantCallsDb db)
{
    internal async Task<IReadOnlyList<MinutesSection>> DraftAsync(
        BoardSession session,
        string language,
        CancellationToken cancellationToken
    )
    {
        var words = BoardWords.Of(language);
        var ids = session.Proposals.ToList();
        var proposals = await db
            .Proposals.AsNoTracking()
            .Where(row => ids.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var recusals = await db
            .BindingRecusals.AsNoTracking()
            .Where(row => ids.Contains(row.ProposalId))
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var decisions = await db
            .BoardDecisions.AsNoTracking()
            .Where(row => row.BoardSessionId == session.Id)
            .OrderBy(row => row.Id)
            .ToListAsync(cancellationToken);
        var accounts = session.Attendees.Select(row => row.AccountId).ToHashSet();
        var bound = recusals.Where(row => accounts.Contains(row.TrusteeId)).ToList();
        return
        [
            .. Head(words, session, await CallsAsync(session, language, cancellationToken), bound.Count),
            .. session.Agenda.Select(
                (item, i) =>
                    item.ProposalId is { } id
                        ? Item(
                            words,
                            i + 1,
                            proposals[id],
                            [.. bound.Where(row => row.ProposalId == id)],
                            [.. decisions.Where(row => row.ProposalId == id)]
                        )
                        : new MinutesSection(null, $"{i + 1}. {item.Text}", words["undecided"])
            ),
            new MinutesSection(null, words["actions"], words["actions_text"]),
        ];
    }

    private static IEnumerable<MinutesSection> Head(BoardWords words, BoardSession session, string calls, int recusals)
    {
        var opening =
            session.Place.Length == 0
                ? words.Say("held", words.Day(session.HeldOn))
                : words.Say("held_at", words.Day(session.HeldOn), session.Place);
        var names = session.Attendees.Select(row => row.IsChair ? words.Say("chair", row.Name) : row.Name);
        var quorum = words.Say(session.HasQuorum ? "quorum" : "no_quorum", session.Present.Count, session.Quorum);
        yield return new MinutesSection(null, words["meeting"], $"{opening}\n\n{calls}");
        yield return new MinutesSection(null, words["members"], $"{string.Join("\n", names)}\n\n{quorum}");
        yield return new MinutesSection(
            null,
            words["recusals"],
            recusals == 0 ? words["recusals_none"] : words.Say("recusals_some", recusals)
        );
    }

    /// <summary>What was declared stands with the item, so that those recused from it do not read it elsewhere.</summary>
    private static MinutesSection Item(
        BoardWords words,
        int position,
        Proposal proposal,
        IReadOnlyList<BoardRecusal> recusals,
        IReadOnlyList<BoardDecision> decisions
    )
    {
        var lines = recusals.Select(row => words.Say("recused", row.Name, row.Reason)).ToList();
        lines.AddRange(
            decisions.Where(row => row.UndoneAt is not null).Select(row => words.Say("undone", row.UndoReason!))
        );
        var standing = decisions.Where(row => row.UndoneAt is null).ToList();
        lines.AddRange(
            standing.Count == 0 ? [words["undecided"]] : standing.SelectMany(row => Decided(words, row, proposal))
        );
        return new MinutesSection(
            proposal.Id,
            $"{position}. {proposal.Number} {proposal.OrganisationName}: {proposal.Title}",
            string.Join("\n", lines)
        );
    }

    private static IEnumerable<string> Decided(BoardWords words, BoardDecision decision, Proposal proposal)
    {
        yield return decision.Kind switch
        {
            DecisionKind.Award when decision.Amount < proposal.Requested => words.Say(
                "decided_reduced",
                decision.Amount!,
                proposal.Requested!
            ),
            DecisionKind.Award => words.Say("decided_full", decision.Amount!),
            DecisionKind.ReserveList => words.Say("decided_reserve", decision.ReserveRank!),
            DecisionKind.Defer => words["decided_defer"],
            _ => words["decided_decline"],
        };
        yield return words.Say("reasons", decision.Reasons);
        if (decision.Conditions is { } conditions)
        {
            yield return words.Say("conditions_are", conditions);
        }

        if (decision.DepartureReason is { } departure)
        {
            yield return words.Say("departure", departure);
        }

        if (decision.VotesFor is { } votes)
        {
            yield return words.Say("vote", votes, decision.VotesAgainst ?? 0, decision.Abstentions ?? 0);
        }
    }

    private async Task<string> CallsAsync(BoardSession session, string language, CancellationToken cancellationToken)
    {
        var calls = await db
            .Calls.AsNoTracking()
            .Where(row => session.CallIds.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, cancellationToken);
        var titles = session
            .CallIds.Select(id => calls[id].Titles)
            .Select(texts =>
                (texts.FirstOrDefault(row => row.Language == language) ?? texts.First(row => row.Language == "en")).Text
            );
        return $"{BoardWords.Of(language)["calls"]}: {string.Join("; ", titles)}";
    }
}
