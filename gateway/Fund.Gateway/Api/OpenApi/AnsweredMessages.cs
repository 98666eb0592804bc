using Google.Protobuf.Reflection;

namespace Fund.Gateway.Api.OpenApi;

/// <summary>The messages that stand in answers, found from the table of routes.</summary>
internal static class AnsweredMessages
{
    /// <summary>Full names, with those of the messages inside them.</summary>
    public static IReadOnlySet<string> Of(IEnumerable<Route> routes)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var route in routes.Where(route => route.Files.Count == 0))
        {
            Add(route.Rpc.OutputType, found);
        }

        return found;
    }

    private static void Add(MessageDescriptor message, HashSet<string> found)
    {
        if (found.Add(message.FullName))
        {
            foreach (var field in message.Fields.InDeclarationOrder())
            {
                if (field.FieldType == FieldType.Message)
                {
                    Add(field.MessageType, found);
                }
            }
        }
    }
}
