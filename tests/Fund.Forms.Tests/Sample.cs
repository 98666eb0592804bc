namespace Fund.Forms.Tests;

/// <summary>A small form with everything that depends on something else in it.</summary>
internal static class Sample
{
    public static IReadOnlyList<FormText> Text(string text) => [new FormText("en", text)];

    public static FormField Field(string key, FieldType type) =>
        new()
        {
            Key = key,
            Type = type,
            Label = Text($"What about {key}?"),
        };

    public static FormOption Option(string code) => new(code, Text(code));

    public static FormVersion Form { get; } =
        new()
        {
            Sections =
            [
                new FormSection
                {
                    Key = "applicant",
                    Title = Text("Who applies"),
                    Fields =
                    [
                        Field("name", FieldType.Text) with
                        {
                            Required = true,
                            MaxChars = 20,
                        },
                        Field("kind", FieldType.Single) with
                        {
                            Required = true,
                            Options = [Option("ngo"), Option("public"), Option("other")],
                        },
                        Field("other_kind", FieldType.Text) with
                        {
                            Required = true,
                            VisibleWhen = Condition.Eq("kind", "other"),
                        },
                        Field("mission", FieldType.LongText) with
                        {
                            MaxWords = 5,
                        },
                        Field("truthful", FieldType.Declaration),
                    ],
                },
                new FormSection
                {
                    Key = "plan",
                    Title = Text("What is planned"),
                    Fields =
                    [
                        Field("starts", FieldType.Date),
                        Field("ends", FieldType.Date),
                        Field("days", FieldType.Computed) with
                        {
                            Calc = Calculation.DaysBetween("starts", "ends"),
                        },
                        Field("risks", FieldType.Table) with
                        {
                            MaxRows = 3,
                            Columns =
                            [
                                Field("what", FieldType.Text) with
                                {
                                    Required = true,
                                },
                                Field("likelihood", FieldType.Integer) with
                                {
                                    Min = "1",
                                    Max = "5",
                                },
                                Field("impact", FieldType.Integer) with
                                {
                                    Min = "1",
                                    Max = "5",
                                },
                                Field("weight", FieldType.Computed) with
                                {
                                    Calc = Calculation.Product("likelihood", "impact"),
                                },
                            ],
                        },
                        Field("heaviest", FieldType.Computed) with
                        {
                            Calc = Calculation.Sum("risks.weight"),
                        },
                        Field("why", FieldType.LongText) with
                        {
                            RequiredWhen = Condition.Gt("heaviest", "30"),
                        },
                    ],
                },
                new FormSection
                {
                    Key = "money",
                    Title = Text("Money"),
                    VisibleWhen = Condition.In("kind", "ngo", "other"),
                    Fields =
                    [
                        Field("direct", FieldType.Money) with
                        {
                            Min = "0",
                        },
                        Field("support", FieldType.Money) with
                        {
                            Min = "0",
                        },
                        Field("total", FieldType.Computed) with
                        {
                            Calc = Calculation.Sum("direct", "support"),
                        },
                    ],
                },
            ],
            Rules =
            [
                new FormRule
                {
                    Key = "support_cap",
                    Left = Calculation.Sum("support"),
                    Comparison = Comparison.AtMost,
                    Right = Calculation.Sum("direct").Times(0.07m),
                    Severity = Severity.Block,
                    Message = Text("Support costs are at most 7 % of direct costs."),
                },
                new FormRule
                {
                    Key = "short",
                    Left = Calculation.Sum("days"),
                    Comparison = Comparison.AtLeast,
                    Right = Calculation.Number(90),
                    Severity = Severity.Warn,
                    Message = Text("Projects of less than three months are rare."),
                },
                new FormRule
                {
                    Key = "likely",
                    Table = "risks",
                    Left = Calculation.Sum("impact"),
                    Comparison = Comparison.AtMost,
                    Right = Calculation.Sum("likelihood").Times(4),
                    Severity = Severity.Warn,
                    Message = Text("Look at the likelihood again."),
                },
            ],
        };

    public static FormReading Read(params (string Key, string Value)[] answers) =>
        FormReading.Of(Form, answers.Select(answer => KeyValuePair.Create(answer.Key, answer.Value)));

    /// <summary>Answers that can be submitted, with some more or others.</summary>
    public static FormReading Whole(params (string Key, string Value)[] more) =>
        Read([("name", "Harbour House"), ("kind", "ngo"), ("truthful", "yes"), .. more]);

    public static IEnumerable<string> Problems(FormReading reading) =>
        AnswerCheck.ProblemsOf(reading).Select(problem => $"{problem.Key} {problem.Kind}");
}
