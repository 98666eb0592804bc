using Fund.Kernel;
using WireMoney = Fund.Common.V1.Money;

namespace Fund.Hosting.Tests.Wire;

public sealed class CheckTests
{
    private readonly Check _check = new();

    [Fact]
    public void Good_values_pass_and_come_as_what_they_are()
    {
        var id = Guid.CreateVersion7();
        Assert.Equal(id, _check.Id("id", id.ToWire()));
        Assert.Null(_check.OptionalId("id", ""));
        Assert.Equal(new DateOnly(2026, 10, 1), _check.Date("date", "2026-10-01"));
        Assert.Null(_check.OptionalDate("date", ""));
        Assert.Equal(Money.UsdCents(5), _check.PositiveMoney("amount", Usd(5)));
        Assert.Equal("text", _check.Text("text", "  text ", 4));
        _check.That(true, "field", "").ThrowIfAny();
        Assert.True(_check.IsFine);
    }

    [Theory]
    [InlineData("a\0b", false)]
    [InlineData("a\u0007b", false)]
    [InlineData("a\r\n\tb", true)]
    public void Text_has_no_control_characters_but_line_breaks_and_tabs(string text, bool fine)
    {
        _check.OptionalText("note", text, 10);
        Assert.Equal(fine, _check.IsFine);
    }

    [Fact]
    public void One_problem_keeps_its_own_reason()
    {
        _check.Id("donor_id", "x");
        Assert.Equal("NOT_AN_ID", Thrown().Reason);
    }

    [Fact]
    public void Several_problems_come_together_with_their_fields()
    {
        _check.Id("donor_id", "");
        _check.Date("value_date", "31.12.2026");
        _check.Text("title", " ", 10);
        _check.OptionalText("note", new string('x', 11), 10);
        _check.PositiveMoney("amount", null);
        _check.PositiveMoney("fee", Usd(0));
        _check.PositiveMoney("tax", new WireMoney { MinorUnits = 1, CurrencyCode = "XXX" });
        _check.PositiveMoney("sum", new WireMoney { MinorUnits = 1, CurrencyCode = "EUR" }, Currency.Usd);
        _check.Choice("kind", default(DayOfWeek));
        _check.Choice("kind", (DayOfWeek)9);
        _check.PastDate("date", "2026-10-02", new DateOnly(2026, 10, 1));
        _check.That(false, "weights", "The weights total 99; they must total 100.");
        var refusal = Thrown();
        Assert.Equal((RefusalKind.BadInput, "INVALID_FIELDS"), (refusal.Kind, refusal.Reason));
        string[] fields =
        [
            "donor_id",
            "value_date",
            "title",
            "note",
            "amount",
            "fee",
            "tax.currency_code",
            "sum.currency_code",
            "kind",
            "kind",
            "date",
            "weights",
        ];
        Assert.Equal(fields, refusal.Fields.Select(problem => problem.Field));
    }

    [Theory]
    [InlineData("0198c0de00007000800000000000000a")]
    [InlineData("{0198c0de-0000-7000-8000-00000000000a}")]
    [InlineData("../../etc/passwd")]
    public void Only_the_one_form_of_an_id_is_taken(string text) =>
        Assert.Throws<RefusedException>(() => text.ToId("id"));

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("2026-2-3")]
    [InlineData("2026-10-01T00:00:00Z")]
    public void Only_real_dates_in_the_one_form_are_taken(string text) =>
        Assert.Throws<RefusedException>(() => text.ToDate("date"));

    [Fact]
    public void What_was_given_is_quoted_short()
    {
        _check.Id("id", new string('x', 10_000));
        Assert.InRange(Thrown().Message.Length, 1, 120);
    }

    private static WireMoney Usd(long cents) => new() { MinorUnits = cents, CurrencyCode = "USD" };

    private Refusal Thrown() => Assert.Throws<RefusedException>(_check.ThrowIfAny).Refusal;
}
