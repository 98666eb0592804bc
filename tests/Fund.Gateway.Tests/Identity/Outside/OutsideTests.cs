using Fund.Gateway.Identity;
using Fund.Gateway.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Gateway.Tests.Identity.Outside;

/// <summary>Whom a sign-in at an outside provider lets in: a small real one, over HTTP, with real keys.</summary>
public sealed class OutsideTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task Somebody_with_an_account_is_linked_by_the_verified_address_and_known_by_the_subject_after_that()
    {
        await using var provider = await SmallProvider.StartAsync();
        await using var instance = await OutsideBrowser.StartAsync(gateway, provider);
        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember);
        var person = provider.Person("sub-1", account.Email!, isVerified: true);

        Assert.Equal(account.Id, await OutsideBrowser.SignInAsync(instance, provider, person));

        // The address changes at the provider; the subject counts.
        var renamed = provider.Person("sub-1", "somebody-else@people.example", isVerified: true);
        Assert.Equal(account.Id, await OutsideBrowser.SignInAsync(instance, provider, renamed));
    }

    [Fact]
    public async Task Nobody_gets_an_account_by_it_unless_invited()
    {
        await using var provider = await SmallProvider.StartAsync();
        await using var instance = await OutsideBrowser.StartAsync(gateway, provider);
        var email = $"{Guid.CreateVersion7():N}@people.example";
        Assert.Null(
            await OutsideBrowser.SignInAsync(instance, provider, provider.Person("sub-2", email, isVerified: true))
        );

        var administrator = await gateway.TokenAsync(Role.Administrator);
        await gateway.PostAsync(
            "/api/v1/invitations",
            administrator,
            $$"""{"email":"{{email}}","role":"organisationMember"}"""
        );
        Assert.Null(
            await OutsideBrowser.SignInAsync(instance, provider, provider.Person("sub-2", email, isVerified: false))
        );
        var made = await OutsideBrowser.SignInAsync(
            instance,
            provider,
            provider.Person("sub-2", email, isVerified: true)
        );
        Assert.NotNull(made);
    }

    [Fact]
    public async Task An_address_that_is_not_verified_and_an_account_that_is_disabled_get_nothing()
    {
        await using var provider = await SmallProvider.StartAsync();
        await using var instance = await OutsideBrowser.StartAsync(gateway, provider);
        var (account, _) = await gateway.AccountAsync(Role.OrganisationMember);
        Assert.Null(
            await OutsideBrowser.SignInAsync(
                instance,
                provider,
                provider.Person("sub-3", account.Email!, isVerified: false)
            )
        );

        await gateway.Service.InScopeAsync<GatewayDb>(db =>
            db.Accounts.Where(row => row.Id == account.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.DisabledAt, TimeProvider.System.GetUtcNow()))
        );
        Assert.Null(
            await OutsideBrowser.SignInAsync(
                instance,
                provider,
                provider.Person("sub-3", account.Email!, isVerified: true)
            )
        );
    }

    [Fact]
    public async Task Staff_still_need_their_second_factor()
    {
        await using var provider = await SmallProvider.StartAsync();
        await using var instance = await OutsideBrowser.StartAsync(gateway, provider);
        var (account, _) = await gateway.AccountAsync(Role.FinanceOfficer);

        await OutsideBrowser.SignInAsync(
            instance,
            provider,
            provider.Person("sub-4", account.Email!, isVerified: true)
        );

        var stage = await gateway.Service.InScopeAsync<GatewayDb, SessionStage>(db =>
            db.Sessions.Where(row => row.AccountId == account.Id).Select(row => row.Stage).SingleAsync()
        );
        Assert.Equal(SessionStage.Enrolment, stage);
    }

    [Fact]
    public async Task It_is_off_unless_it_is_set()
    {
        Assert.Equal(404, (await gateway.SendAsync(HttpMethod.Get, "/en" + OutsideEndpoints.Start)).Status);
    }
}
