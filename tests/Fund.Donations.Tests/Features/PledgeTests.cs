using Fund.Donations.V1;

namespace Fund.Donations.Tests.Features;

public sealed class PledgeTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    [Fact]
    public async Task What_is_paid_against_a_pledge_is_no_longer_outstanding()
    {
        var donor = await fund.DonorAsync();
        var pledge = await fund.PledgeAsync(donor.DonorId, DonationsFixture.Amount(1000_00, "EUR"));

        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Amount(400_00, "EUR"), pledgeId: pledge.PledgeId);

        var seen = await OnlyPledgeAsync(donor);
        Assert.Equal(400_00, seen.Paid.MinorUnits);
        Assert.Equal(600_00, seen.Outstanding.MinorUnits);
    }

    [Fact]
    public async Task More_than_pledged_leaves_nothing_outstanding_and_never_less()
    {
        var donor = await fund.DonorAsync();
        var pledge = await fund.PledgeAsync(donor.DonorId, DonationsFixture.Usd(100));

        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(150), pledgeId: pledge.PledgeId);

        Assert.Equal(0, (await OnlyPledgeAsync(donor)).Outstanding.MinorUnits);
        await Refused.ByAsync("PLEDGE_PAID", fund.Finance.CancelPledgeAsync(Cancel(pledge)));
    }

    [Fact]
    public async Task A_cancelled_pledge_stays_visible_and_takes_no_more_money()
    {
        var donor = await fund.DonorAsync();
        var pledge = await fund.PledgeAsync(donor.DonorId, DonationsFixture.Usd(100));

        var cancelled = (await fund.Finance.CancelPledgeAsync(Cancel(pledge))).Pledge;

        Assert.True(cancelled.Cancelled);
        Assert.Equal(0, cancelled.Outstanding.MinorUnits);
        Assert.Equal(cancelled, await OnlyPledgeAsync(donor));
        await Refused.ByAsync("PLEDGE_CANCELLED", fund.Finance.CancelPledgeAsync(Cancel(pledge)));
        await Refused.ByAsync("PLEDGE_CANCELLED", fund.Finance.RecordContributionAsync(Paying(pledge, donor.DonorId)));
    }

    [Fact]
    public async Task Instalments_add_up_to_the_pledge_and_come_back_by_date()
    {
        var donor = await fund.DonorAsync();
        var request = new RecordPledgeRequest
        {
            RequestId = DonationsFixture.NewId(),
            DonorId = donor.DonorId,
            Amount = DonationsFixture.Usd(300),
            PledgedOn = "2026-10-01",
            Instalments =
            {
                new PledgeInstalment { DueDate = "2027-06-01", Amount = DonationsFixture.Usd(200) },
                new PledgeInstalment { DueDate = "2027-01-01", Amount = DonationsFixture.Usd(100) },
            },
        };

        var pledge = (await fund.Finance.RecordPledgeAsync(request)).Pledge;

        Assert.Equal(["2027-01-01", "2027-06-01"], pledge.Instalments.Select(instalment => instalment.DueDate));
        request.RequestId = DonationsFixture.NewId();
        request.Instalments[0].Amount = DonationsFixture.Usd(199);
        await Refused.ByAsync("INSTALMENTS_DO_NOT_ADD_UP", fund.Finance.RecordPledgeAsync(request), "instalments");
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_pledge_is_said_at_once()
    {
        var request = new RecordPledgeRequest
        {
            RequestId = DonationsFixture.NewId(),
            DonorId = "nobody",
            Amount = DonationsFixture.Usd(0),
            PledgedOn = "2026-10-16",
            Reference = new string('x', 101),
            Instalments =
            {
                new PledgeInstalment { DueDate = "soon", Amount = DonationsFixture.Amount(1, "EUR") },
            },
        };

        await Refused.ByAsync(
            "INVALID_FIELDS",
            fund.Finance.RecordPledgeAsync(request),
            "donor_id",
            "amount",
            "pledged_on",
            "reference",
            "instalments[0].due_date",
            "instalments[0].amount.currency_code"
        );
    }

    [Fact]
    public async Task A_contribution_pays_only_a_pledge_of_its_donor_and_currency()
    {
        var (donor, other) = (await fund.DonorAsync(), await fund.DonorAsync("Other"));
        var pledge = await fund.PledgeAsync(donor.DonorId, DonationsFixture.Amount(100, "EUR"));

        await Refused.ByAsync(
            "PLEDGE_OF_OTHER_DONOR",
            fund.Finance.RecordContributionAsync(Paying(pledge, other.DonorId)),
            "pledge_id"
        );
        await Refused.ByAsync(
            "PLEDGE_IN_OTHER_CURRENCY",
            fund.Finance.RecordContributionAsync(Paying(pledge, donor.DonorId)),
            "pledge_id"
        );
        pledge.PledgeId = DonationsFixture.NewId();
        await Refused.ByAsync("NOT_FOUND", fund.Finance.RecordContributionAsync(Paying(pledge, donor.DonorId)));
    }

    private async Task<Pledge> OnlyPledgeAsync(Donor donor) =>
        Assert.Single(
            (await fund.Finance.ListPledgesAsync(new ListPledgesRequest { DonorId = donor.DonorId })).Pledges
        );

    private static CancelPledgeRequest Cancel(Pledge pledge) =>
        new()
        {
            RequestId = DonationsFixture.NewId(),
            PledgeId = pledge.PledgeId,
            Reason = "The donor's budget was cut.",
        };

    private static RecordContributionRequest Paying(Pledge pledge, string donorId) =>
        new()
        {
            RequestId = DonationsFixture.NewId(),
            DonorId = donorId,
            Amount = DonationsFixture.Usd(50),
            ValueDate = "2026-10-10",
            Channel = Channel.Bank,
            PledgeId = pledge.PledgeId,
        };
}
