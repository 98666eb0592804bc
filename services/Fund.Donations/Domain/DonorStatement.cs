using System.Globalization;
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
    /// <summary>What was given in kind in the range, oldest first; in none of the sums.</summary>
    public IReadOnlyList<InKindGift> InKind { get; init; } = [];

    /// <summary>What happened on a day.</summary>
    /// <param name="Date">The day.</param>
    /// <param name="Kind">What it was, as on the wire; its words are <see cref="Statements.StatementWords"/>.</param>
    /// <param name="Id">Pledge or contribution it is about.</param>
    /// <param name="Amount">In the original currency; null when only the USD value changed.</param>
    /// <param name="Rate">Units of the currency per USD; empty when there is none.</param>
    /// <param name="Usd">What it adds to the USD value of the range; null while that is not known.</param>
    /// <param name="Detail">Reference of a pledge, earmark of a contribution, date of a rate, value date of what is
    /// taken back or replaced; may be empty.</param>
    public sealed record Line(
        DateOnly Date,
        string Kind,
        Guid Id,
        Money? Amount,
        string Rate,
        Money? Usd,
        string Detail
    );

    /// <summary>A pledge as a statement needs it.</summary>
    public sealed record PledgeRow(
        Guid Id,
        Money Amount,
        DateOnly PledgedOn,
        string Reference,
        DateOnly? CancelledOn,
        long CancelledMinor
    );

    /// <summary>A contribution as a statement needs it; USD value and rate are null while it waits for a rate.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Amount">Original amount.</param>
    /// <param name="ValueDate">Day at the bank.</param>
    /// <param name="PledgeId">Pledge it pays.</param>
    /// <param name="Earmark">May be empty.</param>
    /// <param name="UnitsPerUsd">Rate it is valued by now.</param>
    /// <param name="UsdCents">Value it has now.</param>
    /// <param name="ReplacedOn">Day from which it counts in the place of another; null for all others.</param>
    /// <param name="ReversedOn">Day from which it counts no more; null while it counts.</param>
    public sealed record ContributionRow(
        Guid Id,
        Money Amount,
        DateOnly ValueDate,
        Guid? PledgeId,
        string Earmark,
        decimal? UnitsPerUsd,
        long? UsdCents,
        DateOnly? ReplacedOn = null,
        DateOnly? ReversedOn = null
    )
    {
        /// <summary>Day from which it counts.</summary>
        public DateOnly CountsFrom => ReplacedOn ?? ValueDate;

        /// <summary>True when it counts before a day begins.</summary>
        public bool CountsBefore(DateOnly day) => CountsFrom < day && !(ReversedOn < day);
    }

    /// <summary>A changed USD value as a statement needs it.</summary>
    public sealed record RevaluationRow(
        Guid Id,
        Guid ContributionId,
        DateOnly RevaluedOn,
        decimal OldUnitsPerUsd,
        long OldUsdCents,
        decimal NewUnitsPerUsd,
        DateOnly NewRateEffectiveDate,
        long NewUsdCents
    );

    /// <summary>Everything a statement is made of.</summary>
    /// <param name="Pledges">All of the donor up to the last day.</param>
    /// <param name="Contributions">Those that count from a day of the range or are reversed in it, and all earlier ones
    /// that pay a pledge.</param>
    /// <param name="Revaluations">All of the donor.</param>
    public sealed record Events(
        IReadOnlyList<PledgeRow> Pledges,
        IReadOnlyList<ContributionRow> Contributions,
        IReadOnlyList<RevaluationRow> Revaluations
    );

    public static DonorStatement Of(Events events, DateOnly from, DateOnly to)
    {
        var lines = LinesWithin(events, from, to);
        var contributed = lines
            .Where(line => line.Kind is LineKinds.Contribution or LineKinds.Reversal or LineKinds.Replacement)
            .Select(line => line.Amount)
            .OfType<Money>()
            .GroupBy(amount => amount.Currency)
            .Select(group => group.Aggregate(Money.Zero(group.Key), (sum, amount) => sum + amount))
            .Where(sum => !sum.IsZero);
        return new DonorStatement(
            OutstandingBefore(events, from),
            lines,
            OutstandingBefore(events, to.AddDays(1)),
            ByCurrency(contributed),
            lines.Aggregate(Money.Zero(Currency.Usd), (sum, line) => line.Usd is { } usd ? sum + usd : sum)
        );
    }

    /// <summary>The sums of several statements; without lines.</summary>
    public static DonorStatement SumOf(IReadOnlyCollection<DonorStatement> statements) =>
        new(
            Sum(statements.SelectMany(statement => statement.Opening)),
            [],
            Sum(statements.SelectMany(statement => statement.Closing)),
            Sum(statements.SelectMany(statement => statement.Contributed)),
            statements.Aggregate(Money.Zero(Currency.Usd), (sum, statement) => sum + statement.ContributedUsd)
        );

    private static IReadOnlyList<Money> Sum(IEnumerable<Money> amounts) =>
        ByCurrency(
            amounts
                .GroupBy(amount => amount.Currency)
                .Select(group => group.Aggregate(Money.Zero(group.Key), (sum, amount) => sum + amount))
                .Where(sum => !sum.IsZero)
        );

    /// <summary>What was promised before a day, stood on it and was not paid before it, per currency.</summary>
    private static IReadOnlyList<Money> OutstandingBefore(Events events, DateOnly day)
    {
        var paid = events
            .Contributions.Where(row => row.PledgeId is not null && row.CountsBefore(day))
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
            .Revaluations.GroupBy(row => row.ContributionId)
            .ToDictionary(group => group.Key, group => group.MinBy(row => row.Id));
        var pledged = events
            .Pledges.Where(pledge => Within(pledge.PledgedOn))
            .Select(pledge => (Order: 0, Line: Pledged(pledge)));
        var received = events
            .Contributions.Where(row => Within(row.CountsFrom))
            .Select(row =>
                (Order: row.ReplacedOn is null ? 1 : 5, Line: Received(row, first.GetValueOrDefault(row.Id)))
            );
        var cancelled = events
            .Pledges.Where(pledge => pledge.CancelledOn is { } on && Within(on))
            .Select(pledge => (Order: 2, Line: Cancelled(pledge)));
        var corrected = events
            .Revaluations.Where(row => Within(row.RevaluedOn))
            .Select(row => (Order: 3, Line: Corrected(row)));
        var reversed = events
            .Contributions.Where(row => row.ReversedOn is { } on && Within(on))
            .Select(row => (Order: 4, Line: Reversed(row)));
        return
        [
            .. pledged
                .Concat(received)
                .Concat(cancelled)
                .Concat(corrected)
                .Concat(reversed)
                .OrderBy(row => row.Line.Date)
                .ThenBy(row => row.Order)
                .ThenBy(row => row.Line.Id)
                .Select(row => row.Line),
        ];
    }

    private static Line Pledged(PledgeRow pledge) =>
        new(pledge.PledgedOn, LineKinds.Pledge, pledge.Id, pledge.Amount, "", null, pledge.Reference);

    /// <summary>With its first value; later ones are corrections on their own days.</summary>
    private static Line Received(ContributionRow row, RevaluationRow? firstChange)
    {
        var rate = firstChange?.OldUnitsPerUsd ?? row.UnitsPerUsd;
        var usd = firstChange?.OldUsdCents ?? row.UsdCents;
        return new Line(
            row.CountsFrom,
            row.ReplacedOn is null ? LineKinds.Contribution : LineKinds.Replacement,
            row.Id,
            row.Amount,
            rate is { } units ? DonationRefusals.Plain(units) : "",
            usd is { } cents ? Money.UsdCents(cents) : null,
            row.ReplacedOn is null ? row.Earmark : Day(row.ValueDate)
        );
    }

    /// <summary>With the value it had last, so that all lines of it add up to nothing.</summary>
    private static Line Reversed(ContributionRow row) =>
        new(
            row.ReversedOn ?? row.CountsFrom,
            LineKinds.Reversal,
            row.Id,
            -row.Amount,
            row.UnitsPerUsd is { } units ? DonationRefusals.Plain(units) : "",
            row.UsdCents is { } cents ? Money.UsdCents(-cents) : null,
            Day(row.ValueDate)
        );

    private static Line Cancelled(PledgeRow pledge) =>
        new(
            pledge.CancelledOn ?? pledge.PledgedOn,
            LineKinds.PledgeCancelled,
            pledge.Id,
            new Money(-pledge.CancelledMinor, pledge.Amount.Currency),
            "",
            null,
            ""
        );

    private static Line Corrected(RevaluationRow revaluation) =>
        new(
            revaluation.RevaluedOn,
            LineKinds.Correction,
            revaluation.ContributionId,
            null,
            DonationRefusals.Plain(revaluation.NewUnitsPerUsd),
            Money.UsdCents(revaluation.NewUsdCents - revaluation.OldUsdCents),
            Day(revaluation.NewRateEffectiveDate)
        );

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IReadOnlyList<Money> ByCurrency(IEnumerable<Money> sums) =>
        [.. sums.OrderBy(sum => sum.Currency.Code, StringComparer.Ordinal)];
}

/// <summary>What a line of a statement says happened.</summary>
public static class LineKinds
{
    public const string Pledge = "pledge";
    public const string PledgeCancelled = "pledge cancelled";
    public const string Contribution = "contribution";

    /// <summary>A contribution has another USD value; its amount is the same.</summary>
    public const string Correction = "correction";

    /// <summary>A contribution is taken back; amount and USD value are below zero.</summary>
    public const string Reversal = "reversal";

    /// <summary>The right contribution in the place of one that was taken back.</summary>
    public const string Replacement = "replacement";
}
