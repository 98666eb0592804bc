using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>
/// A statement of contributions. Outstanding before a day is worked out from the pledges and payments before it, so
/// that what closes one statement opens the next.
/// </summary>
public sealed record DonorStatement(
    IReadOnlyList<Money> Opening,
    IReadOnlyList<DonorStatement.Line> Lines,
    IReadOnlyList<Money> Closing,
    IReadOnlyList<Money> Contributed,
    Money ContributedUsd
)
{
    /// <summary>What happened on a day.</summary>
    public sealed record Line(
        DateOnly Date,
        string Kind,
        Guid Id,
        Money? Amount,
        string Rate,
        Money? Usd,
        string Description
    );

    /// <summary>Everything a statement is made of.</summary>
    /// <param name="Pledges">All of the donor up to the last day.</param>
    /// <param name="Contributions">Those of the range, and earlier ones that pay a pledge.</param>
    /// <param name="Revaluations">All of the donor, each with its contribution.</param>
    public sealed record Events(
        IReadOnlyList<Pledge> Pledges,
        IReadOnlyList<Contribution> Contributions,
        IReadOnlyList<(Revaluation Revaluation, Contribution Contribution)> Revaluations
    );

    public static DonorStatement Of(Events events, DateOnly from, DateOnly to)
    {
        var lines = LinesWithin(events, from, to);
        var contributed = events
            .Contributions.Where(row => row.ValueDate >= from && row.ValueDate <= to)
            .GroupBy(row => row.Amount.Currency)
            .Select(group => group.Aggregate(Money.Zero(group.Key), (sum, row) => sum + row.Amount));
        return new DonorStatement(
            OutstandingBefore(events, from),
            lines,
            OutstandingBefore(events, to.AddDays(1)),
            ByCurrency(contributed),
            lines.Aggregate(Money.Zero(Currency.Usd), (sum, line) => line.Usd is { } usd ? sum + usd : sum)
        );
    }

    /// <summary>What was promised before a day, stood on it and was not paid before it, per currency.</summary>
    private static IReadOnlyList<Money> OutstandingBefore(Events events, DateOnly day)
    {
        var paid = events
            .Contributions.Where(row => row.PledgeId is not null && row.ValueDate < day)
            .GroupBy(row => row.PledgeId!.Value)
            .ToDictionary(group => group.Key, group => group.Sum(row => row.Amount.MinorUnits));
        var standing = events
            .Pledges.Where(pledge => pledge.PledgedOn < day && !(pledge.CancelledOn < day))
            .Select(pledge => new Money(
                Math.Max(0, pledge.Amount.MinorUnits - paid.GetValueOrDefault(pledge.Id)),
                pledge.Amount.Currency
            ))
            .Where(outstanding => outstanding.IsPositive);
        return ByCurrency(
            standing
                .GroupBy(outstanding => outstanding.Currency)
                .Select(group => group.Aggregate(Money.Zero(group.Key), (sum, money) => sum + money))
        );
    }

    private static List<Line> LinesWithin(Events events, DateOnly from, DateOnly to)
    {
        bool Within(DateOnly date) => date >= from && date <= to;
        var first = events
            .Revaluations.GroupBy(row => row.Contribution.Id)
            .ToDictionary(group => group.Key, group => group.MinBy(row => row.Revaluation.Id).Revaluation);
        var pledged = events
            .Pledges.Where(pledge => Within(pledge.PledgedOn))
            .Select(pledge => (Order: 0, Line: Pledged(pledge)));
        var received = events
            .Contributions.Where(row => Within(row.ValueDate))
            .Select(row => (Order: 1, Line: Received(row, first.GetValueOrDefault(row.Id))));
        var cancelled = events
            .Pledges.Where(pledge => pledge.CancelledOn is { } on && Within(on))
            .Select(pledge => (Order: 2, Line: Cancelled(pledge)));
        var corrected = events
            .Revaluations.Where(row => Within(row.Revaluation.RevaluedOn))
            .Select(row => (Order: 3, Line: Corrected(row.Revaluation, row.Contribution)));
        return
        [
            .. pledged
                .Concat(received)
                .Concat(cancelled)
                .Concat(corrected)
                .OrderBy(row => row.Line.Date)
                .ThenBy(row => row.Order)
                .ThenBy(row => row.Line.Id)
                .Select(row => row.Line),
        ];
    }

    private static Line Pledged(Pledge pledge) =>
        new(
            pledge.PledgedOn,
            "pledge",
            pledge.Id,
            pledge.Amount,
            "",
            null,
            pledge.Reference.Length > 0 ? $"Pledge {pledge.Reference}" : "Pledge"
        );

    /// <summary>With its first value; later ones are corrections on their own days.</summary>
    private static Line Received(Contribution row, Revaluation? firstChange)
    {
        var rate = firstChange?.OldUnitsPerUsd ?? row.UnitsPerUsd;
        var usd = firstChange is not null ? Money.UsdCents(firstChange.OldUsdCents) : row.UsdValue;
        var description = row.Earmark.Length > 0 ? $"Contribution, earmarked: {row.Earmark}" : "Contribution";
        return new Line(
            row.ValueDate,
            "contribution",
            row.Id,
            row.Amount,
            rate is { } units ? DonationRefusals.Plain(units) : "",
            usd,
            row.AwaitsRate ? $"{description}; its USD value follows with the rate of exchange" : description
        );
    }

    private static Line Cancelled(Pledge pledge) =>
        new(
            pledge.CancelledOn ?? pledge.PledgedOn,
            "pledge cancelled",
            pledge.Id,
            new Money(-pledge.CancelledMinor, pledge.Amount.Currency),
            "",
            null,
            "What was outstanding of the pledge is cancelled"
        );

    private static Line Corrected(Revaluation revaluation, Contribution contribution) =>
        new(
            revaluation.RevaluedOn,
            "correction",
            contribution.Id,
            null,
            DonationRefusals.Plain(revaluation.NewUnitsPerUsd),
            Money.UsdCents(revaluation.NewUsdCents - revaluation.OldUsdCents),
            $"Valued anew by the rate in force from {revaluation.NewRateEffectiveDate:yyyy-MM-dd}"
        );

    private static IReadOnlyList<Money> ByCurrency(IEnumerable<Money> sums) =>
        [.. sums.OrderBy(sum => sum.Currency.Code, StringComparer.Ordinal)];
}
