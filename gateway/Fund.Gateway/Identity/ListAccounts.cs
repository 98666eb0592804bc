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
        var check = new Check();
        var organisation = check.OptionalId("organisation_id", request.OrganisationId);
        var donor = check.OptionalId("donor_id", request.DonorId);
        check.ThrowIfAny();
        var seen = db.AccountsSeenBy(call.Caller)
            .AsNoTracking()
            .Where(row => organisation == null || row.OrganisationId == organisation)
            .Where(row => donor == null || row.DonorId == donor)
            .Found(request.Search);

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

/// <summary>What is searched for among accounts.</summary>
internal static class AccountSearch
{
    /// <summary>Those with a text in their address or name, in any case; all for nothing.</summary>
    public static IQueryable<Account> Found(this IQueryable<Account> accounts, string search)
    {
        if (search.Trim() is not { Length: > 0 } text)
        {
            return accounts;
        }

        var like = $"%{text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
        return accounts.Where(row =>
            EF.Functions.ILike(row.Email!, like, "\\") || EF.Functions.ILike(row.Name, like, "\\")
        );
    }
}
