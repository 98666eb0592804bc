using System.Globalization;
using System.Text;
using Google.Protobuf.Reflection;

namespace Fund.Gateway.Api;

/// <summary>
/// Translates the field paths of refusals (<c>lines[2].amount</c>, snake_case) into JSON pointers of the request as the
/// API shows it (<c>/lines/2/amount</c>, camelCase).
/// </summary>
internal static class FieldPaths
{
    /// <summary>Money has other member names in JSON than on the wire.</summary>
    private static readonly Dictionary<string, string> MoneyMembers = new(StringComparer.Ordinal)
    {
        ["minor_units"] = "amount",
        ["currency_code"] = "currency",
    };

    public static string ToPointer(string path, MessageDescriptor? request)
    {
        var pointer = new StringBuilder();
        var message = request;
        foreach (var part in path.Split('.', '[', ']'))
        {
            if (part.Length == 0)
            {
                continue;
            }

            var isIndex = int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _);
            pointer.Append('/').Append(isIndex ? part : Member(part, message));
            if (!isIndex)
            {
                var field = message?.FindFieldByName(part);
                message = field is { FieldType: FieldType.Message } ? field.MessageType : null;
            }
        }

        // The page is spread over the query: its members stand alone there.
        return pointer.ToString() switch
        {
            "/page/pageSize" => "/pageSize",
            "/page/pageToken" => "/pageToken",
            var other => other,
        };
    }

    public static string Camel(string snake)
    {
        var words = snake.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0
            ? snake
            : words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    private static string Member(string part, MessageDescriptor? message) =>
        message?.FullName == Common.V1.Money.Descriptor.FullName && MoneyMembers.TryGetValue(part, out var member)
            ? member
            : Camel(part);
}
