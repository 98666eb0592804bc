using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fund.Hosting;

/// <summary>What became of a record.</summary>
public enum AuditVerb
{
    Added,
    Changed,
    Removed,
}

/// <summary>
/// Writes what changed as compact JSON: an array with an object for every record, <c>{"kind","id","did","fields"}</c>.
/// A field of a new or removed record has its value, one of a changed record <c>[before, after]</c>; a field whose
/// values are not for the trail stands in <c>"named"</c>. More than two hundred records are told in several parts, each
/// of which becomes an entry of its own. Records beyond the first ten thousand, and kinds that are only counted, are
/// objects <c>{"kind","did","count"}</c> of the last part.
/// </summary>
public sealed class AuditChanges
{
    /// <summary>No change of a record.</summary>
    public const string None = "[]";

    /// <summary>Most records that one part tells one by one.</summary>
    public const int Most = 200;

    /// <summary>Most parts; what is told beyond them is counted.</summary>
    private const int MostParts = 50;

    private const int LongestText = 500;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private readonly Utf8JsonWriter _json;
    private readonly List<AuditPart> _full = [];
    private readonly List<string> _records = [];
    private readonly SortedDictionary<(string Kind, AuditVerb Did), long> _counts = [];
    private int _told;

    public AuditChanges()
    {
        _json = new Utf8JsonWriter(_buffer, Options);
        _json.WriteStartArray();
    }

    /// <summary>True when nothing was said.</summary>
    public bool IsEmpty => _told == 0 && _counts.Count == 0;

    /// <summary>Says that a record was added, with some of its fields.</summary>
    public AuditChanges Added(string kind, string id, params ReadOnlySpan<(string Field, object? Value)> fields) =>
        Tell(kind, id, AuditVerb.Added, fields);

    /// <summary>Says that a record was removed, with some of its fields.</summary>
    public AuditChanges Removed(string kind, string id, params ReadOnlySpan<(string Field, object? Value)> fields) =>
        Tell(kind, id, AuditVerb.Removed, fields);

    /// <summary>Says that a record was changed, with fields before and after.</summary>
    public AuditChanges Changed(
        string kind,
        string id,
        params ReadOnlySpan<(string Field, object? Before, object? After)> fields
    )
    {
        if (!Begin(kind, id, AuditVerb.Changed))
        {
            return this;
        }

        _json.WriteStartObject("fields");
        foreach (var (field, before, after) in fields)
        {
            Pair(field, before, after);
        }

        _json.WriteEndObject();
        End();
        return this;
    }

    /// <summary>Says how many records of a kind were added, changed or removed, without telling which.</summary>
    public AuditChanges Counted(string kind, AuditVerb did, long count)
    {
        if (count > 0)
        {
            _counts[(kind, did)] = _counts.GetValueOrDefault((kind, did)) + count;
        }

        return this;
    }

    /// <summary>Everything that was said, in its order; at least one part. Nothing can be added afterwards.</summary>
    public IReadOnlyList<AuditPart> Parts()
    {
        foreach (var ((kind, did), count) in _counts)
        {
            _json.WriteStartObject();
            _json.WriteString("kind", kind);
            _json.WriteString("did", Name(did));
            _json.WriteNumber("count", count);
            _json.WriteEndObject();
        }

        return [.. _full, Part()];
    }

    /// <summary>As <c>kind:id</c>, without blanks.</summary>
    public static string Reference(string kind, string id) => $"{kind}:{id.Replace(' ', '_')}";

    /// <summary>Begins a record; false when it is only counted, because there are too many.</summary>
    internal bool Begin(string kind, string id, AuditVerb did)
    {
        if (_told == Most && _full.Count == MostParts - 1)
        {
            Counted(kind, did, 1);
            return false;
        }

        if (_told == Most)
        {
            _full.Add(Part());
            BeginPart();
        }

        _told++;
        _records.Add(Reference(kind, id));
        _json.WriteStartObject();
        _json.WriteString("kind", kind);
        _json.WriteString("id", id);
        _json.WriteString("did", Name(did));
        return true;
    }

    internal Utf8JsonWriter Json => _json;

    internal void End() => _json.WriteEndObject();

    internal void Pair(string field, object? before, object? after)
    {
        _json.WriteStartArray(field);
        Value(before);
        Value(after);
        _json.WriteEndArray();
    }

    internal void Value(object? value)
    {
        switch (value)
        {
            case null:
                _json.WriteNullValue();
                break;
            case bool flag:
                _json.WriteBooleanValue(flag);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                _json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case decimal number:
                _json.WriteNumberValue(number);
                break;
            case DateTimeOffset moment:
                _json.WriteStringValue(
                    moment.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)
                );
                break;
            case DateOnly date:
                _json.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case byte[] bytes:
                Text(Digest(bytes, "bytes"));
                break;
            case IEnumerable<string> texts:
                Text(string.Join(", ", texts));
                break;
            default:
                Text(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");
                break;
        }
    }

    /// <summary>A long text is told by its length and hash: enough to prove what it was, to whoever has it.</summary>
    private void Text(string text) =>
        _json.WriteStringValue(
            text.Length <= LongestText ? text : Digest(Encoding.UTF8.GetBytes(text), "bytes of text")
        );

    private static string Digest(byte[] bytes, string what) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{bytes.Length} {what}, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(bytes))}"
        );

    private static string Name(AuditVerb did) =>
        did switch
        {
            AuditVerb.Added => "added",
            AuditVerb.Changed => "changed",
            _ => "removed",
        };

    private AuditPart Part()
    {
        _json.WriteEndArray();
        _json.Flush();
        return new AuditPart([.. _records.Distinct()], Encoding.UTF8.GetString(_buffer.WrittenSpan));
    }

    private void BeginPart()
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartArray();
        _records.Clear();
        _told = 0;
    }

    private AuditChanges Tell(string kind, string id, AuditVerb did, ReadOnlySpan<(string Field, object? Value)> fields)
    {
        if (!Begin(kind, id, did))
        {
            return this;
        }

        _json.WriteStartObject("fields");
        foreach (var (field, value) in fields)
        {
            _json.WritePropertyName(field);
            Value(value);
        }

        _json.WriteEndObject();
        End();
        return this;
    }
}

/// <summary>What one entry of the trail tells.</summary>
/// <param name="Records">As <c>kind:id</c>.</param>
/// <param name="Json">What changed, as <see cref="AuditChanges"/> writes it.</param>
public sealed record AuditPart(string[] Records, string Json);
