using Fund.Kernel;
using Fund.Projects.Domain;

namespace Fund.Projects.Tests.Domain;

public sealed class SpendingRulesTests
{
    private static readonly Dictionary<string, Money> Budget = new()
    {
        ["A"] = Money.UsdCents(10_000),
        ["B"] = Money.UsdCents(20_000),
    };

    [Fact]
    public void One_row_for_each_category_of_the_budget_is_fine() =>
        Assert.Empty(Fields([Sample.Spent("A", 5_000), Sample.Spent("B", 0)]));

    [Fact]
    public void Missing_unknown_and_repeated_categories_are_told() =>
        Assert.Equal(
            ["spending[0].category", "spending[2].category", "spending"],
            Fields([Sample.Spent("C", 1), Sample.Spent("A", 1), Sample.Spent("A", 1)])
        );

    [Fact]
    public void Amounts_are_not_negative_and_in_one_local_currency_and_dollars()
    {
        var euros = new SpendingEntry(
            "B",
            new Money(5, Currency.Parse("EUR")),
            new Money(5, Currency.Parse("EUR")),
            ""
        );
        Assert.Equal(["spending[1].local", "spending[1].usd"], Fields([Sample.Spent("A", 1), euros]));
        Assert.Equal(["spending[0].local", "spending[0].usd"], Fields([Sample.Spent("A", -1), Sample.Spent("B", 1)]));
    }

    [Fact]
    public void An_amount_is_not_something_in_one_currency_and_nothing_in_the_other()
    {
        var lost = new SpendingEntry("A", new Money(5_000, Currency.Parse("KES")), Money.UsdCents(0), "");
        Assert.Equal(["spending[0].usd"], Fields([lost, Sample.Spent("B", 1)]));
    }

    [Theory]
    [InlineData(11_500, true)]
    [InlineData(11_501, false)]
    public void More_than_15_percent_over_the_budget_needs_an_explanation(long cents, bool fine)
    {
        Assert.Equal(fine, !Fields([Sample.Spent("A", cents), Sample.Spent("B", 1)]).Any());
        Assert.Empty(Fields([Sample.Spent("A", cents, "Prices rose by a third."), Sample.Spent("B", 1)]));
    }

    [Fact]
    public void What_was_spent_before_counts()
    {
        var before = new Dictionary<string, Money> { ["A"] = Money.UsdCents(10_000) };
        Assert.Empty(Fields([Sample.Spent("A", 1_500), Sample.Spent("B", 1)], before));
        Assert.Equal(["spending[0].explanation"], Fields([Sample.Spent("A", 1_501), Sample.Spent("B", 1)], before));
    }

    [Theory]
    [InlineData(8_500, true)]
    [InlineData(8_499, false)]
    public void Only_the_final_report_explains_what_was_not_spent(long cents, bool fine)
    {
        SpendingEntry[] rows = [Sample.Spent("A", cents), Sample.Spent("B", 20_000)];
        Assert.Empty(Fields(rows));
        Assert.Equal(fine, !Fields(rows, isFinal: true).Any());
    }

    [Fact]
    public void Amounts_at_the_edge_of_what_can_be_counted_do_not_overflow()
    {
        var most = new SpendingEntry("A", new Money(1, Currency.Parse("KES")), Money.UsdCents(long.MaxValue), "");
        var before = new Dictionary<string, Money> { ["A"] = Money.UsdCents(long.MaxValue) };
        Assert.Equal(["spending[0].explanation"], Fields([most, Sample.Spent("B", 1)], before));
    }

    [Fact]
    public void The_agreement_counts_submitted_reports_and_not_those_sent_back()
    {
        var agreement = Sample.Active();
        var (first, second) = (agreement.Reports[0], agreement.Reports[1]);
        SpendingEntry[] all = [Sample.Spent("A", 1_500_000), Sample.Spent("B", 1)];
        agreement.SubmitReport(first.Id, Sample.Narrative, all, Sample.Policy, "ngo", Sample.Today, Sample.Now);
        SpendingEntry[] more = [Sample.Spent("A", 300_000), Sample.Spent("B", 1)];
        Assert.Single(agreement.SpendingProblems(second.Id, more, Sample.Policy));
        agreement.SendReportBack(first.Id, "Wrong year.", "programme", Sample.Today, Sample.Now);
        Assert.Empty(agreement.SpendingProblems(second.Id, more, Sample.Policy));
    }

    private static IEnumerable<string> Fields(
        IReadOnlyList<SpendingEntry> rows,
        Dictionary<string, Money>? before = null,
        bool isFinal = false
    ) =>
        new SpendingRules(Budget, before ?? [], isFinal, Sample.Policy).Problems(rows).Select(problem => problem.Field);
}
