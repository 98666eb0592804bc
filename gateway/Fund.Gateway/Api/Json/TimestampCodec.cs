using System.Globalization;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace Fund.Gateway.Api.Json;

/// <summary>A moment in ISO 8601 and UTC, such as <c>2026-10-01T08:30:00Z</c>, with as many decimals as needed.</summary>
internal sealed class TimestampCodec : ValueCodec<Timestamp>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public override bool TryRead(ref Utf8JsonReader reader, JsonProblems problems, out Timestamp value)
    {
        value = null!;
        if (reader.TokenType != JsonTokenType.String)
        {
            return Wrong(ref reader, problems, "a moment such as \"2026-10-01T08:30:00Z\"");
        }

        return Text(ref reader, problems) is { } text && TryParse(text, problems, out value);
    }

    public override bool TryParse(string text, JsonProblems problems, out Timestamp value)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, utc, out var moment))
        {
            value = Timestamp.FromDateTimeOffset(moment);
            return true;
        }

        problems.Add($"{Echo(text)} is not a moment in UTC, such as 2026-10-01T08:30:00Z.");
        value = null!;
        return false;
    }

    public override void Write(Utf8JsonWriter writer, Timestamp value)
    {
        Span<char> text = stackalloc char[40];
        value.ToDateTimeOffset().TryFormat(text, out var length, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..length]);
    }
}
