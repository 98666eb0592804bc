using Fund.Events;
using Fund.Hosting;
using Fund.Testing;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Gateway.Tests;

/// <summary>Notices about contributions: once each, and only for those concerned.</summary>
public sealed class NoticeTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    [Fact]
    public async Task A_contribution_is_one_notice_for_finance_and_the_donors_contacts()
    {
        var (donor, contribution) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var fact = new ContributionRecorded(contribution, donor, 125_050, "EUR", new DateOnly(2026, 10, 1));
        var bus = gateway.Service.Services.GetRequiredService<IBus>();
        await bus.Publish(fact, TestContext.Current.CancellationToken);
        await bus.Publish(fact, TestContext.Current.CancellationToken);
        var finance = await gateway.TokenAsync(Role.FinanceOfficer);
        var contact = await gateway.TokenAsync(Role.DonorContact, donor: donor);
        var stranger = await gateway.TokenAsync(Role.DonorContact, donor: Guid.CreateVersion7());
        var reviewer = await gateway.TokenAsync(Role.Reviewer);

        await Eventually.TrueAsync(async () => (await CountAsync(contact)) == 1, "the donor's contact sees the notice");

        var notice = (await gateway.SendAsync(HttpMethod.Get, "/api/v1/notices", contact)).Json["items"]![0]!;
        Assert.Equal("contributionRecorded", notice["kind"]!.GetValue<string>());
        Assert.Equal("1250.50", notice["amount"]!["amount"]!.GetValue<string>());
        Assert.Equal("2026-10-01", notice["valueDate"]!.GetValue<string>());
        Assert.Equal(1, await CountAsync(finance));
        Assert.Equal(0, await CountAsync(stranger));
        Assert.Equal(403, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/notices", reviewer)).Status);
    }

    private async Task<int> CountAsync(string token) =>
        (await gateway.SendAsync(HttpMethod.Get, "/api/v1/notices", token)).Json["items"]!.AsArray().Count;
}
