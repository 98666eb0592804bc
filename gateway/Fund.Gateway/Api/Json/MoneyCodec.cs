using System.Text.Json;
using Fund.Kernel;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Gateway.Api.Json;

/// <summary>
/// Money as <c>{"amount":"1250.50","currency":"USD"}</c>: the amount is a text, so that no digit is lost on the way,
/// with at most the decimals of its currency.
/// </summary>
internal sealed class MoneyCodec : ValueCodec<WireMoney>
{
    private static readonly JsonEncodedText AmountName = JsonEncodedText.Encode("amount");
    private static readonly JsonEncodedText CurrencyName = JsonEncodedText.Encode("currency");

    public override bool TryRead(ref Utf8JsonReader reader, JsonProblems problems, out WireMoney value)
    {
        value = null!;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return Wrong(ref reader, problems, """an amount such as {"amount":"1250.50","currency":"USD"}""");
        }

        string? amount = null;
        string? currency = null;
        var sound = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            sound &= ReadMember(ref reader, problems, ref amount, ref currency);
        }

        sound &= Given(amount, "amount", sound, problems) & Given(currency, "currency", sound, problems);
        return sound && TryCombine(amount!, currency!, problems, out value);
    }

    public override void Write(Utf8JsonWriter writer, WireMoney value)
    {
        var currency =
            Currency.Find(value.CurrencyCode)
            ?? throw new InvalidDataException("A service answered with an amount in a currency that does not exist.");
        Span<char> digits = stackalloc char[32];
        var length = MoneyText.Format(value.MinorUnits, currency.Decimals, digits);
        writer.WriteStartObject();
        writer.WriteString(AmountName, digits[..length]);
        writer.WriteString(CurrencyName, currency.Code);
        writer.WriteEndObject();
    }

    private static bool ReadMember(
        ref Utf8JsonReader reader,
        JsonProblems problems,
        ref string? amount,
        ref string? currency
    )
    {
        if (reader.ValueTextEquals(AmountName.EncodedUtf8Bytes))
        {
            return ReadText(ref reader, problems, "amount", """a text such as "1250.50" """.TrimEnd(), ref amount);
        }

        if (reader.ValueTextEquals(CurrencyName.EncodedUtf8Bytes))
        {
            return ReadText(ref reader, problems, "currency", """a text such as "USD" """.TrimEnd(), ref currency);
        }

        problems.Add(MemberNames.Read(ref reader), "There is no such field here; allowed are amount, currency.");
        reader.Skip();
        return false;
    }

    private static bool ReadText(
        ref Utf8JsonReader reader,
        JsonProblems problems,
        string name,
        string expected,
        ref string? text
    )
    {
        problems.Enter(name);
        reader.Read();
        var twice = text is not null;
        if (twice)
        {
            problems.Add("The field is given twice.");
        }

        text =
            reader.TokenType == JsonTokenType.String ? Text(ref reader, problems)
            : Wrong(ref reader, problems, expected) ? ""
            : null;
        problems.Leave();
        return text is not null && !twice;
    }

    private static bool Given(string? text, string name, bool sound, JsonProblems problems)
    {
        if (text is null && sound)
        {
            problems.Add(name, $"{name} is required.");
        }

        return text is not null;
    }

    private static bool TryCombine(string amount, string code, JsonProblems problems, out WireMoney value)
    {
        value = null!;
        if (Currency.Find(code) is not { } currency)
        {
            problems.Add("currency", Refusals.UnknownCurrency("currency", Shortened(code)).Message);
            return false;
        }

        var outcome = MoneyText.TryParse(amount, currency.Decimals, out var minorUnits);
        var problem = outcome switch
        {
            MoneyTextOutcome.Read => null,
            MoneyTextOutcome.TooManyDecimals => Refusals.TooManyDecimals("amount", Shortened(amount), currency).Message,
            MoneyTextOutcome.TooLarge => Refusals.AmountTooLarge("amount", Shortened(amount)).Message,
            _ => Refusals.NotAnAmount("amount", Shortened(amount)).Message,
        };
        if (problem is not null)
        {
            problems.Add("amount", problem);
            return false;
        }

        value = new WireMoney { MinorUnits = minorUnits, CurrencyCode = currency.Code };
        return true;
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
