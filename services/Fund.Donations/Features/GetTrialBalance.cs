using System.Data;
using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Balance of every account and the sum per currency. Asked for today, it also compares the running totals, by which
/// money is given out, with the sums of the ledger, and refuses to answer when they differ.
/// </summary>
public sealed class GetTrialBalance(DonationsDb db, TimeProvider clock)
{
    public async Task<V1.GetTrialBalanceResponse> HandleAsync(
        V1.GetTrialBalanceRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var today = clock.Today();
        var check = new Check();
        var asOf = request.AsOf.Length == 0 ? today : check.PastDate("as_of", request.AsOf, today);
        check.ThrowIfAny();

        // One snapshot for ledger and totals; without it they would be of two moments.
        await using var transaction = await db.Database.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancellationToken
        );
        var chart = await db.ChartAsync(cancellationToken);
        var sums = await db.SumsAsync(asOf, cancellationToken);
        if (asOf == today)
        {
            await CompareAsync(cancellationToken);
        }

        return new V1.GetTrialBalanceResponse
        {
            Balances = { sums.Select(sum => Wire(sum, chart[sum.Account])) },
            Sums =
            {
                sums.GroupBy(sum => sum.CurrencyCode, StringComparer.Ordinal)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => group.First().In(group.Sum(sum => sum.BalanceMinor)).ToWire()),
            },
        };
    }

    private static V1.AccountBalance Wire(AccountSum sum, LedgerAccount account) =>
        new()
        {
            Account = sum.Account,
            Name = account.Name,
            Kind = (V1.AccountKind)account.Kind,
            Balance = sum.Balance.ToWire(),
            Debit = sum.In(sum.Debit).ToWire(),
            Credit = sum.In(sum.Credit).ToWire(),
        };

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        var all = await db.BalancesAsync(DateOnly.MaxValue, cancellationToken);
        var ledger = FundTotals.OfBalances(
            all.Where(row => row.Balance.Currency.Equals(Currency.Usd))
                .Select(row => (row.Account, row.Balance.MinorUnits))
        );
        var totals = await db.ReadTotalsAsync(cancellationToken);
        if (ledger != totals)
        {
            throw DonationRefusals.BooksDisagree(ledger.ToString(), totals.ToString()).AsException();
        }
    }
}
