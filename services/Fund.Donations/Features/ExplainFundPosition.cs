using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features;

/// <summary>
/// How the position of a date comes about: for every part the accounts whose entries up to that date it is the sum of,
/// and the settings where it follows from policy. Always from the ledger itself.
/// </summary>
public sealed class ExplainFundPosition(DonationsDb db, TimeProvider clock)
{
    private static readonly PositionPart[] Added = [PositionPart.Received, PositionPart.Refunded];

    public async Task<V1.ExplainFundPositionResponse> HandleAsync(
        V1.ExplainFundPositionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var today = clock.Today();
        var check = new Check();
        var asOf = request.AsOf.Length == 0 ? today : check.PastDate("as_of", request.AsOf, today);
        check.ThrowIfAny();
        var chart = await db.ChartAsync(cancellationToken);
        var sums = await db.SumsAsync(asOf, cancellationToken);
        var policy = await db.ReadPolicyAsync(cancellationToken);
        var parts = Enum.GetValues<PositionPart>().Select(part => Explained(part, chart, sums, policy, asOf)).ToList();
        return new V1.ExplainFundPositionResponse
        {
            AsOf = asOf.ToWire(),
            Parts = { parts },
            Available = Money.UsdCents(parts.Sum(part => part.Sign * part.Amount.MinorUnits)).ToWire(),
        };
    }

    private static V1.ExplainedPart Explained(
        PositionPart part,
        Dictionary<string, LedgerAccount> chart,
        IReadOnlyList<AccountSum> sums,
        PolicyHistory policy,
        DateOnly asOf
    )
    {
        var sources = sums.Where(sum =>
                chart[sum.Account].PositionPart == part && sum.CurrencyCode == Currency.Usd.Code
            )
            .Select(sum => Source(chart[sum.Account], sum))
            .ToList();
        if (part == PositionPart.OperatingReserve)
        {
            sources.Insert(0, Reserve(policy, asOf));
        }

        return new V1.ExplainedPart
        {
            Part = (V1.PositionPart)part,
            Amount = Money.UsdCents(sources.Sum(source => source.Amount.MinorUnits)).ToWire(),
            Sign = Added.Contains(part) ? 1 : -1,
            Sources = { sources },
        };
    }

    private static V1.PositionSource Source(LedgerAccount account, AccountSum sum) =>
        new()
        {
            Account = account.Code,
            Name = account.Name,
            Amount = Money
                .UsdCents(account.NormalSide == NormalSide.Debit ? sum.BalanceMinor : -sum.BalanceMinor)
                .ToWire(),
            Entries = sum.Entries,
        };

    private static V1.PositionSource Reserve(PolicyHistory policy, DateOnly asOf) =>
        new()
        {
            Settings = { PolicyNames.OperatingReserve, PolicyNames.PlannedExpenditure },
            Name = "Operating reserve by policy",
            Amount = Money.UsdCents(policy.OperatingReserveCents(asOf)).ToWire(),
        };
}
