using Fund.Common.V1;
using Fund.Kernel;

namespace Fund.Hosting.Tests.Wire;

public sealed class PageTests
{
    [Fact]
    public void Nothing_said_means_the_first_fifty()
    {
        Assert.Equal(new Page(50, null), Page.Of(null));
        Assert.Equal(new Page(50, null), Page.Of(new PageRequest()));
    }

    [Fact]
    public void A_token_says_where_to_go_on()
    {
        var id = Guid.CreateVersion7();
        var request = new PageRequest { PageSize = 500, PageToken = Page.TokenAfter(id) };
        Assert.Equal(new Page(500, id), Page.Of(request));
    }

    [Theory]
    [InlineData(-1, "")]
    [InlineData(501, "")]
    [InlineData(1, "x")]
    [InlineData(1, "' or 1=1 --")]
    [InlineData(1, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Sizes_out_of_range_and_foreign_tokens_are_refused(int size, string token)
    {
        var request = new PageRequest { PageSize = size, PageToken = token };
        var refusal = Assert.Throws<RefusedException>(() => Page.Of(request)).Refusal;
        Assert.StartsWith("page.", Assert.Single(refusal.Fields).Field, StringComparison.Ordinal);
    }
}
