using Fund.Gateway.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Portal.Pages.Programme;

/// <summary>Who can be given proposals to review, as the accounts say.</summary>
internal sealed class ReviewerNames(GatewayDb db)
{
    /// <summary>Account ids and addresses of the reviewers, by address.</summary>
    public async Task<IReadOnlyList<(string Id, string Name)>> ListAsync(CancellationToken cancellationToken)
    {
        var reviewers = await db
            .Accounts.AsNoTracking()
            .Where(account => account.Role == Role.Reviewer)
            .OrderBy(account => account.Email)
            .Select(account => new { account.Id, account.Email })
            .ToListAsync(cancellationToken);
        return [.. reviewers.Select(reviewer => (reviewer.Id.ToString("D"), reviewer.Email!))];
    }
}
