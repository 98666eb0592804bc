using System.Reflection;
using Google.Protobuf.Reflection;

namespace Fund.Gateway.Api.OpenApi;

/// <summary>
/// The comments of the proto files, which generated code does not carry: from the descriptor set with source info that
/// the build embeds.
/// </summary>
internal sealed class ProtoComments
{
    private const string Resource = "proto-comments.pb";
    private const int Messages = 4;
    private const int Enums = 5;
    private const int Services = 6;
    private const int Members = 2;

    private readonly Dictionary<string, string> _comments = new(StringComparer.Ordinal);

    public ProtoComments()
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The build did not embed {Resource}.");
        foreach (var file in FileDescriptorSet.Parser.ParseFrom(stream).File)
        {
            foreach (var location in file.SourceCodeInfo.Location.Where(location => location.HasLeadingComments))
            {
                if (Name(file, location.Path) is { } name)
                {
                    _comments[name] = Text(location.LeadingComments);
                }
            }
        }
    }

    /// <summary>What stands above a message, field, enum, value or RPC; null when nothing does.</summary>
    public string? Of(IDescriptor descriptor) => _comments.GetValueOrDefault(descriptor.FullName);

    private static string? Name(FileDescriptorProto file, IReadOnlyList<int> path)
    {
        var name = path switch
        {
            [Messages, var m] => file.MessageType[m].Name,
            [Messages, var m, Members, var f] => $"{file.MessageType[m].Name}.{file.MessageType[m].Field[f].Name}",
            [Enums, var e] => file.EnumType[e].Name,
            // Values stand beside their enum, not in it.
            [Enums, var e, Members, var v] => file.EnumType[e].Value[v].Name,
            [Services, var s] => file.Service[s].Name,
            [Services, var s, Members, var r] => $"{file.Service[s].Name}.{file.Service[s].Method[r].Name}",
            _ => null,
        };
        return name is null ? null : $"{file.Package}.{name}";
    }

    private static string Text(string comment) =>
        string.Join(' ', comment.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
