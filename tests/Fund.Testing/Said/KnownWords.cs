using System.Reflection;
using System.Text.Json;

namespace Fund.Testing.Said;

/// <summary>What the portal can say in other languages of what services say in English.</summary>
public static class KnownWords
{
    private static readonly string[] Others = ["fr", "es", "ar", "ru", "zh"];

    private static readonly Dictionary<string, Dictionary<string, string>> Remarks = Others.ToDictionary(
        language => language,
        Read
    );

    /// <summary>
    /// Sentences about fields that an assembly makes and that have no words in some language, each with what to do.
    /// </summary>
    /// <param name="assembly">Of a service.</param>
    /// <param name="isOurs">Leaves out what people never see in the portal, by type and method.</param>
    public static IReadOnlyList<string> Missing(Assembly assembly, Func<string, bool>? isOurs = null) =>
        [
            .. from made in SentencesInCode.Of(assembly)
            where made.Reason is null && isOurs?.Invoke(made.Where) != false
            let missing = Others.Where(language => !Remarks[language].ContainsKey(made.Text)).ToList()
            where missing.Count > 0
            select made.Text.Length == 0
                ? $"{made.Where} makes a sentence of a text and forgets its values; write it as an interpolated string"
                : $"\"{made.Text}\" is not in Resources/Remarks of {string.Join(", ", missing)} ({made.Where})",
        ];

    /// <summary>Reasons that refusals have, which are explained in every language.</summary>
    internal static IReadOnlySet<string> Reasons { get; } = ReadReasons();

    private static HashSet<string> ReadReasons()
    {
        using var reasons = JsonDocument.Parse(File.ReadAllText(PathOf("Reasons", "fr")));
        return [.. reasons.RootElement.EnumerateObject().Select(reason => reason.Name)];
    }

    private static Dictionary<string, string> Read(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(PathOf("Remarks", language)))!;

    private static string PathOf(string folder, string language) =>
        Path.Combine(Root(), "gateway", "Fund.Gateway", "Portal", "Resources", folder, $"{language}.json");

    /// <summary>The repository, above the folder that tests run in.</summary>
    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Fund.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("Tests run inside the repository.");
    }
}
