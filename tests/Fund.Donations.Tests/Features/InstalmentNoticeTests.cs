using Fund.Donations.Features;
using Fund.Donations.V1;
using Fund.Testing;

namespace Fund.Donations.Tests.Features;

/// <summary>Instalments that fall due soon, and those that are overdue, are told of once each.</summary>
public sealed class InstalmentNoticeTests : IAsyncLifetime
{
    private readonly DonationsFixture fund = new();

    public ValueTask InitializeAsync() => fund.InitializeAsync();

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public async Task An_instalment_is_told_of_when_it_falls_due_soon_and_when_it_is_overdue_and_never_again()
    {
        var donor = await fund.DonorAsync();
        await PledgeAsync(donor.DonorId, ("2026-11-20", 100_00), ("2027-06-01", 200_00));

        await TurnAsync(new DateOnly(2026, 10, 15));
        Assert.Empty(await ToldAsync());
        await TurnAsync(new DateOnly(2026, 10, 21));
        await TurnAsync(new DateOnly(2026, 11, 20));
        Assert.Equal(["1 2026-11-20 Due"], await ToldAsync());
        await TurnAsync(new DateOnly(2026, 11, 21));
        await TurnAsync(new DateOnly(2027, 1, 1));

        Assert.Equal(["1 2026-11-20 Due", "1 2026-11-20 Overdue"], await ToldAsync());
        await fund.QuietAsync("gateway.no-such-queue");
        Assert.Equal(2u, await fund.Broker.CountAsync("gateway.pledge-instalment-came-due"));
    }

    [Fact]
    public async Task What_was_paid_fills_instalments_oldest_first_and_a_cancelled_pledge_waits_for_nothing()
    {
        var donor = await fund.DonorAsync();
        var paid = await PledgeAsync(donor.DonorId, ("2026-10-20", 100_00), ("2026-10-25", 50_00));
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(120_00), pledgeId: paid.PledgeId);
        var cancelled = await PledgeAsync(donor.DonorId, ("2026-10-20", 100_00));
        await fund.Finance.CancelPledgeAsync(
            new CancelPledgeRequest
            {
                RequestId = DonationsFixture.NewId(),
                PledgeId = cancelled.PledgeId,
                Reason = "Withdrawn",
            }
        );

        await TurnAsync(new DateOnly(2026, 10, 15));

        Assert.Equal(["2 2026-10-25 Due"], await ToldAsync());
    }

    [Fact]
    public async Task Two_instances_at_the_same_time_tell_once()
    {
        var donor = await fund.DonorAsync();
        for (var i = 0; i < 20; i++)
        {
            await PledgeAsync(donor.DonorId, ("2026-10-20", 100_00 + i));
        }

        // Whoever comes second to the same instalment fails as a whole and finds nothing left at its next turn.
        var turns = Enumerable
            .Range(0, 4)
            .Select(async _ =>
                await Record.ExceptionAsync(() =>
                    fund.Service.InScopeAsync<NoticeInstalments>(work => work.RunAsync(default))
                )
            );
        await Task.WhenAll(turns);
        await TurnAsync(new DateOnly(2026, 10, 15));

        Assert.Equal(20, (await ToldAsync()).Count);
        await fund.QuietAsync("gateway.no-such-queue");
        Assert.Equal(20u, await fund.Broker.CountAsync("gateway.pledge-instalment-came-due"));
    }

    private Task TurnAsync(DateOnly on)
    {
        fund.Clock.Now = new DateTimeOffset(on, new TimeOnly(12, 0), TimeSpan.Zero);
        return fund.Service.InScopeAsync<NoticeInstalments>(work => work.RunAsync(default));
    }

    private async Task<IReadOnlyList<string>> ToldAsync()
    {
        var told = await fund.Database.ScalarAsync<string>(
            """
            select coalesce(string_agg(number || ' ' || due_date || ' ' || stage, ';' order by id), '')
            from pledge_instalment_notices
            """
        );
        return told.Length == 0 ? [] : told.Split(';');
    }

    private async Task<Pledge> PledgeAsync(string donor, params (string Due, long Cents)[] instalments)
    {
        var response = await fund.Finance.RecordPledgeAsync(
            new RecordPledgeRequest
            {
                RequestId = DonationsFixture.NewId(),
                DonorId = donor,
                Amount = DonationsFixture.Usd(instalments.Sum(part => part.Cents)),
                PledgedOn = "2026-10-01",
                Instalments =
                {
                    instalments.Select(part => new PledgeInstalment
                    {
                        DueDate = part.Due,
                        Amount = DonationsFixture.Usd(part.Cents),
                    }),
                },
            }
        );
        return response.Pledge;
    }
}
