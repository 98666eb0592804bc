using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// A proposal that somebody is recused from does not exist for them in the trail either, nor does anything that hangs on
/// it: who once reviewed may be an auditor or an officer today.
/// </summary>
public sealed class RecusedRecords(GrantCallsDb db) : IHiddenRecords
{
    public async Task<IReadOnlyCollection<string>> OfAsync(Caller caller, CancellationToken cancellationToken)
    {
        var proposals = await db.RecusedFromAsync(caller, cancellationToken);
        if (proposals.Count == 0)
        {
            return [];
        }

        Task<List<Guid>> Of(IQueryable<Guid> ids) => ids.ToListAsync(cancellationToken);
        var assignments = await Of(
            db.Assignments.Where(row => proposals.Contains(row.ProposalId)).Select(row => row.Id)
        );
        var screenings = await Of(db.Screenings.Where(row => proposals.Contains(row.ProposalId)).Select(row => row.Id));
        var decisions = await Of(
            db.BoardDecisions.Where(row => proposals.Contains(row.ProposalId)).Select(row => row.Id)
        );
        var recusals = await Of(
            db.BoardRecusals.Where(row => proposals.Contains(row.ProposalId)).Select(row => row.Id)
        );
        var awards = await Of(db.Awards.Where(row => proposals.Contains(row.ProposalId)).Select(row => row.Id));
        var notes = await Of(db.ConsensusNotes.Where(row => proposals.Contains(row.ProposalId)).Select(row => row.Id));
        var letters = await Of(db.Letters.Where(row => proposals.Contains(row.ProposalId)).Select(row => row.Id));
        var declarations = await Of(
            db.InterestDeclarations.Where(row => assignments.Contains(row.AssignmentId)).Select(row => row.Id)
        );
        return
        [
            .. References("proposal", proposals),
            .. References("assignment", assignments),
            .. References("screening", screenings),
            .. References("board_decision", decisions),
            .. References("board_recusal", recusals),
            .. References("award", awards),
            .. References("consensus_note", notes),
            .. References("letter", letters),
            .. References("interest_declaration", declarations),
        ];
    }

    private static IEnumerable<string> References(string kind, IEnumerable<Guid> ids) =>
        ids.Select(id => AuditChanges.Reference(kind, id.ToString("D")));
}
