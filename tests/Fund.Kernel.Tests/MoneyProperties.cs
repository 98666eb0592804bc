using FsCheck;
using FsCheck.Fluent;

namespace Fund.Kernel.Tests;

/// <summary>What holds for every amount in every currency, on generated values.</summary>
public sealed class MoneyProperties
{
    private static readonly Currency[] Currencies = [.. Currency.All.OrderBy(currency => currency.Code)];

    private static readonly Arbitrary<Money> Amounts = (
        from minor in Gen.OneOf(
            Gen.Choose(int.MinValue, int.MaxValue).Select(value => (long)value),
            ArbMap.Default.GeneratorFor<long>(),
            Gen.Elements(0L, 1L, -1L, long.MaxValue, long.MinValue)
        )
        from currency in Gen.Elements(Currencies)
        select new Money(minor, currency)
    ).ToArbitrary();

    [Fact]
    public void Printing_then_reading_gives_the_same_amount() =>
        Prop.ForAll(Amounts, money => Money.Parse(money.ToDecimalString(), money.Currency, "amount") == money)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void One_decimal_more_than_the_currency_has_is_always_refused() =>
        Prop.ForAll(
                Amounts,
                money =>
                {
                    var separator = money.Currency.Decimals == 0 ? "." : "";
                    var text = money.ToDecimalString() + separator + "1";
                    var refused = Assert.Throws<RefusedException>(() => Money.Parse(text, money.Currency, "amount"));
                    return refused.Refusal.Reason == "TOO_MANY_DECIMALS";
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Adding_and_taking_away_again_changes_nothing() =>
        Prop.ForAll(
                Amounts,
                Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(),
                (money, other) =>
                {
                    var start = new Money(money.MinorUnits / 2, money.Currency);
                    var change = new Money(other, money.Currency);
                    return start + change - change == start;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Converting_at_rate_one_within_a_currency_changes_nothing() =>
        Prop.ForAll(Amounts, money => money.ConvertTo(money.Currency, 1m) == money).QuickCheckThrowOnFailure();

    [Fact]
    public void A_conversion_is_within_half_a_minor_unit_of_the_exact_value() =>
        Prop.ForAll(
                Gen.Choose(-1_000_000_000, 1_000_000_000).ToArbitrary(),
                Gen.Choose(1, 100_000_000).ToArbitrary(),
                (minor, rateInTenThousandths) =>
                {
                    var rate = rateInTenThousandths / 10_000m;
                    var converted = new Money(minor, Currency.Parse("EUR")).ConvertTo(Currency.Usd, rate);
                    return Math.Abs(converted.MinorUnits - minor / rate) <= 0.5m;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_share_and_the_rest_never_differ_from_the_whole_by_more_than_rounding() =>
        Prop.ForAll(
                Gen.Choose(-1_000_000_000, 1_000_000_000).ToArbitrary(),
                Gen.Choose(0, 10_000).ToArbitrary(),
                (cents, basisPoints) =>
                {
                    var whole = Money.UsdCents(cents);
                    var sum = whole.Share(basisPoints) + whole.Share(10_000 - basisPoints);
                    return Math.Abs(sum.MinorUnits - cents) <= 1;
                }
            )
            .QuickCheckThrowOnFailure();
}
