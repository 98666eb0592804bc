using System.Collections.Frozen;

namespace Fund.Kernel;

/// <summary>
/// An ISO 4217 currency: its three-letter code and the number of decimals its minor unit has (USD 2, JPY 0, KWD 3).
/// Codes without a minor unit of their own (gold, test codes, no currency) are not currencies one can give in.
/// </summary>
public sealed class Currency : IEquatable<Currency>
{
    private static readonly FrozenDictionary<string, Currency> Known = Iso4217.Load();

    internal Currency(string code, int decimals)
    {
        Code = code;
        Decimals = decimals;
        MinorUnitsPerUnit = 1;
        for (var i = 0; i < decimals; i++)
        {
            MinorUnitsPerUnit *= 10;
        }
    }

    /// <summary>US dollars: the currency the Fund keeps its books and takes its decisions in.</summary>
    public static Currency Usd { get; } = Parse("USD");

    /// <summary>All currencies, by code.</summary>
    public static IReadOnlyCollection<Currency> All => Known.Values;

    /// <summary>Three capital letters.</summary>
    public string Code { get; }

    /// <summary>Decimals of the minor unit: 0 to 4.</summary>
    public int Decimals { get; }

    /// <summary>Ten to the power of <see cref="Decimals"/>.</summary>
    public long MinorUnitsPerUnit { get; }

    /// <summary>The currency of a code in capitals, or null when ISO 4217 has none.</summary>
    public static Currency? Find(string? code) => code is null ? null : Known.GetValueOrDefault(code);

    /// <summary>The currency of a code; a <see cref="RefusedException"/> names the code when ISO 4217 has none.</summary>
    public static Currency Parse(string? code, string field = "currency_code") =>
        Find(code) ?? throw Refusals.UnknownCurrency(field, code).AsException();

    public bool Equals(Currency? other) => other is not null && Code == other.Code;

    public override bool Equals(object? obj) => Equals(obj as Currency);

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Code;
}
