using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Which proposals have less than their grid asks for at least.</summary>
internal static class MissedMinima
{
    /// <summary>By proposal; only those that miss something. Reads scores only where a grid asks for any minimum.</summary>
    /// <param name="db">Database.</param>
    /// <param name="call">With the grid.</param>
    /// <param name="proposalId">One proposal; null for all of the call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyDictionary<Guid, IReadOnlyList<BelowMinimum>>> BelowMinimumAsync(
        this GrantCallsDb db,
        Call call,
        Guid? proposalId,
        CancellationToken cancellationToken
    )
    {
        if (call.Grid.All(row => row.Minimum == 0))
        {
            return new Dictionary<Guid, IReadOnlyList<BelowMinimum>>();
        }

        var reviews = await db
            .Assignments.AsNoTracking()
            .Where(row => row.CallId == call.Id && row.State == AssignmentState.Reviewed)
            .Where(row => proposalId == null || row.ProposalId == proposalId)
            .Select(row => new { row.ProposalId, row.Scores })
            .ToListAsync(cancellationToken);
        return reviews
            .GroupBy(row => row.ProposalId, row => row.Scores)
            .Select(group => (group.Key, Missed: ScoreMinima.Missed([.. group], call.Grid)))
            .Where(row => row.Missed.Count > 0)
            .ToDictionary(row => row.Key, row => row.Missed);
    }
}
