using Fund.Kernel;
using Fund.Projects.Domain;

namespace Fund.Projects.Tests.Domain;

public sealed class AgreementTermsTests
{
    private static readonly AgreementTerms Good = Sample.Terms();

    [Fact]
    public void Good_terms_have_no_problem() => Assert.Empty(Problems(Good));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_project_ends_after_it_starts(int days) =>
        Assert.Contains("ends_on", Fields(Good with { EndsOn = Good.StartsOn.AddDays(days) }));

    [Fact]
    public void A_project_may_last_as_long_as_awarded_and_tolerated_and_no_day_longer()
    {
        var longest = Good.StartsOn.AddMonths(13).AddDays(-1);
        Assert.Empty(AgreementTerms.LengthProblems(Good.StartsOn, longest, 12, Sample.Policy));
        var problem = Assert.Single(
            AgreementTerms.LengthProblems(Good.StartsOn, longest.AddDays(1), 12, Sample.Policy)
        );
        Assert.Contains("12 months were awarded", problem.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-01")]
    public void An_impossible_year_is_told_and_does_not_overflow(string start) =>
        Assert.Equal(
            "starts_on",
            Assert
                .Single(
                    AgreementTerms.LengthProblems(DateOnly.Parse(start, null), DateOnly.MaxValue, 12, Sample.Policy)
                )
                .Field
        );

    [Fact]
    public void Categories_are_known_and_there_once()
    {
        var half = Money.UsdCents(Sample.Amount.MinorUnits / 2);
        Assert.Equal(["budget[1].category"], Fields(Good with { Budget = [new("A", half), new("A", half)] }));
        Assert.Equal(["budget[0].category"], Fields(Good with { Budget = [new("H", half), new("A", half)] }));
        Assert.Equal(["budget[0].category"], Fields(Good with { Budget = [new("AB", half), new("A", half)] }));
        Assert.Equal(["budget[0].category"], Fields(Good with { Budget = [new("", half), new("A", half)] }));
    }

    [Fact]
    public void The_budget_adds_up_to_the_award()
    {
        var problem = Assert.Single(Problems(Good with { Budget = [new("A", Money.UsdCents(2_999_999))] }));
        Assert.Equal("budget", problem.Field);
        Assert.Equal("The budget adds up to USD 29,999.99; USD 30,000.00 was awarded.", problem.Problem);
    }

    [Fact]
    public void A_sum_beyond_what_can_be_counted_is_told_and_does_not_overflow()
    {
        var most = Money.UsdCents(long.MaxValue);
        Assert.Equal(["budget"], Fields(Good with { Budget = [new("A", most), new("B", most)] }));
    }

    [Fact]
    public void Amounts_are_positive_dollars()
    {
        var euros = new Money(Sample.Amount.MinorUnits, Currency.Parse("EUR"));
        Assert.Equal(["budget[0].amount"], Fields(Good with { Budget = [new("A", euros)] }));
        Assert.Equal(
            ["budget[1].amount"],
            Fields(Good with { Budget = [new("A", Sample.Amount), new("B", Money.UsdCents(0))] })
        );
        Assert.Equal(
            ["instalments[0].amount"],
            Fields(
                Good with
                {
                    Instalments = [new(Money.UsdCents(-1), Good.StartsOn), new(Sample.Amount, Good.StartsOn)],
                }
            )
        );
    }

    [Fact]
    public void One_instalment_is_not_enough()
    {
        var problem = Assert.Single(Problems(Good with { Instalments = [new(Sample.Amount, Good.StartsOn)] }));
        Assert.Equal("instalments", problem.Field);
        Assert.StartsWith("There are 1 instalments", problem.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Instalments_add_up_and_follow_each_other()
    {
        var half = Money.UsdCents(1_500_000);
        Assert.Equal(
            ["instalments"],
            Fields(Good with { Instalments = [new(half, Good.StartsOn), new(Money.UsdCents(1), Good.EndsOn)] })
        );
        Assert.Equal(
            ["instalments[1].due_on"],
            Fields(Good with { Instalments = [new(half, Good.EndsOn), new(half, Good.StartsOn)] })
        );
    }

    [Fact]
    public void Reports_cover_every_day_once()
    {
        var reports = Good.Reports;
        var gap = reports[1] with { PeriodFrom = reports[1].PeriodFrom.AddDays(1) };
        Assert.Equal(["reports[1].period_from"], Fields(Good with { Reports = [reports[0], gap, reports[2]] }));
        var late = reports[0] with { PeriodFrom = Good.StartsOn.AddDays(1) };
        Assert.Equal(["reports[0].period_from"], Fields(Good with { Reports = [late, reports[1], reports[2]] }));
        Assert.Equal(["reports[1].period_to"], Fields(Good with { Reports = [reports[0], reports[1]] }));
        Assert.Equal(["reports"], Fields(Good with { Reports = [] }));
    }

    [Fact]
    public void A_report_is_due_after_its_period()
    {
        var early = Good.Reports[2] with { DueOn = Good.Reports[2].PeriodTo };
        Assert.Equal(["reports[2].due_on"], Fields(Good with { Reports = [Good.Reports[0], Good.Reports[1], early] }));
    }

    [Fact]
    public void A_period_does_not_end_before_it_begins()
    {
        var turned = Good.Reports[2] with { PeriodTo = Good.Reports[2].PeriodFrom.AddDays(-1) };
        Assert.Equal(
            ["reports[2].period_to", "reports[2].period_to"],
            Fields(Good with { Reports = [Good.Reports[0], Good.Reports[1], turned] })
        );
    }

    [Fact]
    public void All_parts_are_told_at_once() =>
        Assert.Equal(
            ["budget", "ends_on", "instalments", "instalments", "reports[2].period_to"],
            Fields(Good with { EndsOn = Good.EndsOn.AddYears(2), Budget = [], Instalments = [] })
        );

    private static IEnumerable<string> Fields(AgreementTerms terms) =>
        Problems(terms).Select(problem => problem.Field).Order(StringComparer.Ordinal);

    private static IEnumerable<FieldProblem> Problems(AgreementTerms terms) =>
        terms.Problems(Sample.Amount, 12, Sample.Policy);
}
