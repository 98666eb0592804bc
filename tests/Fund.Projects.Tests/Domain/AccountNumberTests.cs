using Fund.Kernel;
using Fund.Projects.Domain;

namespace Fund.Projects.Tests.Domain;

public sealed class AccountNumberTests
{
    [Theory]
    [InlineData("GB82WEST12345698765432")]
    [InlineData("DE89370400440532013000")]
    [InlineData("AT611904300234573201")]
    [InlineData("NO9386011117947")]
    [InlineData("MT84MALT011000012345MTLCAST001S")]
    public void A_real_iban_is_taken(string iban) => Assert.Null(AccountNumber.Problem(iban));

    [Fact]
    public void Any_single_wrong_digit_of_an_iban_is_found()
    {
        const string iban = "GB82WEST12345698765432";
        for (var place = 0; place < iban.Length; place++)
        {
            if (!char.IsAsciiDigit(iban[place]))
            {
                continue;
            }

            foreach (var digit in "0123456789".Where(digit => digit != iban[place]))
            {
                Assert.NotNull(AccountNumber.Problem(iban[..place] + digit + iban[(place + 1)..]));
            }
        }
    }

    [Theory]
    [InlineData("0123456789")]
    [InlineData("12-34-56/7890")]
    [InlineData("KE01234")]
    [InlineData("XX82WEST12345698765432")]
    public void A_number_that_is_no_iban_is_taken_as_it_is(string number) => Assert.Null(AccountNumber.Problem(number));

    [Theory]
    [InlineData("1234")]
    [InlineData("12345678901234567890123456789012345")]
    [InlineData("1234;56")]
    [InlineData("=CMD()12")]
    public void What_cannot_be_an_account_number_is_refused_without_repeating_it(string number) =>
        Assert.DoesNotContain(
            number,
            Assert.IsType<Sentence>(AccountNumber.Problem(number)).Text,
            StringComparison.Ordinal
        );

    [Fact]
    public void Spaces_and_case_of_a_printed_number_do_not_matter() =>
        Assert.Equal("GB82WEST12345698765432", AccountNumber.Normalise(" gb82 West 1234 5698 7654 32 "));
}
