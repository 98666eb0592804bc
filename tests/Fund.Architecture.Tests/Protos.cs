using System.Text.RegularExpressions;
using Xunit;

namespace Fund.Architecture.Tests;

/// <summary>buf's STANDARD rules, as far as the compiler does not hold us to them already.</summary>
public sealed partial class Protos
{
    private static IEnumerable<(string Path, string Text)> Ours() =>
        Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "protos", "fund"), "*.proto", SearchOption.AllDirectories)
            .Select(path =>
                (
                    Path.GetRelativePath(Path.Combine(Repository.Root, "protos"), path).Replace('\\', '/'),
                    File.ReadAllText(path)
                )
            );

    [Fact]
    public void Folder_package_and_version_agree()
    {
        foreach (var (path, text) in Ours())
        {
            var package = Regex.Match(text, @"^package ([\w.]+);", RegexOptions.Multiline).Groups[1].Value;
            Assert.Equal(Path.GetDirectoryName(path)!.Replace('\\', '/'), package.Replace('.', '/'));
            Assert.EndsWith(".v1", package, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_call_has_a_request_and_a_response_of_its_own()
    {
        foreach (var (path, text) in Ours())
        {
            foreach (Match call in Call().Matches(text))
            {
                var name = call.Groups[1].Value;
                Assert.True(
                    call.Groups[2].Value == name + "Request" && call.Groups[3].Value == name + "Response",
                    $"{path}: {name} takes {call.Groups[2].Value} and answers {call.Groups[3].Value}"
                );
            }
        }
    }

    [Fact]
    public void Every_field_and_every_call_says_what_it_is()
    {
        foreach (var (path, text) in Ours())
        {
            var lines = text.Split('\n');
            for (var i = 1; i < lines.Length; i++)
            {
                if (Field().IsMatch(lines[i]) || Call().IsMatch(lines[i]))
                {
                    Assert.True(
                        lines[i - 1].TrimStart().StartsWith("//", StringComparison.Ordinal),
                        $"{path}:{i + 1} has no comment: {lines[i].Trim()}"
                    );
                }
            }
        }
    }

    [Fact]
    public void Every_enum_begins_with_unspecified_and_carries_its_name()
    {
        foreach (var (path, text) in Ours())
        {
            foreach (Match found in Enumeration().Matches(text))
            {
                var prefix = Regex.Replace(found.Groups[1].Value, "(?<!^)([A-Z])", "_$1").ToUpperInvariant() + "_";
                var values = Regex.Matches(found.Groups[2].Value, @"^\s*(\w+) = (\d+);", RegexOptions.Multiline);
                Assert.Equal(prefix + "UNSPECIFIED", values[0].Groups[1].Value);
                Assert.Equal("0", values[0].Groups[2].Value);
                Assert.All(
                    values,
                    value => Assert.True(value.Groups[1].Value.StartsWith(prefix, StringComparison.Ordinal), path)
                );
            }
        }
    }

    [Fact]
    public void Every_list_is_paged()
    {
        foreach (var (path, text) in Ours())
        {
            foreach (Match list in Regex.Matches(text, @"message (List\w+)Request \{(.*?)\}", RegexOptions.Singleline))
            {
                var paged = list.Groups[2].Value.Contains("fund.common.v1.PageRequest", StringComparison.Ordinal);
                Assert.True(paged, $"{path}: {list.Groups[1].Value} is not paged");
            }
        }
    }

    /// <summary>What is asked for in one way in one list is asked for in the same way in all others.</summary>
    [Fact]
    public void Every_list_is_filtered_and_ordered_in_the_same_words()
    {
        string[] others =
        [
            "since",
            "until",
            "sort",
            "sort_by",
            "order_by",
            "query",
            "filter",
            "limit",
            "offset",
            "text",
        ];
        foreach (var (path, text) in Ours())
        {
            foreach (Match list in Regex.Matches(text, @"message (List\w+)Request \{(.*?)\}", RegexOptions.Singleline))
            {
                foreach (Match field in Regex.Matches(list.Groups[2].Value, @"([\w.]+) (\w+) = \d+;"))
                {
                    var name = field.Groups[2].Value;
                    var isRange =
                        name.EndsWith("_from", StringComparison.Ordinal)
                        || name.EndsWith("_to", StringComparison.Ordinal);
                    Assert.False(
                        isRange || others.Contains(name) || (name == "currency" || name == "country"),
                        $"{path}: {list.Groups[1].Value} asks with '{name}'; the words are search, order, from_date, "
                            + "to_date, currency_code, country_code, state, kind and ids."
                    );
                    Assert.Equal(name == "order", field.Groups[1].Value.EndsWith("Order", StringComparison.Ordinal));
                }
            }
        }
    }

    [GeneratedRegex(@"rpc (\w+)\((\w+)\) returns \((?:stream )?(\w+)\)")]
    private static partial Regex Call();

    [GeneratedRegex(@"^\s+(repeated |optional )?[\w.]+ \w+ = \d+;")]
    private static partial Regex Field();

    [GeneratedRegex(@"^enum (\w+) \{(.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Enumeration();
}
