using Fund.Gateway.Api;
using Fund.Gateway.Persistence;
using Fund.Gateway.V1;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Identity;

/// <summary>Accounts, newest first.</summary>
internal sealed class ListAccounts(GatewayDb db) : IOwnRpc<ListAccountsRequest, ListAccountsResponse>
{
    public async Task<ListAccountsResponse> HandleAsync(
        ListAccountsRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        var accounts = await Page.Of(request.Page)
            .NewestFirstAsync(db.Accounts.AsNoTracking(), account => account.Id, cancellationToken);
        return new ListAccountsResponse
        {
            Accounts = { accounts.Items.Select(account => account.ToWire()) },
            Page = accounts.ToWire(),
        };
    }
}
