using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fund.Gateway.Api.Json;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Gateway.Api.OpenApi;

/// <summary>
/// An example of every request and answer: written by hand in examples.json where the figures should tell a story, and
/// otherwise made from the fields' names and what the protos' comments give as samples.
/// </summary>
internal sealed partial class Examples(ProtoComments comments)
{
    private const int Deepest = 5;
    private const string Moment = "2026-11-22T10:00:00Z";
    private const string Day = "2026-10-01";

    /// <summary>Values of texts by the end of the field's name.</summary>
    private static readonly (string Ending, string Value)[] Texts =
    [
        ("currency_code", "USD"),
        ("present_in", "EUR"),
        ("country_code", "AT"),
        ("country", "AT"),
        ("language", "en"),
        ("email", "office@example.org"),
        ("phone", "+43 1 26060"),
        ("iban", "AT611904300234573201"),
        ("month", "2026-09"),
        ("_date", Day),
        ("_on", Day),
        ("as_of", Day),
        ("up_to", Day),
        ("_from", Day),
        ("_to", Day),
        ("date", Day),
        ("_local", "2026-12-15T23:59:00"),
        ("time_zone", "Europe/Vienna"),
        ("rate", "0.882"),
        ("units_per_usd", "0.882"),
        ("sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ("file_name", "contributions.csv"),
        ("media_type", "text/csv"),
        ("service", "donations"),
        ("queue", "donations.instalment-paid"),
        ("message_type", "InstalmentPaid"),
        ("reason", "Agreed with the donor."),
        ("name", "Government of Exampleland"),
    ];

    private readonly JsonObject _written = Written();

    /// <summary>The body of a request.</summary>
    public JsonNode Request(Route route, IReadOnlyList<FieldDescriptor> fields) =>
        _written[route.OperationId]?["request"]?.DeepClone() ?? Object(fields, 0);

    /// <summary>The body of an answer.</summary>
    public JsonNode Answer(Route route)
    {
        if (_written[route.OperationId]?["response"] is { } written)
        {
            return written.DeepClone();
        }

        var fields = route.Rpc.OutputType.Fields.InDeclarationOrder();
        switch (ResponseShapes.Of(route.Rpc))
        {
            case ResponseShape.One:
                return Object(fields[0].MessageType.Fields.InDeclarationOrder(), 0);
            case ResponseShape.List:
                var list = new JsonObject { ["items"] = Value(ResponseShapes.Rows(route.Rpc.OutputType), 0) };
                if (ResponseShapes.IsPaged(route.Rpc))
                {
                    list["nextPageToken"] = "";
                }

                foreach (var field in ResponseShapes.Beside(route.Rpc))
                {
                    list[field.JsonName] = Value(field, 0);
                }

                return list;
            default:
                return Object(fields, 0);
        }
    }

    /// <summary>The value of a parameter in the address.</summary>
    public JsonNode Parameter(FieldDescriptor field) => Value(field, 0);

    private JsonObject Object(IEnumerable<FieldDescriptor> fields, int depth) =>
        new(
            fields
                .Where(field => depth < Deepest || field.IsRepeated || field.FieldType != FieldType.Message)
                .Select(field => KeyValuePair.Create<string, JsonNode?>(field.JsonName, Value(field, depth)))
        );

    private JsonNode Value(FieldDescriptor field, int depth) =>
        !field.IsRepeated ? Single(field, depth)
        // A list is always there; where things would go too deep, it is empty.
        : depth >= Deepest && field.FieldType == FieldType.Message ? new JsonArray()
        : new JsonArray(Single(field, depth));

    private JsonNode Single(FieldDescriptor field, int depth) =>
        field.FieldType switch
        {
            FieldType.Bool => false,
            FieldType.Int32 or FieldType.Int64 => Number(field),
            FieldType.Bytes => "aGVsbG8=",
            FieldType.Enum => EnumNames.Of(field.EnumType).First().Name,
            FieldType.Message when field.MessageType.ClrType == typeof(Timestamp) => Moment,
            FieldType.Message when field.MessageType.ClrType == typeof(WireMoney) => new JsonObject
            {
                ["amount"] = "1250.50",
                ["currency"] = "USD",
            },
            FieldType.Message => Object(field.MessageType.Fields.InDeclarationOrder(), depth + 1),
            _ => Text(field),
        };

    private static int Number(FieldDescriptor field) =>
        field.Name.EndsWith("year", StringComparison.Ordinal) ? 2026 : 1;

    private string Text(FieldDescriptor field)
    {
        if (field.Name.EndsWith("_id", StringComparison.Ordinal))
        {
            return Id(field.Name);
        }

        if (Sample().Match(comments.Of(field) ?? "") is { Success: true } sample)
        {
            return sample.Groups[1].Value;
        }

        var known = Texts.FirstOrDefault(text => field.Name.EndsWith(text.Ending, StringComparison.Ordinal));
        return known.Value ?? "Example";
    }

    /// <summary>The same id wherever the same kind of thing is meant.</summary>
    private static string Id(string name)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), digest);
        return new Guid($"0198f3a27c1e7b119f61{Convert.ToHexStringLower(digest[..6])}").ToString("D");
    }

    private static JsonObject Written()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("api-examples.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    [GeneratedRegex("such as \"([^\"]+)\"")]
    private static partial Regex Sample();
}
