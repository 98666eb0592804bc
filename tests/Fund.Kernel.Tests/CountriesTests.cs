namespace Fund.Kernel.Tests;

public sealed class CountriesTests
{
    [Fact]
    public void The_list_has_the_249_assigned_codes() => Assert.Equal(249, Countries.All.Count);

    [Theory]
    [InlineData("AT")]
    [InlineData("CD")]
    [InlineData("SS")]
    [InlineData("TL")]
    public void An_assigned_code_exists(string code) => Assert.True(Countries.Exists(code));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("at")]
    [InlineData("AUT")]
    [InlineData("XX")]
    [InlineData("UK")]
    [InlineData("YU")]
    [InlineData("AT ")]
    public void Anything_else_does_not(string? code) => Assert.False(Countries.Exists(code));

    [Fact]
    public void Every_code_is_two_capital_letters() =>
        Assert.All(Countries.All, code => Assert.Matches("^[A-Z]{2}$", code));
}
