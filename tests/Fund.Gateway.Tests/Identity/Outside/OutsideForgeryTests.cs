using Fund.Hosting;

namespace Fund.Gateway.Tests.Identity.Outside;

/// <summary>Answers of an outside provider, and of whoever pretends to be one, that let nobody in.</summary>
public sealed class OutsideForgeryTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Theory]
    [InlineData("none")]
    [InlineData("rs-to-hs")]
    [InlineData("other-key")]
    [InlineData("kid-with-path")]
    [InlineData("embedded-key")]
    [InlineData("audience")]
    [InlineData("two-audiences")]
    [InlineData("issuer")]
    [InlineData("nonce")]
    [InlineData("no-nonce")]
    [InlineData("expired")]
    [InlineData("no-expiry")]
    [InlineData("future")]
    [InlineData("no-subject")]
    [InlineData("garbage")]
    public async Task A_forged_identity_token_is_refused(string forgery)
    {
        await using var provider = await SmallProvider.StartAsync();
        await using var instance = await OutsideBrowser.StartAsync(gateway, provider);
        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember);
        var honest = provider.Person($"sub-{forgery}", account.Email!, isVerified: true);

        Assert.Null(
            await OutsideBrowser.SignInAsync(instance, provider, nonce => provider.Forge(forgery, honest, nonce))
        );
        Assert.NotNull(await OutsideBrowser.SignInAsync(instance, provider, honest));
    }

    [Fact]
    public async Task An_answer_that_was_not_asked_for_in_this_browser_is_refused()
    {
        await using var provider = await SmallProvider.StartAsync();
        await using var instance = await OutsideBrowser.StartAsync(gateway, provider);
        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember);
        var person = provider.Person("sub-5", account.Email!, isVerified: true);

        Assert.Null(await OutsideBrowser.SignInAsync(instance, provider, person, changeState: true));
        Assert.Null(await OutsideBrowser.SignInAsync(instance, provider, person, withoutCookie: true));
        Assert.Null(await OutsideBrowser.SignInAsync(instance, provider, person, otherVerifier: true));
    }
}
