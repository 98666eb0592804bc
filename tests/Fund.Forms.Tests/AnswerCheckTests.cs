namespace Fund.Forms.Tests;

public sealed class AnswerCheckTests
{
    [Fact]
    public void Right_answers_have_no_problems() => Assert.Empty(Sample.Problems(Sample.Whole()));

    [Fact]
    public void An_empty_form_lists_what_is_missing() =>
        Assert.Equal(["name Missing", "kind Missing", "truthful NotDeclared"], Sample.Problems(Sample.Read()));

    [Theory]
    [InlineData("kind", "club", ProblemKind.NotAnOption)]
    [InlineData("truthful", "no", ProblemKind.NotDeclared)]
    [InlineData("mission", "one two three four five six", ProblemKind.TooManyWords)]
    [InlineData("name", "A name of more than twenty letters", ProblemKind.TooManyCharacters)]
    [InlineData("starts", "2026-02-30", ProblemKind.NotADate)]
    [InlineData("direct", "1.005", ProblemKind.NotAnAmount)]
    [InlineData("direct", "-1", ProblemKind.TooSmall)]
    [InlineData("risks.0.likelihood", "6", ProblemKind.TooLarge)]
    [InlineData("risks.0.impact", "high", ProblemKind.NotAWholeNumber)]
    public void A_wrong_answer_is_named(string key, string value, ProblemKind kind) =>
        Assert.Contains($"{key} {kind}", Sample.Problems(Sample.Whole((key, value))));

    [Fact]
    public void A_row_of_a_table_needs_what_its_columns_need() =>
        Assert.Equal(["risks.1.what Missing"], Sample.Problems(Sample.Whole(("risks.1.impact", "2"))));

    [Fact]
    public void A_table_has_no_more_rows_than_its_limit()
    {
        var rows = Enumerable.Range(0, 4).Select(i => ($"risks.{i}.what", "Flood")).ToArray();
        Assert.Equal(["risks TooManyRows"], Sample.Problems(Sample.Whole(rows)));
    }

    [Fact]
    public void A_rule_across_fields_blocks_or_warns_with_both_figures()
    {
        var problems = AnswerCheck.ProblemsOf(
            Sample.Whole(("direct", "1000"), ("support", "70.01"), ("starts", "2026-10-01"), ("ends", "2026-10-31"))
        );
        Assert.Equal(["support_cap True", "short False"], problems.Select(p => $"{p.Rule!.Key} {p.Blocks}"));
        Assert.Equal(("70.01", "70"), (problems[0].Given, problems[0].Allowed));
    }

    [Fact]
    public void A_rule_of_a_table_names_the_row()
    {
        var reading = Sample.Whole(("risks.1.what", "Flood"), ("risks.1.likelihood", "1"), ("risks.1.impact", "5"));
        Assert.Equal("risks.1.impact", Assert.Single(AnswerCheck.ProblemsOf(reading)).Key);
    }

    [Fact]
    public void A_rule_is_silent_while_a_figure_is_missing() =>
        Assert.Empty(Sample.Problems(Sample.Whole(("support", "70"))));

    [Fact]
    public void A_pattern_runs_in_linear_time()
    {
        var field = Sample.Field("code", FieldType.Text) with { Pattern = "(a+)+b" };
        var started = TimeProvider.System.GetTimestamp();
        Assert.Equal(ProblemKind.NotThePattern, Answers.ProblemOf(field, new string('a', 50_000)));
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }
}
