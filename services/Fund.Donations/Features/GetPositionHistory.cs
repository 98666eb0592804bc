using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>The position at the end of every month of a range, by the policy of that day.</summary>
public sealed class GetPositionHistory(DonationsDb db, TimeProvider clock)
{
    /// <summary>Most months of one answer: twenty years.</summary>
    private const int MostMonths = 240;

    public async Task<V1.GetPositionHistoryResponse> HandleAsync(
        V1.GetPositionHistoryRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var today = clock.Today();
        var check = new Check();
        var from = check.Month("from_month", request.FromMonth);
        var to = check.Month("to_month", request.ToMonth);
        if (check.IsFine)
        {
            check.That(from <= to, "to_month", $"The range ends in {request.ToMonth}, before it begins.");
            check.That(to <= today, "to_month", $"{request.ToMonth} has not begun; today is {today:yyyy-MM-dd}.");
            check.That(
                from > to || Count(from, to) <= MostMonths,
                "to_month",
                $"The range has {Count(from, to)} months; at most {MostMonths} are given at once."
            );
        }

        check.ThrowIfAny();
        var moved = await db.UsdByMonthAsync(EndOf(to, today), cancellationToken);
        var policy = await db.ReadPolicyAsync(cancellationToken);
        var points = new V1.GetPositionHistoryResponse();
        var totals = FundTotals.OfBalances(
            moved.Where(row => row.Month < from).Select(row => (row.Account, row.BalanceMinor))
        );
        var byMonth = moved.ToLookup(row => row.Month, row => (row.Account, row.BalanceMinor));
        for (var month = from; month <= to; month = month.AddMonths(1))
        {
            totals += FundTotals.OfBalances(byMonth[month]);
            points.Points.Add(Point(policy.PositionOn(EndOf(month, today), totals, 0)));
        }

        return points;
    }

    private static int Count(DateOnly from, DateOnly to) => ((to.Year - from.Year) * 12) + to.Month - from.Month + 1;

    private static DateOnly EndOf(DateOnly month, DateOnly today)
    {
        var last = AccountingPeriod.LastDayOf(month);
        return last < today ? last : today;
    }

    private static V1.PositionPoint Point(Position position) =>
        new()
        {
            AsOf = position.AsOf.ToWire(),
            Received = position.Received.ToWire(),
            ProgrammeSupportCosts = position.ProgrammeSupportCosts.ToWire(),
            OperatingReserve = position.OperatingReserve.ToWire(),
            Reserved = position.Reserved.ToWire(),
            Committed = position.Committed.ToWire(),
            Disbursed = position.Disbursed.ToWire(),
            Refunded = position.Refunded.ToWire(),
            Available = position.Available.ToWire(),
        };
}
