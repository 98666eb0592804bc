using System.Globalization;
using System.Text.Json;
using Fund.Kernel;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Gateway.Portal.Ui;

/// <summary>A field of a record before and after, as the trail has it: texts of the database.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Before">Null where there was none; of a new record always.</param>
/// <param name="After">Null where there is none; of a removed record always.</param>
public sealed record ChangedField(string Name, string? Before, string? After);

/// <summary>One record of an entry of the audit trail.</summary>
/// <param name="Kind">snake_case, such as bank_entry.</param>
/// <param name="Id">Empty when records are only counted.</param>
/// <param name="Did">added, changed or removed.</param>
/// <param name="Count">How many records; 1 unless they are only counted.</param>
/// <param name="Fields">What it says of the fields.</param>
/// <param name="Named">Fields whose values are not for the trail.</param>
public sealed record ChangedRecord(
    string Kind,
    string Id,
    string Did,
    long Count,
    IReadOnlyList<ChangedField> Fields,
    IReadOnlyList<string> Named
)
{
    /// <summary>
    /// The records of an entry; null when it is not written as decision 0047 says, and has to be shown as it is.
    /// </summary>
    public static IReadOnlyList<ChangedRecord>? Read(string changes)
    {
        if (changes.Length == 0)
        {
            return [];
        }

        try
        {
            using var json = JsonDocument.Parse(changes);
            return json.RootElement.ValueKind == JsonValueKind.Array
                ? [.. json.RootElement.EnumerateArray().Select(Read)]
                : null;
        }
        catch (JsonException)
        {
            // An auditor sees what stands there, whoever wrote it.
            return null;
        }
    }

    private static ChangedRecord Read(JsonElement record)
    {
        var did = Text(record, "did");
        return new ChangedRecord(
            Text(record, "kind"),
            Text(record, "id"),
            did,
            record.TryGetProperty("count", out var count) ? count.GetInt64() : 1,
            record.TryGetProperty("fields", out var fields)
                ? [.. fields.EnumerateObject().Select(field => Read(field, did))]
                : [],
            record.TryGetProperty("named", out var named)
                ? [.. named.EnumerateArray().Select(name => name.ToString())]
                : []
        );
    }

    private static ChangedField Read(JsonProperty field, string did) =>
        field.Value is { ValueKind: JsonValueKind.Array } pair && pair.GetArrayLength() == 2
            ? new ChangedField(field.Name, Value(pair[0]), Value(pair[1]))
        : did == "removed" ? new ChangedField(field.Name, Value(field.Value), null)
        : new ChangedField(field.Name, null, Value(field.Value));

    private static string Text(JsonElement record, string name) =>
        record.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static string? Value(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.ToString(),
        };
}

/// <summary>Values of the audit trail for a reader.</summary>
internal static class ChangedValues
{
    private const string Cents = "_cents";
    private const string Minor = "_minor";

    private static readonly string[] CurrencyFields =
    [
        "amount_currency",
        "currency_code",
        "estimate_currency",
        "local_currency",
    ];

    /// <summary>A value as the language writes it: amounts, days, moments, yes and no, and the words of a state.</summary>
    /// <param name="words">The words of the portal.</param>
    /// <param name="record">The record, which may say the currency of its amounts.</param>
    /// <param name="field">Name of the column.</param>
    /// <param name="value">As the trail has it; null for none.</param>
    public static string Show(Words words, ChangedRecord record, string field, string? value)
    {
        if (value is null or "")
        {
            return "–";
        }

        if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var units))
        {
            return Amount(record, field, units) ?? value;
        }

        if (value is "true" or "false")
        {
            return words[value == "true" ? "Audit.Yes" : "Audit.No"];
        }

        return Moment(value)
            ?? words.Find($"{Pascal(record.Kind)}{Pascal(field)}.{value}")
            ?? words.Find($"{Pascal(field)}.{value}")
            ?? Figures.Date(value);
    }

    /// <summary>snake_case as the names of enumerations are written.</summary>
    public static string Pascal(string snake) =>
        string.Concat(
            snake.Split('_').Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..])
        );

    private static string? Amount(ChangedRecord record, string field, long units)
    {
        var code =
            field.EndsWith(Cents, StringComparison.Ordinal) ? "USD"
            : field.EndsWith(Minor, StringComparison.Ordinal) ? CurrencyOf(record)
            : null;
        return Currency.Find(code ?? "") is { } currency
            ? Figures.Exact(new WireMoney { MinorUnits = units, CurrencyCode = currency.Code })
            : null;
    }

    /// <summary>The currency that the record says; null when it says none, or changes it.</summary>
    private static string? CurrencyOf(ChangedRecord record) =>
        record.Fields.FirstOrDefault(field => CurrencyFields.Contains(field.Name)) is { } known
        && (known.Before is null || known.After is null)
            ? known.After ?? known.Before
            : null;

    private static string? Moment(string value) =>
        value.Length > 20
        && value.EndsWith('Z')
        && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.UtcDateTime.ToString(Figures.LongDate + ", HH:mm", CultureInfo.CurrentCulture) + " UTC"
            : null;
}
