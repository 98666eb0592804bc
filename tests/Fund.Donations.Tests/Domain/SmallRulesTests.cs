using FsCheck;
using FsCheck.Fluent;
using Fund.Donations.Domain;
using Fund.Kernel;

namespace Fund.Donations.Tests.Domain;

public sealed class SmallRulesTests
{
    private static readonly Gen<long> Cents = Gen.Choose(0, int.MaxValue).Select(value => (long)value);

    [Theory]
    [InlineData(113_00, 13_00)]
    [InlineData(100_00, 11_51)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    public void Of_113_received_13_are_set_aside_rounded_up(long received, long setAside) =>
        Assert.Equal(setAside, SupportCosts.ToSetAside(Money.UsdCents(received), 1300).MinorUnits);

    [Fact]
    public void What_is_set_aside_covers_the_support_costs_of_spending_the_rest() =>
        Prop.ForAll(
                Cents.Zip(Gen.Choose(0, 3000)).ToArbitrary(),
                row =>
                {
                    var received = Money.UsdCents(row.Item1);
                    var setAside = SupportCosts.ToSetAside(received, row.Item2);
                    return (decimal)(received - setAside).MinorUnits * row.Item2 / 10_000 <= setAside.MinorUnits;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void No_more_is_charged_than_was_set_aside() =>
        Assert.Equal(5, SupportCosts.ToCharge(Money.UsdCents(100), 1300, Money.UsdCents(5)).MinorUnits);

    [Fact]
    public void Parts_of_a_division_add_up_and_are_within_a_cent_of_their_exact_share() =>
        Prop.ForAll(
                Cents.Zip(Gen.NonEmptyListOf(Gen.Choose(0, 1_000_000).Select(value => (long)value))).ToArbitrary(),
                row =>
                {
                    var (amount, weights) = (row.Item1, row.Item2.ToArray());
                    var total = weights.Sum();
                    if (total == 0)
                    {
                        return true;
                    }

                    var parts = LargestRemainder.Divide(amount, weights);
                    return parts.Sum() == amount
                        && parts
                            .Zip(weights)
                            .All(pair => Math.Abs(pair.First - (decimal)amount * pair.Second / total) < 1);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_largest_remainders_get_the_cents_left_over() =>
        Assert.Equal([34L, 33L, 33L], LargestRemainder.Divide(100, [1, 1, 1]));

    [Theory]
    [InlineData("Österreichische Förderung", "osterreichische forderung")]
    [InlineData("  ACME,  Inc. ", "acme inc")]
    [InlineData("Łódź-Straße", "lodz strasse")]
    [InlineData("MUÑOZ", "munoz")]
    public void Names_are_folded(string name, string folded) => Assert.Equal(folded, NameFolding.Fold(name));

    [Theory]
    [InlineData("Société Générale de Charité", "SOCIETE GENERALE CHARITE", 100)]
    [InlineData("Acme Foundation", "ACME FOUNDATION LTD", 100)]
    [InlineData("Acme Foundation", "Acme Bakery", 50)]
    [InlineData("Acme", "Zenith", 0)]
    public void Names_are_alike_by_the_words_they_share(string left, string right, int likeness) =>
        Assert.Equal(likeness, NameFolding.Likeness(left, right));

    [Fact]
    public void The_newest_rate_on_or_before_the_value_date_is_in_force()
    {
        var table = new RateTable([
            ("EUR", new RateInForce(0.9m, new DateOnly(2026, 9, 1))),
            ("EUR", new RateInForce(0.8m, new DateOnly(2026, 10, 1))),
            ("EUR", new RateInForce(0.85m, new DateOnly(2026, 10, 15))),
        ]);
        var eur = Currency.Parse("EUR");

        Assert.Null(table.On(eur, new DateOnly(2026, 8, 31)));
        Assert.Equal(0.9m, table.On(eur, new DateOnly(2026, 9, 30))?.UnitsPerUsd);
        Assert.Equal(0.8m, table.On(eur, new DateOnly(2026, 10, 14))?.UnitsPerUsd);
        Assert.Equal(0.85m, table.On(eur, new DateOnly(2026, 10, 15))?.UnitsPerUsd);
        Assert.Equal(1m, table.On(Currency.Usd, new DateOnly(1999, 1, 1))?.UnitsPerUsd);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_posting_balances_in_every_currency(int kind)
    {
        var published = Postings.PublishedTotal(
            Guid.CreateVersion7(),
            new DateOnly(2016, 6, 14),
            (PublishedTotalKind)kind,
            Money.UsdCents(100)
        );
        Assert.Equal(0, published.Lines.Sum(line => line.Amount.MinorUnits));
    }
}
