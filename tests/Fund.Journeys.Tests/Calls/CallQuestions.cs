using System.Text.Json.Nodes;
using Fund.Demo;

namespace Fund.Journeys.Tests.Calls;

/// <summary>The form of the journeys' calls: an answer from the profile, a condition, a table; and answers to all of it.</summary>
internal static class CallQuestions
{
    public const string Assistance = "assistance";
    public const string Results = "results";

    public static JsonObject Form() =>
        new()
        {
            ["sections"] = Make.Array(
                new JsonObject
                {
                    ["key"] = Assistance,
                    ["title"] = Texts("Assistance", "Assistance", "المساعدة"),
                    ["fields"] = Make.Array(
                        Field(
                            "legal_name",
                            "text",
                            ("Legal name", "Nom officiel", "الاسم القانوني"),
                            "organisation.name"
                        ),
                        Field("need", "longText", ("Which need?", "Quel besoin ?", "ما الحاجة؟")),
                        Exploitation(),
                        OtherExploitation()
                    ),
                },
                new JsonObject
                {
                    ["key"] = Results,
                    ["title"] = Texts("Results", "Résultats", "النتائج"),
                    ["fields"] = Make.Array(Table()),
                }
            ),
        };

    /// <summary>All of it answered, also what the officer of the journey adds.</summary>
    public static JsonArray Answers() =>
        new([
            .. new[]
            {
                ("legal_name", "Junges Haus"),
                ("need", CallScene.Need),
                ("exploitation", "labour"),
                ("outcomes.0.result", "Hilfe"),
                ("outcomes.0.target", "12"),
                ("truth", "yes"),
            }.Select(answer => new JsonObject { ["key"] = answer.Item1, ["value"] = answer.Item2 }),
        ]);

    public static JsonArray Texts(string english, string french, string arabic) =>
        new([
            .. new[] { ("en", english), ("fr", french), ("ar", arabic) }.Select(text => new JsonObject
            {
                ["language"] = text.Item1,
                ["text"] = text.Item2,
            }),
        ]);

    private static JsonObject Field(
        string key,
        string type,
        (string English, string French, string Arabic) label,
        string? prefill = null
    )
    {
        var field = new JsonObject
        {
            ["key"] = key,
            ["type"] = type,
            ["label"] = Texts(label.English, label.French, label.Arabic),
            ["required"] = true,
        };
        if (prefill is not null)
        {
            field["prefill"] = prefill;
        }

        return field;
    }

    private static JsonObject Exploitation()
    {
        var field = Field(
            "exploitation",
            "multi",
            ("Forms of exploitation", "Formes d’exploitation", "أشكال الاستغلال")
        );
        field["options"] = Make.Array(
            new JsonObject { ["code"] = "labour", ["label"] = Texts("Labour", "Travail", "العمل") },
            new JsonObject { ["code"] = "other", ["label"] = Texts("Other", "Autre", "غير ذلك") }
        );
        return field;
    }

    private static JsonObject OtherExploitation()
    {
        var field = Field("other_exploitation", "text", ("Which other?", "Laquelle ?", "ما هي؟"));
        field["visibleWhen"] = new JsonObject
        {
            ["kind"] = "eq",
            ["field"] = "exploitation",
            ["values"] = Make.Array(JsonValue.Create("other")),
        };
        return field;
    }

    private static JsonObject Table()
    {
        var table = Field("outcomes", "table", ("Outcomes", "Effets", "الآثار"));
        table["maxRows"] = 5;
        table["columns"] = Make.Array(
            Field("result", "text", ("Outcome", "Effet", "الأثر")),
            Field("target", "integer", ("Target", "Cible", "الهدف"))
        );
        return table;
    }
}
