using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Fund.Kernel;

/// <summary>
/// A sentence for a person, in English, and the values that were put into it, in their order. With the values the
/// sentence can be said in another language without reading the English one. Made by writing an interpolated string
/// where a sentence is wanted; a plain text is a sentence without values.
/// </summary>
[InterpolatedStringHandler]
public sealed class Sentence : IEquatable<Sentence>
{
    private readonly StringBuilder _text;
    private readonly List<string> _values;

    /// <summary>Called by the compiler for an interpolated string.</summary>
    public Sentence(int literalLength, int formattedCount)
    {
        _text = new StringBuilder(literalLength);
        _values = new List<string>(formattedCount);
    }

    /// <summary>A sentence that was said elsewhere.</summary>
    public Sentence(string text, IEnumerable<string> values)
    {
        _text = new StringBuilder(text);
        _values = [.. values];
    }

    /// <summary>The whole sentence in English.</summary>
    public string Text => _text.ToString();

    /// <summary>What was put into it, as it stands there: amounts as "USD 1,250.00", days as 2026-10-01.</summary>
    public IReadOnlyList<string> Values => _values;

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted<T>(T value, string? format = null)
    {
        var text = value is IFormattable formattable
            ? formattable.ToString(format, CultureInfo.InvariantCulture)
            : value?.ToString() ?? "";
        _text.Append(text);
        _values.Add(text);
    }

    public static implicit operator Sentence(string text) => FromString(text);

    public static Sentence FromString(string text) => new(text, []);

    public bool Equals(Sentence? other) =>
        other is not null && other.Text == Text && other.Values.SequenceEqual(Values);

    public override bool Equals(object? obj) => Equals(obj as Sentence);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;
}
