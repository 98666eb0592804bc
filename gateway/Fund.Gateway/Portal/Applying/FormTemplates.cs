using System.Reflection;
using Fund.Forms;
using Fund.Hosting;
using Google.Protobuf;

namespace Fund.Gateway.Portal.Applying;

/// <summary>
/// Forms to begin with, in six languages: seeds/reference/templates/, one file each in the JSON of the wire. They follow
/// what real funds ask, in the order they ask it.
/// </summary>
internal static class FormTemplates
{
    private const string Prefix = "form-templates/";

    /// <summary>Keys of the templates there are.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        .. Assembly
            .GetExecutingAssembly()
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(Path.GetFileNameWithoutExtension)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The template of a key; null when there is none.</summary>
    public static FormVersion? Find(string key)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{key}.json");
        if (stream is null)
        {
            return null;
        }

        using var text = new StreamReader(stream);
        return JsonParser.Default.Parse<Fund.Forms.V1.Form>(text).ToForm(0);
    }
}
