using System.Globalization;
using Fund.Common.V1;
using Fund.Donations.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Fund.Perf;

/// <summary>Money for the envelopes of the bars. It is recorded once: published totals are recorded oldest first.</summary>
internal static class MoneyToDecideOver
{
    private const long Cents = 200_000_000_000;
    private static bool _isThere;

    /// <summary>Sees that it is there.</summary>
    /// <param name="donations">To the running donations service.</param>
    /// <param name="manager">Who asks: a finance officer.</param>
    public static async Task EnsureAsync(GrpcChannel donations, Metadata manager)
    {
        if (_isThere)
        {
            return;
        }

        var ledger = new LedgerService.LedgerServiceClient(donations);
        var known = await ledger.GetFundPositionAsync(new GetFundPositionRequest(), manager);
        await ledger.RecordPublishedTotalAsync(
            new RecordPublishedTotalRequest
            {
                RequestId = Guid.CreateVersion7().ToString("D"),
                Kind = PublishedTotalKind.Received,
                Amount = new Money { MinorUnits = known.Position.Received.MinorUnits + Cents, CurrencyCode = "USD" },
                AsOf = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Source = "Money to measure with",
            },
            manager
        );
        _isThere = true;
    }
}
