using Fund.Gateway.Api;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>The accounts that somebody may see, newest first.</summary>
internal sealed class ListAccounts(GatewayDb db) : IOwnRpc<ListAccountsRequest, ListAccountsResponse>
{
    public async Task<ListAccountsResponse> HandleAsync(
        ListAccountsRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var seen = db.AccountsSeenBy(call.Caller).AsNoTracking();
        if (request.Search.Trim() is { Length: > 0 } search)
        {
            var like = $"%{search.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
            seen = seen.Where(row => EF.Functions.ILike(row.Email!, like) || EF.Functions.ILike(row.Name, like));
        }

        if (request.Role.ToRole() is { } role)
        {
            seen = seen.Where(row => row.Role == role);
        }

        var accounts = await Page.Of(request.Page).NewestFirstAsync(seen, account => account.Id, cancellationToken);
        return new ListAccountsResponse
        {
            Accounts = { accounts.Items.Select(account => account.ToWire()) },
            Page = accounts.ToWire(),
        };
    }
}
