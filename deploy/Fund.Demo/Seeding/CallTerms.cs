using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fund.Demo.Seeding;

/// <summary>The terms of a call of the set, in six languages, and the form that every fund asks in one way or another.</summary>
internal static partial class CallTerms
{
    public const string Zone = "Europe/Vienna";

    public static JsonObject Of(Scene scene, long envelope, TimeSpan open) =>
        new()
        {
            ["titles"] = Texts(
                "Small grants for shelters 2026",
                "Petites subventions pour les centres d’accueil 2026",
                "Pequeñas subvenciones para centros de acogida 2026",
                "منح صغيرة لدور الإيواء 2026",
                "Малые гранты для приютов, 2026 год",
                "2026年庇护所小额赠款"
            ),
            ["descriptions"] = Texts(
                "For organisations that shelter, counsel and accompany people who were trafficked.",
                "Pour les organisations qui hébergent, conseillent et accompagnent des victimes de la traite.",
                "Para organizaciones que acogen, asesoran y acompañan a víctimas de la trata.",
                "للمنظمات التي تؤوي ضحايا الاتجار بالأشخاص وترشدهم وترافقهم.",
                "Для организаций, которые дают приют и помощь пострадавшим от торговли людьми.",
                "面向为人口贩运受害者提供庇护、咨询和陪伴的组织。"
            ),
            ["priorities"] = Texts(
                "Regions without a shelter; people who came out of forced criminality.",
                "Les régions sans centre d’accueil ; les personnes sorties de la criminalité forcée.",
                "Regiones sin centro de acogida; personas que salieron de la criminalidad forzada.",
                "المناطق التي لا مأوى فيها؛ ومن خرجوا من الإجرام القسري.",
                "Районы без приютов; люди, которых принуждали к преступлениям.",
                "没有庇护所的地区；摆脱强迫犯罪的人。"
            ),
            ["opensAtLocal"] = Local(scene, TimeSpan.FromSeconds(-1)),
            ["closesAtLocal"] = Local(scene, open),
            ["timeZone"] = Zone,
            ["envelope"] = Make.Money(envelope),
            ["minimumGrant"] = Make.Money("20000.00"),
            ["maximumGrant"] = Make.Money("60000.00"),
            ["minimumMonths"] = 12,
            ["maximumMonths"] = 24,
            ["operatingCeilingPercent"] = 10,
            ["criteria"] = Make.Array(
                Criterion("registered", "yearsRegistered", 3),
                Criterion("experience", "yearsOfAssistance", 2),
                Criterion("amount", "amountInRange"),
                Criterion("duration", "durationInRange"),
                Criterion("country", "registeredInCountry"),
                Criterion("psea", "pseaPolicy"),
                Criterion("one", "oneApplication")
            ),
            ["grid"] = Make.Array([
                .. Grid.Select(row => new JsonObject
                {
                    ["key"] = row.Key,
                    ["label"] = row.Label,
                    ["weight"] = row.Weight,
                    ["guidance"] = row.Guidance,
                    ["minimum"] = row.Key == "safeguarding" ? 15 : 0,
                }),
            ]),
            ["reviewersPerProposal"] = 2,
            ["spreadLimit"] = 20,
        };

    /// <summary>The grid of the house.</summary>
    public static IReadOnlyList<(string Key, string Label, int Weight, string Guidance)> Grid { get; } =
    [
        ("need", "Need and relevance", 20, "Full points for a need shown with figures of one's own."),
        (
            "safeguarding",
            "Victim-centred quality and safeguarding",
            25,
            "At least 15 where consent and confidentiality are convincing."
        ),
        ("design", "Design and results", 15, "Results can be counted, and lie within reach."),
        ("capacity", "Capacity and track record", 15, "Years of direct work count, not size."),
        ("budget", "Budget", 15, "Every line is explained, and most goes to people."),
        ("monitoring", "Monitoring and sustainability", 10, "Somebody outside looks at it."),
    ];

    /// <summary>The template of a whole application, in the words of the interface.</summary>
    public static JsonObject Form()
    {
        using var stream = typeof(CallTerms).Assembly.GetManifestResourceStream("application.json")!;
        using var reader = new StreamReader(stream);
        var text = EnumWord().Replace(reader.ReadToEnd(), word => $"\"{Camel(word.Groups[1].Value)}\"");
        return JsonNode.Parse(text)!.AsObject();
    }

    private static JsonArray Texts(params string[] texts) =>
        new([
            .. new[] { "en", "fr", "es", "ar", "ru", "zh" }.Zip(
                texts,
                (language, text) => new JsonObject { ["language"] = language, ["text"] = text }
            ),
        ]);

    private static JsonObject Criterion(string key, string kind, int number = 0)
    {
        var criterion = new JsonObject { ["key"] = key, ["kind"] = kind };
        if (number > 0)
        {
            criterion["number"] = number;
        }

        return criterion;
    }

    public static string Local(Scene scene, TimeSpan fromNow) =>
        TimeZoneInfo
            .ConvertTime(scene.Clock.GetUtcNow() + fromNow, TimeZoneInfo.FindSystemTimeZoneById(Zone))
            .ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>LONG_TEXT is longText.</summary>
    private static string Camel(string word)
    {
        var parts = word.Split('_').Select(part => part[..1] + part[1..].ToLowerInvariant());
        var all = string.Concat(parts);
        return char.ToLowerInvariant(all[0]) + all[1..];
    }

    [GeneratedRegex("\"(?:FIELD_TYPE|CONDITION_KIND|CALCULATION_KIND|COMPARISON|SEVERITY|SENSITIVITY)_([A-Z_]+)\"")]
    private static partial Regex EnumWord();
}
