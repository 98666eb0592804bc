using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>The figures of a call, for the page and for the file.</summary>
internal static class CountingApplications
{
    /// <summary>
    /// Rows by kind and key. A row may be about one proposal alone, so one that the caller is recused from is not counted.
    /// </summary>
    public static async Task<IReadOnlyList<StatisticsRow>> CountAsync(
        this GrantCallsDb db,
        CallForms forms,
        Call call,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var recused = await db.RecusedFromAsync(caller, cancellationToken);
        var proposals = await db
            .Proposals.AsNoTracking()
            .Where(row => row.CallId == call.Id && !recused.Contains(row.Id))
            .Where(row => row.State != ProposalState.Draft && row.State != ProposalState.Withdrawn)
            .Select(row => new ApplicationFigures(
                row.CountryCode,
                row.State,
                row.Requested,
                row.Awarded,
                row.SubmittedAnswers
            ))
            .ToListAsync(cancellationToken);
        var form = await forms.InForceAsync(db, call, cancellationToken);
        return CallStatistics.Of(proposals, call.MinimumGrant, call.MaximumGrant, form);
    }
}
