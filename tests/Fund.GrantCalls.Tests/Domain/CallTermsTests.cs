using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.GrantCalls.Tests.Domain;

public sealed class CallTermsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Right_terms_are_taken_as_they_are() => Assert.Empty(Problems(_ => { }));

    [Fact]
    public void A_spread_limit_of_zero_means_twenty_and_a_word_limit_of_zero_five_hundred()
    {
        var wire = Make.Terms(Now);
        wire.SpreadLimit = 0;
        wire.Questions[0].MaxWords = 0;
        var terms = new CallTermsReader(new Check(), Now).Read(wire);
        Assert.Equal((20, 500), (terms.SpreadLimit, terms.Questions[0].MaxWords));
    }

    public static TheoryData<string, Action<CallTerms>, string> Wrong =>
        new()
        {
            { "terms.titles", terms => terms.Titles.RemoveAt(0), "English" },
            { "terms.titles[0].text", terms => terms.Titles[0].Text = " ", "required" },
            { "terms.titles[1].language", terms => terms.Titles[1].Language = "de", "'de'" },
            { "terms.titles[1].language", terms => terms.Titles[1].Language = "en", "twice" },
            { "terms.descriptions", terms => terms.Descriptions.Clear(), "English" },
            { "terms.closes_at_local", terms => terms.ClosesAtLocal = "2026-11-02T09:59:58", "in the past" },
            { "terms.closes_at_local", terms => terms.ClosesAtLocal = "tomorrow", "2026-12-15T23:59:00" },
            { "terms.closes_at_local", terms => terms.ClosesAtLocal = "2027-03-28T02:30:00", "jump over" },
            { "terms.opens_at_local", terms => terms.OpensAtLocal = "2026-12-31T00:00:00", "after its deadline" },
            { "terms.opens_at_local", terms => terms.OpensAtLocal = "", "required" },
            { "terms.time_zone", terms => terms.TimeZone = "Europe/Wien", "IANA" },
            { "terms.envelope", terms => terms.Envelope = Make.Usd(0), "above zero" },
            { "terms.envelope", terms => terms.Envelope = Make.Usd(-1), "above zero" },
            { "terms.envelope.currency_code", terms => terms.Envelope.CurrencyCode = "EUR", "USD" },
            { "terms.envelope.currency_code", terms => terms.Envelope.CurrencyCode = "XYZ", "XYZ" },
            { "terms.envelope", terms => terms.Envelope = null, "required" },
            { "terms.envelope", terms => terms.Envelope = Make.Cents(long.MaxValue), "larger" },
            { "terms.maximum_grant", terms => terms.MaximumGrant = Make.Usd(500_001), "envelope USD 500,000.00" },
            { "terms.minimum_grant", terms => terms.MinimumGrant = Make.Usd(300_001), "USD 300,000.00" },
            { "terms.minimum_months", terms => terms.MinimumMonths = 0, "1 to 60" },
            { "terms.maximum_months", terms => terms.MaximumMonths = 61, "1 to 60" },
            { "terms.minimum_months", terms => terms.MinimumMonths = 25, "longer than" },
            { "terms.criteria[0].key", terms => terms.Criteria[0].Key = "Registered!", "a to z" },
            { "terms.criteria[1].key", terms => terms.Criteria[1].Key = "registered", "twice" },
            { "terms.criteria[0].number", terms => terms.Criteria[0].Number = 0, "1 to 100" },
            { "terms.criteria[0].kind", terms => terms.Criteria[0].Kind = (CriterionKind)99, "99" },
            { "terms.criteria[0].kind", terms => terms.Criteria[0].Kind = CriterionKind.Unspecified, "required" },
            { "terms.criteria[0].date", terms => terms.Criteria[0].Date = "2026-13-01", "2026-13-01" },
            { "terms.criteria[2].text", terms => terms.Criteria[2].Kind = CriterionKind.ByPerson, "in words" },
            { "terms.questions[0].label", terms => terms.Questions[0].Label = "", "required" },
            { "terms.questions[0].max_words", terms => terms.Questions[0].MaxWords = -1, "-1" },
            { "terms.questions[4].options", terms => terms.Questions[4].Options.RemoveAt(0), "two options" },
            { "terms.questions[0].options", terms => terms.Questions[0].Options.Add("yes"), "Only a choice" },
            { "terms.grid", terms => terms.Grid[0].Weight = 39, "99" },
            { "terms.grid", terms => terms.Grid.RemoveAt(0), "60" },
            { "terms.grid", terms => terms.Grid.Clear(), "total 0" },
            { "terms.grid[1].key", terms => terms.Grid[1].Key = "need", "twice" },
            { "terms.reviewers_per_proposal", terms => terms.ReviewersPerProposal = 1, "2 to 10" },
            { "terms.spread_limit", terms => terms.SpreadLimit = 101, "1 to 100" },
            { "terms.operating_ceiling_percent", terms => terms.OperatingCeilingPercent = 101, "101 %" },
            { "terms.priorities[0].language", terms => terms.Priorities.Add(Make.Text("de", "Kinder")), "'de'" },
            { "terms.grid[0].guidance", terms => terms.Grid[0].Guidance = new string('x', 2_001), "2000" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void One_wrong_field_is_named_with_the_reason(string field, Action<CallTerms> spoil, string part)
    {
        var problems = Problems(spoil);
        Assert.Equal(field, Assert.Single(problems.Select(problem => problem.Field).Distinct()));
        Assert.Contains(problems, problem => problem.Problem.Contains(part, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_weight_of_zero_is_refused_even_when_the_others_total_100()
    {
        var problems = Problems(terms => terms.Grid.Add(Make.Weight("extra", 0)));
        Assert.Equal("terms.grid[3].weight", Assert.Single(problems).Field);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var fields = Problems(terms =>
            {
                terms.TimeZone = "Nowhere/At_All";
                terms.ReviewersPerProposal = 0;
                terms.Grid[0].Weight = 41;
                terms.Envelope.CurrencyCode = "EUR";
            })
            .Select(problem => problem.Field);
        Assert.Equal(
            ["terms.envelope.currency_code", "terms.time_zone", "terms.grid", "terms.reviewers_per_proposal"],
            fields
        );
    }

    private static IReadOnlyList<FieldProblem> Problems(Action<CallTerms> spoil)
    {
        var wire = Make.Terms(Now);
        spoil(wire);
        var check = new Check();
        new CallTermsReader(check, Now).Read(wire);
        return check.IsFine ? [] : Assert.Throws<RefusedException>(check.ThrowIfAny).Refusal.Fields;
    }
}
