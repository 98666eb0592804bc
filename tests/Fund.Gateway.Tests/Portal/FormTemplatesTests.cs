using Fund.Forms;
using Fund.Gateway.Portal.Applying;

namespace Fund.Gateway.Tests.Portal;

public sealed class FormTemplatesTests
{
    public static TheoryData<string> Keys { get; } = [.. FormTemplates.Keys];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_template_is_a_right_form_with_every_text_in_six_languages(string key)
    {
        var form = FormTemplates.Find(key)!;
        Assert.Empty(DefinitionCheck.ProblemsOf(form).Select(problem => $"{problem.Field}: {problem.Problem}"));
        var fields = form.Fields.SelectMany(field => field.Columns.Prepend(field)).ToList();
        var texts = form
            .Sections.Select(section => section.Title)
            .Concat(fields.Select(field => field.Label))
            .Concat(fields.SelectMany(field => field.Options).Select(option => option.Label))
            .Concat(form.Rules.Select(rule => rule.Message));
        Assert.All(texts, text => Assert.Equal(6, text.Count(one => one.Text.Length > 0)));
    }

    [Fact]
    public void The_application_asks_for_partners_only_of_those_who_have_any_and_caps_support_costs()
    {
        var reading = FormReading.Of(
            FormTemplates.Find("application")!,
            new Dictionary<string, string>
            {
                ["has_partners"] = "no",
                ["direct_costs"] = "1000",
                ["support_costs"] = "71",
                ["own_share"] = "0",
            }
        );
        Assert.Equal(Truth.No, reading["partner_declaration"].Visible);
        Assert.Equal(Truth.No, reading["co_funding_evidence"].Visible);
        string[] annexes =
        [
            "registration_certificate",
            "audited_statements",
            "reference_letter_1",
            "reference_letter_2",
        ];
        Assert.All(
            annexes,
            key =>
                Assert.Contains(
                    AnswerCheck.ProblemsOf(reading),
                    problem => problem.Key == key && problem.Kind == ProblemKind.Missing
                )
        );
        Assert.Equal(Truth.No, reading["partner_table"].Visible);
        Assert.Equal("1071", reading["costs_total"].Value);
        Assert.Contains(AnswerCheck.ProblemsOf(reading), problem => problem.Rule?.Key == "support_cap");
    }
}
