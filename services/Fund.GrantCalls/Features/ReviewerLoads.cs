using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>How much reviewers have to do.</summary>
internal static class ReviewerLoads
{
    /// <summary>Reviews that are not in, of all calls, by account; whoever has none is left out.</summary>
    public static Task<Dictionary<Guid, int>> LoadsAsync(
        this GrantCallsDb db,
        IReadOnlyCollection<Guid> reviewers,
        CancellationToken cancellationToken
    ) =>
        db
            .Assignments.Where(row => reviewers.Contains(row.ReviewerId))
            .Where(row =>
                row.State == AssignmentState.Assigned
                || row.State == AssignmentState.Declared
                || row.State == AssignmentState.Cleared
            )
            .GroupBy(row => row.ReviewerId)
            .Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Key, row => row.Count, cancellationToken);
}
