namespace Fund.Forms.Tests;

public sealed class FormReadingTests
{
    [Fact]
    public void A_question_is_shown_hidden_or_undetermined()
    {
        Assert.Equal(Truth.Undetermined, Sample.Read()["other_kind"].Visible);
        Assert.Equal(Truth.No, Sample.Read(("kind", "ngo"))["other_kind"].Visible);
        Assert.Equal(Truth.Yes, Sample.Read(("kind", "other"))["other_kind"].Visible);
    }

    [Fact]
    public void Only_what_is_certainly_asked_is_required()
    {
        Assert.False(Sample.Read()["other_kind"].IsRequired);
        Assert.True(Sample.Read(("kind", "other"))["other_kind"].IsRequired);
    }

    [Fact]
    public void A_section_is_hidden_as_a_whole()
    {
        var reading = Sample.Whole(("kind", "public"), ("direct", "100"), ("support", "90"));
        Assert.Equal(Truth.No, reading["direct"].Visible);
        Assert.Empty(Sample.Problems(reading));
        Assert.DoesNotContain(reading.Submitted(), answer => answer.Key == "direct");
    }

    [Fact]
    public void Figures_are_computed_from_dates_from_rows_and_from_each_other()
    {
        var reading = Sample.Whole(
            ("starts", "2026-10-20"),
            ("ends", "2026-11-01"),
            ("risks.0.likelihood", "3"),
            ("risks.0.impact", "5"),
            ("risks.2.likelihood", "2"),
            ("risks.2.impact", "4"),
            ("direct", "1000.50"),
            ("support", "9.5")
        );
        Assert.Equal("12", reading["days"].Value);
        Assert.Equal([0, 2], reading["risks"].Rows.Select(row => row.Number));
        Assert.Equal("23", reading["heaviest"].Value);
        Assert.Equal("1010", reading["total"].Value);
    }

    [Fact]
    public void What_cannot_be_computed_yet_is_empty()
    {
        Assert.Equal("", Sample.Whole(("starts", "2026-10-20"))["days"].Value);
        Assert.Equal("", Sample.Whole(("risks.0.likelihood", "3"))["risks"].Rows[0].Cells[3].Value);
        Assert.Equal("", Sample.Whole(("direct", "much"))["total"].Value);
    }

    [Fact]
    public void A_computed_figure_can_make_an_answer_required()
    {
        (string, string)[] heavy = [("risks.0.what", "Flood"), ("risks.0.likelihood", "5"), ("risks.0.impact", "5")];
        (string, string)[] more = [("risks.1.what", "Fire"), ("risks.1.likelihood", "3"), ("risks.1.impact", "2")];
        Assert.Empty(Sample.Problems(Sample.Whole(heavy)));
        Assert.Equal(["why Missing"], Sample.Problems(Sample.Whole([.. heavy, .. more])));
    }

    [Fact]
    public void Keys_of_cells_have_one_form_only()
    {
        Assert.Equal(new AnswerKey("risks", 7, "what"), AnswerKey.Read("risks.7.what"));
        Assert.False(AnswerKey.Read("risks.07.what").IsCell);
        Assert.False(AnswerKey.Read("risks.1000.what").IsCell);
        Assert.True(Sample.Form.Asks("risks.199.what"));
        Assert.False(Sample.Form.Asks("risks.200.what"));
        Assert.False(Sample.Form.Asks("risks.0.weight"));
        Assert.False(Sample.Form.Asks("risks"));
        Assert.False(Sample.Form.Asks("days"));
    }
}
