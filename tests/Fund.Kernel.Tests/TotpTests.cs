using System.Text;

namespace Fund.Kernel.Tests;

/// <summary>The test vectors of RFC 6238, appendix B (SHA-1), and of RFC 4648.</summary>
public sealed class TotpTests
{
    private static readonly string Secret = Totp.ToBase32(Encoding.ASCII.GetBytes("12345678901234567890"));

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Secret, DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base_32_is_that_of_the_standard(string text, string base32) =>
        Assert.Equal(base32, Totp.ToBase32(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void A_secret_may_be_written_in_small_letters_and_groups() =>
        Assert.Equal(
            Totp.Code(Secret, 1),
            Totp.Code(string.Join(' ', Secret.ToLowerInvariant().Chunk(4).Select(part => new string(part))), 1)
        );

    [Fact]
    public void What_is_not_base_32_is_refused() => Assert.Throws<FormatException>(() => Totp.Code("0189!", 1));

    [Fact]
    public void Secrets_differ() => Assert.NotEqual(Totp.NewSecret(), Totp.NewSecret());
}
