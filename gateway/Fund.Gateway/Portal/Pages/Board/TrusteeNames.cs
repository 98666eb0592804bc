using Fund.Gateway.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Portal.Pages.Board;

/// <summary>Who sits on the Board, as the accounts say.</summary>
internal sealed class TrusteeNames(GatewayDb db)
{
    /// <summary>Account ids and names of the trustees, by name; an account without one goes by its address.</summary>
    public async Task<IReadOnlyList<(string Id, string Name)>> ListAsync(CancellationToken cancellationToken)
    {
        var trustees = await db
            .Accounts.AsNoTracking()
            .Where(account => account.Role == Role.Trustee)
            .Select(account => new
            {
                account.Id,
                account.Name,
                account.Email,
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. trustees
                .Select(row => (Id: row.Id.ToString("D"), Name: row.Name.Length > 0 ? row.Name : row.Email!))
                .OrderBy(row => row.Name, StringComparer.CurrentCultureIgnoreCase),
        ];
    }
}
