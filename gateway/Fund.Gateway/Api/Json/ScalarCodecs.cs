using System.Globalization;
using System.Text.Json;
using Google.Protobuf;

namespace Fund.Gateway.Api.Json;

internal sealed class StringCodec : ValueCodec<string>
{
    public override bool TryRead(ref Utf8JsonReader reader, JsonProblems problems, out string value)
    {
        value = "";
        if (reader.TokenType != JsonTokenType.String)
        {
            return Wrong(ref reader, problems, "a text");
        }

        if (Text(ref reader, problems) is not { } text)
        {
            return false;
        }

        value = text;
        return true;
    }

    public override bool TryParse(string text, JsonProblems problems, out string value)
    {
        value = text;
        return CheckedText(text, problems) is not null;
    }

    public override void Write(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);
}

internal sealed class BoolCodec : ValueCodec<bool>
{
    public override bool TryRead(ref Utf8JsonReader reader, JsonProblems problems, out bool value)
    {
        value = reader.TokenType == JsonTokenType.True;
        return value || reader.TokenType == JsonTokenType.False || Wrong(ref reader, problems, "true or false");
    }

    public override bool TryParse(string text, JsonProblems problems, out bool value)
    {
        value = text == "true";
        if (value || text == "false")
        {
            return true;
        }

        problems.Add($"{Echo(text)} is neither true nor false.");
        return false;
    }

    public override void Write(Utf8JsonWriter writer, bool value) => writer.WriteBooleanValue(value);
}

internal sealed class Int32Codec : ValueCodec<int>
{
    private const string Expected = "a whole number from -2147483648 to 2147483647";

    public override bool TryRead(ref Utf8JsonReader reader, JsonProblems problems, out int value)
    {
        value = 0;
        if (reader.TokenType != JsonTokenType.Number)
        {
            return Wrong(ref reader, problems, Expected);
        }

        if (reader.TryGetInt32(out value))
        {
            return true;
        }

        problems.Add($"Expected {Expected}.");
        return false;
    }

    public override bool TryParse(string text, JsonProblems problems, out int value)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        problems.Add($"{Echo(text)} is not {Expected}.");
        return false;
    }

    public override void Write(Utf8JsonWriter writer, int value) => writer.WriteNumberValue(value);
}

internal sealed class Int64Codec : ValueCodec<long>
{
    private const string Expected = "a whole number of at most 64 bits";

    public override bool TryRead(ref Utf8JsonReader reader, JsonProblems problems, out long value)
    {
        value = 0;
        if (reader.TokenType != JsonTokenType.Number)
        {
            return Wrong(ref reader, problems, Expected);
        }

        if (reader.TryGetInt64(out value))
        {
            return true;
        }

        problems.Add($"Expected {Expected}.");
        return false;
    }

    public override bool TryParse(string text, JsonProblems problems, out long value)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        problems.Add($"{Echo(text)} is not {Expected}.");
        return false;
    }

    public override void Write(Utf8JsonWriter writer, long value) => writer.WriteNumberValue(value);
}

internal sealed class BytesCodec : ValueCodec<ByteString>
{
    public override bool TryRead(ref Utf8JsonReader reader, JsonProblems problems, out ByteString value)
    {
        value = ByteString.Empty;
        if (reader.TokenType != JsonTokenType.String)
        {
            return Wrong(ref reader, problems, "a text in base64");
        }

        if (!reader.TryGetBytesFromBase64(out var bytes))
        {
            problems.Add("The text is not valid base64.");
            return false;
        }

        value = UnsafeByteOperations.UnsafeWrap(bytes);
        return true;
    }

    public override void Write(Utf8JsonWriter writer, ByteString value) => writer.WriteBase64StringValue(value.Span);
}
