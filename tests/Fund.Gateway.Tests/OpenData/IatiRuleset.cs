using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.XPath;
using Fund.Testing;

namespace Fund.Gateway.Tests.OpenData;

/// <summary>
/// The ruleset that IATI publishes beside its schemas, carried out as its specification says. Rules about lists that only
/// the registry has (approved agencies) are left out; everything else counts, warnings as well.
/// </summary>
internal sealed class IatiRuleset
{
    private readonly JsonObject _rules;
    private readonly DateOnly _today;
    private readonly List<string> _broken = [];

    private IatiRuleset(JsonObject rules, DateOnly today) => (_rules, _today) = (rules, today);

    /// <summary>Every rule that a file breaks: id and message.</summary>
    public static IReadOnlyList<string> BrokenBy(string xml, DateOnly today)
    {
        var rules = JsonNode.Parse(SharedFiles.Read("standards/iati/ruleset-standard.json"))!.AsObject();
        var ruleset = new IatiRuleset(rules, today);
        ruleset.Check(new XPathDocument(new StringReader(xml)).CreateNavigator());
        return ruleset._broken;
    }

    private void Check(XPathNavigator document)
    {
        foreach (var (path, rules) in _rules)
        {
            foreach (XPathNavigator context in document.Select(path))
            {
                CheckAll(context, rules!.AsObject());
            }
        }
    }

    private void CheckAll(XPathNavigator context, JsonObject rules)
    {
        foreach (var (kind, rule) in rules)
        {
            foreach (var one in rule!["cases"]!.AsArray().Select(one => one!.AsObject()))
            {
                if (kind == "loop")
                {
                    Loop(context, one);
                }
                else if (!(Text(one, "condition") is { } condition) || Holds(context, condition))
                {
                    if (!IsKept(kind, context, one))
                    {
                        _broken.Add($"{one["ruleInfo"]!["id"]} {one["ruleInfo"]!["message"]}");
                    }
                }
            }
        }
    }

    /// <summary>The rules below are checked once for each value found, written in place of $1.</summary>
    private void Loop(XPathNavigator context, JsonObject loop)
    {
        foreach (var value in Values(context, Text(loop, "foreach")!).Distinct())
        {
            var rules = loop["do"]!.ToJsonString().Replace("$1", value, StringComparison.Ordinal);
            CheckAll(context, JsonNode.Parse(rules)!.AsObject());
        }
    }

    private bool IsKept(string kind, XPathNavigator context, JsonObject rule) =>
        kind switch
        {
            "atleast_one" => Paths(context, rule).Count > 0,
            "no_more_than_one" => Paths(context, rule).Count <= 1,
            "unique" => Paths(context, rule) is var all && all.Count == all.Distinct().Count(),
            "no_spaces" => Paths(context, rule).All(value => value == value.Trim()),
            "regex_matches" => Paths(context, rule).All(value => Regex.IsMatch(value, Text(rule, "regex")!)),
            "range" => Paths(context, rule)
                .All(value => Number(value) >= Number(rule, "min") && Number(value) <= Number(rule, "max")),
            "strict_sum" => Paths(context, rule).Sum(Number) == Number(rule, "sum"),
            "if_then" => !Holds(context, Text(rule, "if")!) || Holds(context, Text(rule, "then")!),
            "startswith" => StartsWith(context, rule),
            "one_or_all" => OneOrAll(context, rule),
            "date_now" => Days(context, rule, "date").All(day => day <= _today),
            "date_order" => Days(context, rule, "less")
                .All(less => Days(context, rule, "more").All(more => less <= more)),
            "between_dates" => Days(context, rule, "date")
                .All(day =>
                    Days(context, rule, "start").All(start => day >= start)
                    && Days(context, rule, "end").All(end => day <= end)
                ),
            "time_limit" => Days(context, rule, "start")
                .All(start => Days(context, rule, "end").All(end => end <= start.AddYears(1))),
            _ => throw new NotSupportedException($"The ruleset has a rule {kind} that this test does not know."),
        };

    private static bool StartsWith(XPathNavigator context, JsonObject rule)
    {
        var prefixes = rule["prefix"]!.AsArray().Select(path => path!.GetValue<string>()).ToList();
        if (prefixes.Contains("ORG-ID-PREFIX"))
        {
            return true;
        }

        var starts = prefixes
            .SelectMany(path => Values(context, path))
            .Select(start => start + Text(rule, "separator"));
        return Paths(context, rule)
            .All(value => starts.Any(start => value.StartsWith(start, StringComparison.Ordinal)));
    }

    private static bool OneOrAll(XPathNavigator context, JsonObject rule)
    {
        if (Values(context, Text(rule, "one")!).Count > 0)
        {
            return true;
        }

        return Text(rule, "all") switch
        {
            "lang" => !Holds(context, ".//narrative[not(@xml:lang)]"),
            "currency" => !Holds(context, ".//value[not(@currency)]"),
            "sector" => !Holds(context, "transaction[not(sector)]"),
            var other => throw new NotSupportedException($"The ruleset asks for all {other}."),
        };
    }

    private IEnumerable<DateOnly> Days(XPathNavigator context, JsonObject rule, string key) =>
        Text(rule, key) == "NOW"
            ? [_today]
            : Values(context, Text(rule, key)!)
                .Select(value => DateOnly.Parse(value[..10], CultureInfo.InvariantCulture));

    private static List<string> Paths(XPathNavigator context, JsonObject rule) =>
        [.. rule["paths"]!.AsArray().SelectMany(path => Values(context, path!.GetValue<string>()))];

    private static List<string> Values(XPathNavigator context, string path) =>
        [.. context.Select(path, Names(context)).Cast<XPathNavigator>().Select(node => node.Value)];

    private static bool Holds(XPathNavigator context, string expression) =>
        (bool)context.Evaluate($"boolean({expression})", Names(context));

    private static XmlNamespaceManager Names(XPathNavigator context) => new(context.NameTable);

    private static string? Text(JsonObject rule, string key) => rule[key]?.GetValue<string>();

    private static decimal Number(string value) => decimal.Parse(value, CultureInfo.InvariantCulture);

    private static decimal Number(JsonObject rule, string key) => rule[key]!.GetValue<decimal>();
}
