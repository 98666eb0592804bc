using Fund.Testing.Browser;

namespace Fund.EndToEnd.Tests;

/// <summary>
/// Everybody follows every link there is, on the real system after its main job: each page opens, is accessible, fits
/// its window and complains of nothing. Each audience does it in another language; that every page is right in every
/// language is for the gateway's own tests.
/// </summary>
[Collection(AfterTheMainJobCollection.Name)]
public sealed class EveryLink(AfterTheMainJob world, Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(null, "ar", 390)]
    [InlineData("finance-officer", "en", 1280)]
    [InlineData("fund-manager", "fr", 1280)]
    [InlineData("donor-contact", "ru", 390)]
    [InlineData("programme-officer", "es", 1280)]
    [InlineData("auditor", "ar", 1280)]
    [InlineData("administrator", "zh", 1280)]
    [InlineData("trustee", "en", 390)]
    [InlineData("reviewer-1", "fr", 390)]
    [InlineData("harbour-officer", "es", 390)]
    public async Task Leads_to_a_page_that_is_right(string? who, string language, int width)
    {
        var token = who is null ? null : world.Scene[who].Token;
        var site = world.Fund.Gateways.First();
        await using var view = await chromium.OpenAsync(site, token, width);
        var crawler = new Crawler(view, site, language);

        var wrong = await crawler.RunAsync(who is null ? ["/"] : ["/home", "/account"]);

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(crawler.Visited.Count, 8, 200);
    }
}
