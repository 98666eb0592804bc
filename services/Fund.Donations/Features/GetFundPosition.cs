using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// The Fund's position, part by part: today from the running totals, on an earlier date from the ledger up to it.
/// </summary>
public sealed class GetFundPosition(DonationsDb db, TimeProvider clock)
{
    public async Task<V1.GetFundPositionResponse> HandleAsync(
        V1.GetFundPositionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var today = clock.Today();
        var check = new Check();
        var asOf = request.AsOf.Length == 0 ? today : check.PastDate("as_of", request.AsOf, today);
        check.ThrowIfAny();
        var totals =
            asOf == today
                ? await db.ReadTotalsAsync(cancellationToken)
                : FundTotals.OfBalances(
                    (await db.BalancesAsync(asOf, cancellationToken))
                        .Where(row => row.Balance.Currency.Equals(Currency.Usd))
                        .Select(row => (row.Account, row.Balance.MinorUnits))
                );
        var waiting = await db.Contributions.CountAsync(
            contribution =>
                contribution.UsdCents == null
                && (contribution.BookedOn ?? contribution.ValueDate) <= asOf
                && (contribution.ReversedOn == null || contribution.ReversedOn > asOf),
            cancellationToken
        );
        var policy = await db.ReadPolicyAsync(cancellationToken);
        var position = policy.PositionOn(asOf, totals, waiting);
        return new V1.GetFundPositionResponse { Position = position.ToWire() };
    }
}

/// <summary>Sums of the ledger.</summary>
internal static class LedgerBalances
{
    /// <summary>Balance of every account and currency at the end of a date, by account and currency.</summary>
    public static async Task<IReadOnlyList<(string Account, Money Balance)>> BalancesAsync(
        this DonationsDb db,
        DateOnly asOf,
        CancellationToken cancellationToken
    ) => [.. (await db.SumsAsync(asOf, cancellationToken)).Select(sum => (sum.Account, sum.Balance))];

    public static Position PositionOn(this PolicyHistory policy, DateOnly asOf, FundTotals totals, int waiting) =>
        new(asOf, totals, policy.OperatingReserveCents(asOf), policy.MinimumForNewCallCents(asOf), waiting);
}
