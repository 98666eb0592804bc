using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>The chart of accounts, by kind and code.</summary>
public sealed class GetChartOfAccounts(DonationsDb db)
{
    public async Task<V1.GetChartOfAccountsResponse> HandleAsync(
        V1.GetChartOfAccountsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var accounts = await db.ChartAsync(cancellationToken);
        return new V1.GetChartOfAccountsResponse
        {
            Accounts =
            {
                accounts
                    .Values.OrderBy(account => account.Kind)
                    .ThenBy(account => account.Code, StringComparer.Ordinal)
                    .Select(account => account.ToWire()),
            },
        };
    }
}

/// <summary>The chart as features use it.</summary>
internal static class Chart
{
    /// <summary>All accounts by their code.</summary>
    public static Task<Dictionary<string, LedgerAccount>> ChartAsync(
        this DonationsDb db,
        CancellationToken cancellationToken
    ) => db.Set<LedgerAccount>().AsNoTracking().ToDictionaryAsync(account => account.Code, cancellationToken);

    public static V1.LedgerAccount ToWire(this LedgerAccount account) =>
        new()
        {
            Account = account.Code,
            Name = account.Name,
            Kind = (V1.AccountKind)account.Kind,
            NormalSide = (V1.NormalSide)account.NormalSide,
            PositionPart = (V1.PositionPart)(account.PositionPart ?? 0),
            UsdOnly = account.UsdOnly,
        };
}
