using System.Globalization;
using Fund.Kernel;

namespace Fund.Donations.Domain.Banking;

/// <summary>
/// Whether a statement balances: opening + booked entries = closing, for each currency by itself. A statement that does
/// not is taken in with a warning on it, never silently.
/// </summary>
public sealed class BalanceCheck
{
    private readonly SortedDictionary<string, Sums> _currencies = new(StringComparer.Ordinal);

    /// <summary>What is known of one currency; null where the bank does not say.</summary>
    private sealed class Sums
    {
        private decimal? _firstInterim;
        private decimal? _lastInterim;
        private decimal? _closing;

        public decimal? Opening { get; private set; }

        public decimal? PreviousClosing { get; private set; }

        public decimal Booked { get; private set; }

        public decimal? Begin => Opening ?? PreviousClosing ?? _firstInterim;

        /// <summary>A page that is not the last ends with an interim balance, which is not also what it begins with.</summary>
        public decimal? End => _closing ?? (Opening is not null || PreviousClosing is not null ? _lastInterim : null);

        public void Book(decimal amount) => Booked += amount;

        public void Take(string code, decimal amount)
        {
            switch (code)
            {
                case "OPBD":
                    Opening ??= amount;
                    break;
                case "PRCD":
                    PreviousClosing ??= amount;
                    break;
                case "CLBD":
                    _closing = amount;
                    break;
                case "ITBD":
                    _firstInterim ??= amount;
                    _lastInterim = amount;
                    break;
                default:
                    // Available and forward balances count what is not booked.
                    break;
            }
        }
    }

    public void Take(ReadBalance balance) => Of(balance.CurrencyCode).Take(balance.Code, balance.Amount);

    /// <summary>A booked entry.</summary>
    /// <param name="currency">As the bank gives it.</param>
    /// <param name="amount">Below zero for money that went out.</param>
    public void TakeBooked(string currency, decimal amount) => Of(currency).Book(amount);

    /// <summary>What a person should know.</summary>
    /// <param name="before">By currency, the closing balances of the statement before this one; empty when unknown.</param>
    public IReadOnlyList<Sentence> Warnings(IReadOnlyDictionary<string, decimal> before)
    {
        var warnings = new List<Sentence>();
        var unchecked_ = new List<Sentence>();
        foreach (var (currency, sums) in _currencies)
        {
            var begin = sums.Begin ?? (before.TryGetValue(currency, out var last) ? last : null);
            Compare(warnings, currency, sums, before);
            if (begin is { } opening && sums.End is { } closing)
            {
                Sum(warnings, currency, opening, sums.Booked, closing);
            }
            else if (begin is not null || sums.End is not null || sums.Booked != 0)
            {
                unchecked_.Add(Missing(currency, begin is null));
            }
        }

        if (unchecked_.Count > 0)
        {
            warnings.Add($"The entries could not be checked against balances: {string.Join(", ", unchecked_)}.");
        }
        else if (!_currencies.Values.Any(sums => sums.Begin is not null || sums.End is not null))
        {
            warnings.Add("The entries could not be checked against balances: the statement has none.");
        }

        return warnings;
    }

    private static Sentence Missing(string currency, bool opening)
    {
        if (opening)
        {
            return $"{currency} has no opening balance";
        }

        return $"{currency} has no closing balance";
    }

    private static void Sum(List<Sentence> warnings, string currency, decimal opening, decimal booked, decimal closing)
    {
        if (opening + booked != closing)
        {
            warnings.Add(
                $"The statement does not balance: opening {Plain(opening)} + entries {Plain(booked)} = "
                    + $"{Plain(opening + booked)}, but the closing balance is {Plain(closing)} {currency}."
            );
        }
    }

    private static void Compare(
        List<Sentence> warnings,
        string currency,
        Sums sums,
        IReadOnlyDictionary<string, decimal> before
    )
    {
        if (sums is { Opening: { } opening, PreviousClosing: { } previous } && opening != previous)
        {
            warnings.Add(
                $"The opening balance of {Plain(opening)} {currency} is not the closing balance before it, {Plain(previous)}."
            );
        }

        if (sums.Opening is { } begin && before.TryGetValue(currency, out var known) && known != begin)
        {
            warnings.Add(
                $"The opening balance of {Plain(begin)} {currency} is not {Plain(known)}, with which the statement "
                    + $"before it closed: a statement may be missing or may have been changed."
            );
        }
    }

    private Sums Of(string currency)
    {
        if (!_currencies.TryGetValue(currency, out var sums))
        {
            _currencies.Add(currency, sums = new Sums());
        }

        return sums;
    }

    private static string Plain(decimal amount) => amount.ToString("0.#####", CultureInfo.InvariantCulture);
}
