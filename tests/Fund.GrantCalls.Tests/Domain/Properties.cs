using FsCheck;
using FsCheck.Fluent;
using Fund.GrantCalls.Domain;
using Fund.Kernel;

namespace Fund.GrantCalls.Tests.Domain;

/// <summary>What holds for every ranking and every awarded budget, on generated ones.</summary>
public sealed class Properties
{
    private static readonly Arbitrary<ReviewedProposal[]> Proposals = Gen.Choose(0, 100)
        .ListOf()
        .Select(totals => new ReviewedProposal(Guid.CreateVersion7(), [.. totals.Take(6)]))
        .ArrayOf()
        .ToArbitrary();

    private static readonly Arbitrary<(BudgetItem[] Budget, long Award)> Budgets = (
        from lines in (
            from category in Gen.Elements("A", "B", "C", "D", "E", "F", "G")
            from cents in Gen.Choose(1, int.MaxValue)
            select new BudgetItem(category, "x", Money.UsdCents(cents))
        ).NonEmptyListOf()
        let requested = lines.Sum(line => line.Amount!.Value.MinorUnits)
        from part in Gen.Choose(1, 1_000_000)
        select (lines.ToArray(), Math.Max(1, (long)((Int128)requested * part / 1_000_000)))
    ).ToArbitrary();

    [Fact]
    public void A_ranking_is_in_order_complete_and_fair_to_ties() =>
        Prop.ForAll(
                Proposals,
                proposals =>
                {
                    var ranking = Ranking.Of(proposals, 2, 20);
                    var fair = ranking.All(row =>
                        row.Rank == 1 + ranking.Count(other => other.AverageHundredths > row.AverageHundredths)
                    );
                    var ordered = ranking.Zip(ranking.Skip(1)).All(pair => pair.First.Rank <= pair.Second.Rank);
                    var complete = ranking
                        .Select(row => row.ProposalId)
                        .Order()
                        .SequenceEqual(proposals.Select(p => p.ProposalId).Order());
                    return fair && ordered && complete;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_in_which_proposals_come_never_changes_a_ranking() =>
        Prop.ForAll(
                Proposals,
                proposals => Ranking.Of(proposals, 2, 20).SequenceEqual(Ranking.Of(proposals.Reverse(), 2, 20))
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void An_awarded_budget_adds_up_to_the_award_and_no_category_gets_more_than_a_cent_too_much() =>
        Prop.ForAll(
                Budgets,
                given =>
                {
                    var (budget, award) = given;
                    var total = budget.Sum(line => line.Amount!.Value.MinorUnits);
                    var lines = AwardedBudget.Of(budget, Money.UsdCents(award));
                    return lines.Sum(line => line.AmountUsdCents) == award
                        && lines.All(line =>
                        {
                            var asked = budget
                                .Where(row => row.Category == line.Category)
                                .Sum(row => row.Amount!.Value.MinorUnits);
                            return Math.Abs(line.AmountUsdCents - (asked * (decimal)award / total)) < 1;
                        });
                }
            )
            .QuickCheckThrowOnFailure();
}
