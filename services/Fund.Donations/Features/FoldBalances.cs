using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>Clock work: folds additions into the running totals so that reading them stays cheap.</summary>
public sealed class FoldBalances(DonationsDb db) : IClockWork
{
    public static string Name => "donations.fold-balances";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockTotalsAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
