using System.Globalization;
using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>A rate as it applies to one contribution.</summary>
/// <param name="UnitsPerUsd">Units of the currency for one USD.</param>
/// <param name="EffectiveDate">Date it came into force.</param>
public readonly record struct RateInForce(decimal UnitsPerUsd, DateOnly EffectiveDate);

/// <summary>A United Nations operational rate of exchange. Never changed once a contribution was valued with it.</summary>
public sealed class OperationalRate
{
    /// <summary>Decimals a rate may have.</summary>
    public const int MostDecimals = 10;

    /// <summary>Rates at or above this do not fit the column.</summary>
    public const decimal Limit = 10_000_000_000m;

    private OperationalRate() { }

    public OperationalRate(
        string currencyCode,
        DateOnly effectiveDate,
        decimal unitsPerUsd,
        string source,
        DateTimeOffset recordedAt,
        string reason = ""
    )
    {
        Reason = reason;
        Id = Guid.CreateVersion7();
        CurrencyCode = currencyCode;
        EffectiveDate = effectiveDate;
        UnitsPerUsd = unitsPerUsd;
        Source = source;
        RecordedAt = recordedAt;
    }

    public Guid Id { get; private set; }

    public string CurrencyCode { get; private set; } = "";

    public DateOnly EffectiveDate { get; private set; }

    /// <summary>Above zero.</summary>
    public decimal UnitsPerUsd { get; private set; }

    /// <summary>"file" or "typed".</summary>
    public string Source { get; private set; } = "";

    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>Why it took the place of a rate that was in use; empty when it did not.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>When a corrected rate took its place; null while it holds.</summary>
    public DateTimeOffset? SupersededAt { get; private set; }

    /// <summary>A corrected rate of the same date takes its place; it stays on record.</summary>
    public void Supersede(DateTimeOffset at) => SupersededAt ??= at;

    /// <summary>Last date a rate may come into force: rates are published days ahead, not years.</summary>
    public static DateOnly LastDate(DateOnly today) => today.AddYears(1);

    /// <summary>Replaces a value that no contribution was valued with.</summary>
    public void Replace(decimal unitsPerUsd, string source, DateTimeOffset at)
    {
        UnitsPerUsd = unitsPerUsd;
        Source = source;
        RecordedAt = at;
    }

    /// <summary>What a rate may be, in words.</summary>
    public const string Rule = "a decimal above zero with at most 10 decimals, such as 0.882.";

    /// <summary>Reads a rate exactly: plain decimal, above zero, at most 10 decimals; null when it is not one.</summary>
    public static decimal? Read(string text)
    {
        var plain = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate);
        return plain && rate > 0 && rate < Limit && decimal.Round(rate, MostDecimals) == rate ? rate : null;
    }
}

/// <summary>All rates by currency, newest first; says which was in force on a date.</summary>
public sealed class RateTable
{
    private readonly Dictionary<string, RateInForce[]> _newestFirst;

    /// <summary>These rates with others in their place or added.</summary>
    public RateTable With(IEnumerable<(string CurrencyCode, RateInForce Rate)> others)
    {
        var all = _newestFirst
            .SelectMany(pair => pair.Value.Select(rate => (CurrencyCode: pair.Key, Rate: rate)))
            .ToDictionary(row => (row.CurrencyCode, row.Rate.EffectiveDate));
        foreach (var other in others)
        {
            all[(other.CurrencyCode, other.Rate.EffectiveDate)] = other;
        }

        return new RateTable(all.Values);
    }

    public RateTable(IEnumerable<(string CurrencyCode, RateInForce Rate)> rates)
    {
        _newestFirst = rates
            .GroupBy(row => row.CurrencyCode, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.Select(row => row.Rate).OrderByDescending(rate => rate.EffectiveDate).ToArray(),
                StringComparer.Ordinal
            );
    }

    /// <summary>The newest rate that is effective on or before the date; USD is always one for one.</summary>
    /// <returns>Null when there is none yet.</returns>
    public RateInForce? On(Currency currency, DateOnly valueDate)
    {
        if (currency.Equals(Currency.Usd))
        {
            return new RateInForce(1m, valueDate);
        }

        foreach (var rate in _newestFirst.GetValueOrDefault(currency.Code, []))
        {
            if (rate.EffectiveDate <= valueDate)
            {
                return rate;
            }
        }

        return null;
    }
}
