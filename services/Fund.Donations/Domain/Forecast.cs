using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>What is expected of one currency and one month.</summary>
/// <param name="Month">First day of the month it is due in; null when no plan says.</param>
/// <param name="Overdue">Due before the day of the forecast.</param>
/// <param name="Amount">Outstanding.</param>
/// <param name="Items">Instalments, or pledges without a plan, it is the sum of.</param>
public sealed record ExpectedReceipt(DateOnly? Month, bool Overdue, Money Amount, int Items);

/// <summary>What a period is expected to bring, by currency.</summary>
/// <param name="Month">First day of the month; null for what has none.</param>
/// <param name="Receipts">One per currency, by code.</param>
public sealed record ForecastPeriod(DateOnly? Month, IReadOnlyList<ExpectedReceipt> Receipts);

/// <summary>
/// What is expected by open pledges and their instalments: overdue, month by month, later, and without a date. USD
/// values are by the newest rate of the day of the forecast; a currency without one is in no USD sum.
/// </summary>
public sealed class Forecast(DateOnly asOf, int months, IReadOnlyList<ExpectedReceipt> expected, RateTable rates)
{
    private readonly DateOnly _first = AccountingPeriod.MonthOf(asOf);

    public ForecastPeriod Overdue => Period(null, expected.Where(row => row.Overdue));

    public IEnumerable<ForecastPeriod> Months =>
        Enumerable
            .Range(0, months)
            .Select(ahead => _first.AddMonths(ahead))
            .Select(month => Period(month, expected.Where(row => !row.Overdue && row.Month == month)));

    public ForecastPeriod Later =>
        Period(null, expected.Where(row => !row.Overdue && row.Month >= _first.AddMonths(months)));

    public ForecastPeriod Undated => Period(null, expected.Where(row => row.Month is null));

    /// <summary>Codes of currencies that have no rate on the day.</summary>
    public IEnumerable<string> CurrenciesWithoutRate =>
        expected
            .Select(row => row.Amount.Currency)
            .Distinct()
            .Where(currency => rates.On(currency, asOf) is null)
            .Select(currency => currency.Code)
            .Order(StringComparer.Ordinal);

    /// <summary>By the newest rate; null when there is none.</summary>
    public Money? UsdOf(Money amount) =>
        amount.Currency.Equals(Currency.Usd) ? amount
        : rates.On(amount.Currency, asOf) is { } rate ? amount.ConvertTo(Currency.Usd, rate.UnitsPerUsd)
        : null;

    private static ForecastPeriod Period(DateOnly? month, IEnumerable<ExpectedReceipt> rows) =>
        new(
            month,
            [
                .. rows.GroupBy(row => row.Amount.Currency)
                    .OrderBy(group => group.Key.Code, StringComparer.Ordinal)
                    .Select(group => new ExpectedReceipt(
                        month,
                        false,
                        group.Aggregate(Money.Zero(group.Key), (sum, row) => sum + row.Amount),
                        group.Sum(row => row.Items)
                    )),
            ]
        );
}
