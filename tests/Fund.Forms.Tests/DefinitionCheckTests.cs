namespace Fund.Forms.Tests;

public sealed class DefinitionCheckTests
{
    [Fact]
    public void A_right_form_has_no_problems() => Assert.Empty(DefinitionCheck.ProblemsOf(Sample.Form));

    public static TheoryData<string, FormField> Wrong =>
        new()
        {
            { "key", Sample.Field("Not a key", FieldType.Text) },
            { "key", Sample.Field("name", FieldType.Text) },
            { "type", Sample.Field("x", FieldType.Unspecified) },
            { "label", Sample.Field("x", FieldType.Text) with { Label = [new FormText("fr", "Quoi ?")] } },
            {
                "label[0].language",
                Sample.Field("x", FieldType.Text) with
                {
                    Label = [new("de", "a"), new("en", "b")],
                }
            },
            { "options", Sample.Field("x", FieldType.Single) },
            { "options", Sample.Field("x", FieldType.Text) with { Options = [Sample.Option("a")] } },
            {
                "options[1].code",
                Sample.Field("x", FieldType.Multi) with
                {
                    Options = [Sample.Option("a"), Sample.Option("a")],
                }
            },
            { "min", Sample.Field("x", FieldType.Integer) with { Min = "one" } },
            { "min", Sample.Field("x", FieldType.Integer) with { Min = "2", Max = "1" } },
            { "max_words", Sample.Field("x", FieldType.LongText) with { MaxWords = -1 } },
            { "pattern", Sample.Field("x", FieldType.Text) with { Pattern = "(" } },
            { "pattern", Sample.Field("x", FieldType.Text) with { Pattern = "(?=a)" } },
            { "columns", Sample.Field("x", FieldType.Table) with { MaxRows = 3 } },
            { "calc", Sample.Field("x", FieldType.Computed) },
            { "calc.fields[0]", Sample.Field("x", FieldType.Computed) with { Calc = Calculation.Sum("x") } },
            { "calc.fields[0]", Sample.Field("x", FieldType.Computed) with { Calc = Calculation.Sum("name") } },
            {
                "calc.fields[1]",
                Sample.Field("x", FieldType.Computed) with
                {
                    Calc = Calculation.DaysBetween("starts", "direct"),
                }
            },
            {
                "calc.fields",
                Sample.Field("x", FieldType.Computed) with
                {
                    Calc = new(CalculationKind.Ratio, ["direct"]),
                }
            },
            { "visible_when.field", Sample.Field("x", FieldType.Text) with { VisibleWhen = Condition.Eq("x", "1") } },
            { "visible_when.kind", Sample.Field("x", FieldType.Text) with { VisibleWhen = Condition.Gt("name", "1") } },
            {
                "visible_when.values[0]",
                Sample.Field("x", FieldType.Text) with
                {
                    VisibleWhen = Condition.Eq("kind", "club"),
                }
            },
            {
                "required_when.of[0].field",
                Sample.Field("x", FieldType.Text) with
                {
                    RequiredWhen = Condition.Not(Condition.Answered("no")),
                }
            },
            {
                "required_when",
                Sample.Field("x", FieldType.Text) with
                {
                    RequiredWhen = new(ConditionKind.Between, "days", ["1"], []),
                }
            },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void One_wrong_field_is_named(string path, FormField field)
    {
        var sections = Sample.Form.Sections.ToList();
        sections[2] = sections[2] with { Fields = [.. sections[2].Fields, field] };
        var problems = DefinitionCheck.ProblemsOf(Sample.Form with { Sections = sections });
        Assert.Equal($"form.sections[2].fields[3].{path}", Assert.Single(problems.Select(p => p.Field).Distinct()));
    }

    [Fact]
    public void A_rule_is_checked_like_the_fields()
    {
        var rule = Sample.Form.Rules[0] with { Left = Calculation.Sum("nothing"), Severity = Severity.Unspecified };
        var problems = DefinitionCheck.ProblemsOf(Sample.Form with { Rules = [rule] });
        Assert.Equal(["form.rules[0].severity", "form.rules[0].left.fields[0]"], problems.Select(p => p.Field));
    }

    [Fact]
    public void A_form_without_sections_is_none() =>
        Assert.Equal("form.sections", Assert.Single(DefinitionCheck.ProblemsOf(new FormVersion())).Field);
}
