using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.Hosting;
using Wire = Fund.GrantCalls.V1;

namespace Fund.GrantCalls.Tests.Domain;

public sealed class SubmissionRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly Call Call = Fund.GrantCalls.Domain.Call.Draft(
        new CallTermsReader(new Check(), Now).Read(Make.Terms(Now)),
        "somebody",
        Now
    );

    private static readonly Fund.Forms.FormVersion Form = QuestionsForm.Of(Call.Questions);

    [Fact]
    public void A_whole_proposal_has_no_problems() => Assert.Empty(Problems(_ => { }));

    public static TheoryData<string, Action<Wire.ProposalContent>, string> Wrong =>
        new()
        {
            { "content.title", content => content.Title = "", "required" },
            { "content.summary", content => content.Summary = " ", "required" },
            { "content.country_code", content => content.CountryCode = "", "country" },
            { "content.requested", content => content.Requested = Make.Usd(300_001), "USD 300,000.00" },
            { "content.requested", content => content.Requested = Make.Usd(19_999), "USD 20,000.00" },
            { "content.requested", content => content.Requested = null, "how much" },
            { "content.duration_months", content => content.DurationMonths = 25, "6 to 24" },
            { "content.duration_months", content => content.DurationMonths = 0, "0 months" },
            { "content.answers.need", content => content.Answers[0].Value = "", "must be answered" },
            {
                "content.answers.need",
                content => content.Answers[0].Value = string.Join(' ', new string('x', 11).ToCharArray()),
                "11 words"
            },
            { "content.answers.unconditional", content => content.Answers[1].Value = "no", "declared" },
            { "content.answers.unconditional", content => content.Answers.RemoveAt(1), "declared" },
            { "content.answers.field", content => content.Answers[2].Value = "transport", "shelter, legal aid" },
            { "content.answers.people", content => content.Answers.Add(Make.Answer("people", "many")), "whole number" },
            {
                "content.answers.since",
                content => content.Answers.Add(Make.Answer("since", "2026-02-30")),
                "2026-02-30"
            },
            { "content.answers.partners", content => content.Answers.Add(Make.Answer("partners", "maybe")), "neither" },
            { "content.budget", content => content.Budget.Clear(), "no lines" },
            { "content.budget", content => content.Budget[0].Amount = Make.Cents(5_999_999), "USD 99,999.99" },
            { "content.budget[1].category", content => content.Budget[1].Category = "", "A to G" },
            { "content.budget[2].description", content => content.Budget[2].Description = "", "required" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void One_wrong_field_is_named_with_the_reason(string field, Action<Wire.ProposalContent> spoil, string part)
    {
        var problems = Problems(spoil).Where(problem => problem.Field == field).ToList();
        Assert.Contains(part, Assert.Single(problems).Problem, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Optional_questions_may_stay_unanswered() =>
        Assert.Empty(Problems(content => content.Answers.Add(Make.Answer("people", ""))));

    [Fact]
    public void An_empty_draft_lists_everything_that_is_missing()
    {
        var empty = new ProposalContent("", "", "", null, 0, [], []);
        var fields = SubmissionRules
            .Check(Call, empty, SubmissionRules.Read(Form, empty))
            .Select(problem => problem.Field);
        Assert.Equal(
            [
                "content.title",
                "content.summary",
                "content.country_code",
                "content.requested",
                "content.duration_months",
                "content.answers.need",
                "content.answers.unconditional",
                "content.answers.field",
                "content.budget",
            ],
            fields
        );
    }

    private static IReadOnlyList<Fund.Kernel.FieldProblem> Problems(Action<Wire.ProposalContent> spoil)
    {
        var wire = Make.Content(100_000);
        spoil(wire);
        var check = new Check();
        var content = new ProposalContentReader(check, Form, new HashSet<string>()).Read(wire);
        check.ThrowIfAny();
        return SubmissionRules.Check(Call, content, SubmissionRules.Read(Form, content));
    }
}
