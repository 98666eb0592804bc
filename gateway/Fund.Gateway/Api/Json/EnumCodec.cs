using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Reflection;

namespace Fund.Gateway.Api.Json;

/// <summary>
/// An enum as a short camelCase word: <c>VALUATION_STATE_AWAITING_RATE</c> of <c>ValuationState</c> is
/// <c>awaitingRate</c>. The zero value means "nothing said" and is left out.
/// </summary>
internal sealed class EnumCodec<TEnum> : ValueCodec<TEnum>
    where TEnum : struct, Enum
{
    private readonly (JsonEncodedText Name, string Text, TEnum Value)[] _values;
    private readonly Dictionary<TEnum, JsonEncodedText> _names;
    private readonly string _allowed;

    public EnumCodec(EnumDescriptor descriptor)
    {
        _values =
        [
            .. EnumNames
                .Of(descriptor)
                .Select(value => (JsonEncodedText.Encode(value.Name), value.Name, ValueOf(value.Number))),
        ];
        _names = _values.ToDictionary(value => value.Value, value => value.Name);
        _allowed = string.Join(", ", _values.Select(value => value.Text));
    }

    public override bool TryRead(ref Utf8JsonReader reader, JsonProblems problems, out TEnum value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.String)
        {
            return Wrong(ref reader, problems, $"one of the texts {_allowed}");
        }

        foreach (var known in _values)
        {
            if (reader.ValueTextEquals(known.Name.EncodedUtf8Bytes))
            {
                value = known.Value;
                return true;
            }
        }

        return Text(ref reader, problems) is { } text && Unknown(text, problems);
    }

    public override bool TryParse(string text, JsonProblems problems, out TEnum value)
    {
        foreach (var known in _values)
        {
            if (known.Text == text)
            {
                value = known.Value;
                return true;
            }
        }

        value = default;
        return Unknown(text, problems);
    }

    public override bool Says(TEnum value) => !EqualityComparer<TEnum>.Default.Equals(value, default);

    /// <summary>A value that a newer service knows and we do not is shown by its number.</summary>
    public override void Write(Utf8JsonWriter writer, TEnum value)
    {
        if (_names.TryGetValue(value, out var name))
        {
            writer.WriteStringValue(name);
        }
        else
        {
            writer.WriteStringValue(value.ToString("D"));
        }
    }

    private static TEnum ValueOf(int number) => (TEnum)Enum.ToObject(typeof(TEnum), number);

    private bool Unknown(string text, JsonProblems problems)
    {
        problems.Add($"{Echo(text)} is not known here; allowed are {_allowed}.");
        return false;
    }
}

/// <summary>The words for an enum's values, without the zero value.</summary>
internal static class EnumNames
{
    public static IEnumerable<(string Name, int Number)> Of(EnumDescriptor descriptor)
    {
        var prefix = JsonNamingPolicy.SnakeCaseUpper.ConvertName(descriptor.Name) + "_";
        return descriptor
            .Values.Where(value => value.Number != 0)
            .Select(value => (Camel(value.Name, prefix), value.Number));
    }

    private static string Camel(string name, string prefix)
    {
        var rest = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        var words = rest.Split('_').Select(word => word.ToLower(CultureInfo.InvariantCulture)).ToList();
        return words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
