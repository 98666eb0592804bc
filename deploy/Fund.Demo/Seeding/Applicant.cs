using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fund.Demo.Seeding;

/// <summary>An invented organisation of <c>seeds/demo/applicants.json</c> and what it applies with.</summary>
/// <param name="Years">Since it was registered.</param>
/// <param name="YearlyBudget">In whole US dollars, as the amount.</param>
/// <param name="Forms">Codes of the forms of exploitation in the template.</param>
/// <param name="Services">Codes of the services in the template.</param>
/// <param name="Results">Result, indicator, baseline and target of each row.</param>
/// <param name="Scores">Totals that its reviewers give, in percent.</param>
internal sealed record Applicant(
    string Key,
    string Name,
    string Country,
    int Years,
    long YearlyBudget,
    string Region,
    string Title,
    long Amount,
    int Months,
    int People,
    IReadOnlyList<string> Forms,
    IReadOnlyList<string> Services,
    string Summary,
    string Need,
    string Mission,
    IReadOnlyList<JsonArray> Results,
    IReadOnlyList<int> Scores
)
{
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<Applicant> Read(string folder) =>
        JsonSerializer.Deserialize<List<Applicant>>(File.ReadAllText(Path.Combine(folder, "applicants.json")), Camel)!;

    /// <summary>Everything that is asked, answered.</summary>
    public JsonObject Content() =>
        new()
        {
            ["title"] = Title,
            ["summary"] = Summary,
            ["countryCode"] = Country,
            ["requested"] = Make.Money(Amount * 100),
            ["durationMonths"] = Months,
            ["answers"] = new JsonArray([
                .. Answers().Select(answer => new JsonObject { ["key"] = answer.Key, ["value"] = answer.Value }),
            ]),
            ["budget"] = Make.Array(
                Line("A", $"Two case workers, {Months} months", 55),
                Line("D", "Rent of the house and a retained lawyer", 25),
                Line("F", "Food, clothing and first-aid allowances for people assisted", 14),
                Line("G", "Office, audit and bank charges", 6)
            ),
        };

    /// <summary>A draft that somebody has only begun: the project and the first answers.</summary>
    public JsonObject Beginning()
    {
        var content = Content();
        content["budget"] = new JsonArray();
        content["answers"] = new JsonArray([.. content["answers"]!.AsArray().Take(9).Select(row => row!.DeepClone())]);
        return content;
    }

    private JsonObject Line(string category, string description, int percent) =>
        new()
        {
            ["category"] = category,
            ["description"] = description,
            ["amount"] = Make.Money(Amount * percent),
        };

    private IEnumerable<(string Key, string Value)> Answers() =>
        [.. Organisation(), .. Assistance(), .. Tables(), .. Safeguards(), .. Money()];

    private IEnumerable<(string, string)> Organisation() =>
        [
            ("legal_name", Name),
            ("registration_number", $"{Country}-{Key.ToUpperInvariant()}-{2000 + Key.Length}"),
            ("registered_on", "2014-03-12"),
            ("representative", "The director, by decision of the board"),
            ("yearly_budget", Text(YearlyBudget)),
            ("funding_sources", "Private gifts, two foundations, and the municipality."),
            ("mission", Mission),
            (
                "relevant_work",
                $"Direct assistance in {Region}, with the police and labour inspectors who refer people to us."
            ),
            ("need", Need),
            (
                "why_now",
                "Two donors leave this year. What was built, the team and its trust, would be lost within months."
            ),
        ];

    private IEnumerable<(string, string)> Assistance() =>
        [
            ("direct_people", Text(People)),
            ("indirect_people", Text(3 * People)),
            ("exploitation", string.Join('\n', Forms)),
            ("services", string.Join('\n', Services)),
            (
                "identification",
                "Referrals from police, inspectors, hospitals and other survivors; a first conversation with a trained case worker, "
                    + "alone and in the person's own language. Formal identification is never a condition."
            ),
            (
                "consent",
                "Every step is explained and agreed to, and can be taken back. Files carry a number, names are kept apart, and nothing "
                    + "is passed on without a signature."
            ),
        ];

    private IEnumerable<(string, string)> Tables()
    {
        foreach (var (row, result) in Results.Index())
        {
            var cells = new[] { "result", "indicator", "baseline", "target" }.Zip(
                result,
                (key, cell) => (key, $"{cell}")
            );
            foreach (var (key, value) in cells.Append(("verification", "Case files, checked by the auditor")))
            {
                yield return ($"results_framework.{row}.{key}", value);
            }
        }

        (string, string, string, string, string)[] risks =
        [
            (
                "security",
                "Traffickers look for people in our care",
                "2",
                "5",
                "Addresses are not published; an agreed line to the police"
            ),
            (
                "financial",
                "The currency loses value during the project",
                "3",
                "3",
                "Rent is agreed for the whole year in advance"
            ),
        ];
        foreach (var (row, (kind, what, likelihood, impact, mitigation)) in risks.Index())
        {
            yield return ($"risk_table.{row}.kind", kind);
            yield return ($"risk_table.{row}.what", what);
            yield return ($"risk_table.{row}.likelihood", likelihood);
            yield return ($"risk_table.{row}.impact", impact);
            yield return ($"risk_table.{row}.mitigation", mitigation);
        }
    }

    private static IEnumerable<(string, string)> Safeguards() =>
        [
            (
                "psea",
                "A policy in force since 2019, a focal point outside the hierarchy, training each year, and vetting of everybody who is hired."
            ),
            (
                "gender",
                "Women lead two thirds of our teams. Men and boys are asked what they need, and are not sent away for want of a bed."
            ),
            (
                "accountability",
                "A council of former residents reads our plans and this application, and has a vote on the house rules."
            ),
            (
                "sustainability",
                "The municipality takes over the rent from the second year; the council has agreed in writing."
            ),
            ("has_partners", "no"),
        ];

    private IEnumerable<(string, string)> Money() =>
        [
            ("direct_costs", Text(Amount * 94 / 100)),
            ("support_costs", Text(Amount * 6 / 100)),
            ("own_share", Text(Amount / 10)),
            .. new[] { "nonprofit", "values", "partnership", "equal", "psea", "fraud", "sanctions", "true" }.Select(
                what => ($"d_{what}", "yes")
            ),
        ];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
