namespace Fund.Forms.Tests;

public sealed class BudgetCheckTests
{
    /// <summary>Half of the time of two people for twelve months at 1,000.00 each, of which the Fund pays 40 %.</summary>
    private static readonly BudgetFigures Staff = new()
    {
        Amount = 480_000,
        Quantity = 200,
        UnitCost = 100_000,
        Months = 1_200,
        ShareOfTime = 5_000,
        Charged = 4_000,
    };

    [Fact]
    public void A_line_is_quantity_by_unit_cost_by_months_by_share_of_time()
    {
        Assert.Equal((1_200_000, 480_000), (Staff.Total, Staff.ChargedTotal));
        Assert.Equal(2_400_000, (Staff with { ShareOfTime = null }).Total);
        Assert.Equal(100_000, (Staff with { ShareOfTime = null, Months = null, Quantity = 100 }).Total);
        Assert.Null((Staff with { UnitCost = null }).Total);
        Assert.Null((Staff with { Charged = null }).ChargedTotal);
        Assert.Equal(34, (new BudgetFigures { Quantity = 33, UnitCost = 102 }).Total);
    }

    [Fact]
    public void What_agrees_has_no_problems()
    {
        Assert.Empty(Problems(Staff with { OtherFunding = 720_000, Quarters = [120_000, 120_000, 120_000, 120_000] }));
        Assert.Empty(Problems(new BudgetFigures { Amount = 1 }));
        Assert.Empty(Problems(new BudgetFigures { Quantity = 100, UnitCost = 5 }));
    }

    [Fact]
    public void What_does_not_agree_is_named_line_by_line()
    {
        Assert.Equal(
            [
                new BudgetProblem(BudgetProblemKind.AmountDiffers, 1, 480_001, 480_000),
                new BudgetProblem(BudgetProblemKind.PaidTwice, 2, 1_200_001, 1_200_000),
                new BudgetProblem(BudgetProblemKind.QuartersDiffer, 3, 479_999, 480_000),
            ],
            Problems(
                Staff,
                Staff with
                {
                    Amount = 480_001,
                },
                Staff with
                {
                    OtherFunding = 720_001,
                },
                Staff with
                {
                    Quarters = [479_999],
                }
            )
        );
    }

    [Fact]
    public void Ceilings_hold_to_the_cent()
    {
        BudgetFigures[] lines =
        [
            new() { Amount = 10_000, OtherFunding = 5_000 },
            new() { Amount = 700, IsIndirect = true },
            new() { Amount = 2_675, IsManagement = true },
        ];
        Assert.Empty(Of(lines, new BudgetCeilings(7, 20, 73, 3), 4_459));
        var most = new BudgetCeilings(5, 19, 72, 2);
        Assert.Equal(
            [
                BudgetProblemKind.SupportCeiling,
                BudgetProblemKind.ManagementCeiling,
                BudgetProblemKind.RequestCeiling,
                BudgetProblemKind.YearlyBudgetCeiling,
            ],
            Of(lines, most, 4_459).Select(problem => problem.Kind)
        );
        Assert.DoesNotContain(Of(lines, most, null), problem => problem.Kind == BudgetProblemKind.YearlyBudgetCeiling);
        Assert.Equal(300m, Of(lines, new BudgetCeilings(YearlyBudgets: 2), 4_458.333m).Single().Given);
    }

    private static IReadOnlyList<BudgetProblem> Problems(params BudgetFigures[] lines) =>
        Of(lines, new BudgetCeilings(), null);

    private static IReadOnlyList<BudgetProblem> Of(BudgetFigures[] lines, BudgetCeilings ceilings, decimal? yearly) =>
        BudgetCheck.ProblemsOf(lines, ceilings, yearly);
}
