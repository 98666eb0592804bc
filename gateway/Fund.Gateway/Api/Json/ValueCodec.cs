using System.Text.Json;

namespace Fund.Gateway.Api.Json;

/// <summary>How values of one type stand in JSON, in a path and in a query.</summary>
/// <typeparam name="TValue">The type as generated from the protos.</typeparam>
internal abstract class ValueCodec<TValue>
{
    /// <summary>Longest piece of the caller's own input that a problem repeats.</summary>
    private const int EchoLimit = 60;

    /// <summary>
    /// Reads the value the reader is at and leaves the reader at its last token. Whatever is wrong goes to
    /// <paramref name="problems"/>, and the answer is false.
    /// </summary>
    public abstract bool TryRead(ref Utf8JsonReader reader, JsonProblems problems, out TValue value);

    public abstract void Write(Utf8JsonWriter writer, TValue value);

    /// <summary>False when the value says nothing and is left out, as an enum's zero is.</summary>
    public virtual bool Says(TValue value) => true;

    /// <summary>Reads a path or query parameter.</summary>
    public virtual bool TryParse(string text, JsonProblems problems, out TValue value)
    {
        problems.Add("This field cannot be given in the address.");
        value = default!;
        return false;
    }

    /// <summary>Notes a value of the wrong JSON type and passes over it.</summary>
    protected static bool Wrong(ref Utf8JsonReader reader, JsonProblems problems, string expected)
    {
        var found = reader.TokenType switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "a list",
            JsonTokenType.String => "a text",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "true or false",
            _ => "null",
        };
        var advice = reader.TokenType == JsonTokenType.Null ? "; leave the field out when there is nothing to say" : "";
        problems.Add($"Expected {expected}, found {found}{advice}.");
        reader.Skip();
        return false;
    }

    /// <summary>The text the reader is at, or null (and a problem) when it is not valid Unicode.</summary>
    protected static string? Text(ref Utf8JsonReader reader, JsonProblems problems)
    {
        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            problems.Add("The text is not valid Unicode.");
            return null;
        }

        return CheckedText(text, problems);
    }

    protected static string? CheckedText(string text, JsonProblems problems)
    {
        if (!text.Contains('\0', StringComparison.Ordinal))
        {
            return text;
        }

        problems.Add("The text contains a NUL character, which cannot be stored.");
        return null;
    }

    /// <summary>The caller's own words in quotes, shortened.</summary>
    protected static string Echo(string text) => text.Length <= EchoLimit ? $"'{text}'" : $"'{text[..EchoLimit]}…'";
}
