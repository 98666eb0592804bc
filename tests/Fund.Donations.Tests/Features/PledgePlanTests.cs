using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Testing;
using Grpc.Core;
using Money = Fund.Common.V1.Money;

namespace Fund.Donations.Tests.Features;

/// <summary>What pledges stand at, at the end of any day.</summary>
public sealed class PledgePlanTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    [Fact]
    public async Task Payments_fill_instalments_oldest_first_and_what_is_due_and_unpaid_is_overdue()
    {
        var (donor, pledge) = await PlannedAsync();
        await fund.ContributeAsync(donor, Usd(150_00), "2026-05-01", pledge.PledgeId);

        var may = await GetAsync(pledge, "2026-05-31");
        var july = await GetAsync(pledge, "2026-07-02");
        var now = await GetAsync(pledge);

        Assert.Equal([100_00L, 50_00, 0], may.Instalments.Select(part => part.Paid.MinorUnits));
        Assert.Equal(0, may.Overdue.MinorUnits);
        Assert.Equal([false, true, false], july.Instalments.Select(part => part.Overdue));
        Assert.Equal(50_00, july.Overdue.MinorUnits);
        Assert.Equal([false, true, true], now.Instalments.Select(part => part.Overdue));
        Assert.Equal(150_00, now.Overdue.MinorUnits);
        Assert.Equal(150_00, now.Outstanding.MinorUnits);
        Assert.Equal(PledgeState.Open, now.State);
    }

    [Fact]
    public async Task An_instalment_is_not_overdue_on_the_day_it_is_due()
    {
        var (_, pledge) = await PlannedAsync();

        Assert.Equal(0, (await GetAsync(pledge, "2026-04-01")).Overdue.MinorUnits);
        Assert.Equal(100_00, (await GetAsync(pledge, "2026-04-02")).Overdue.MinorUnits);
    }

    [Fact]
    public async Task More_than_promised_is_shown_as_overpaid_and_nothing_is_outstanding()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        var pledge = await fund.PledgeAsync(donor, DonationsFixture.Amount(1_000, "KWD"));
        await fund.ContributeAsync(donor, DonationsFixture.Amount(1_250, "KWD"), pledgeId: pledge.PledgeId);

        var seen = await GetAsync(pledge);

        Assert.Equal(DonationsFixture.Amount(250, "KWD"), seen.Overpaid);
        Assert.Equal((0L, PledgeState.Paid), (seen.Outstanding.MinorUnits, seen.State));
    }

    [Fact]
    public async Task A_cancellation_and_a_reversal_count_from_their_own_day()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        var pledge = await fund.PledgeAsync(donor, Usd(100_00), "2026-01-01");
        var paid = await fund.ContributeAsync(donor, Usd(30_00), "2026-02-01", pledge.PledgeId);
        await fund.Finance.ReverseContributionAsync(
            new ReverseContributionRequest
            {
                RequestId = NewId(),
                ContributionId = paid.ContributionId,
                Reason = "Sent back",
            }
        );
        await fund.Finance.CancelPledgeAsync(
            new CancelPledgeRequest
            {
                RequestId = NewId(),
                PledgeId = pledge.PledgeId,
                Reason = "Budget",
            }
        );

        var before = await GetAsync(pledge, "2026-10-14");
        var now = await GetAsync(pledge);

        Assert.Equal((70_00L, PledgeState.Open, ""), (before.Outstanding.MinorUnits, before.State, before.CancelledOn));
        Assert.Equal(
            (0L, 0L, PledgeState.Cancelled, "2026-10-15"),
            (now.Outstanding.MinorUnits, now.Paid.MinorUnits, now.State, now.CancelledOn)
        );
        Assert.Equal(100_00, (await GetAsync(pledge, "2026-01-31")).Outstanding.MinorUnits);
    }

    [Fact]
    public async Task Another_plan_holds_from_today_and_the_one_before_says_what_was_overdue_until_then()
    {
        var (_, pledge) = await PlannedAsync();

        var changed = (await ChangeAsync(pledge, ("2026-11-01", 250_00), ("2027-02-01", 50_00))).Pledge;

        Assert.Equal(0, changed.Overdue.MinorUnits);
        Assert.Equal(["2026-11-01", "2027-02-01"], changed.Instalments.Select(part => part.DueDate));
        var yesterday = await GetAsync(pledge, "2026-10-14");
        Assert.Equal(300_00, yesterday.Overdue.MinorUnits);
        Assert.Equal(3, yesterday.Instalments.Count);
        Assert.Equal(changed, await GetAsync(pledge));

        var none = (await ChangeAsync(pledge)).Pledge;
        Assert.Empty(none.Instalments);
        Assert.Equal(3, (await GetAsync(pledge, "2026-10-14")).Instalments.Count);
    }

    [Fact]
    public async Task A_plan_adds_up_begins_with_the_pledge_and_is_not_changed_once_cancelled()
    {
        var (_, pledge) = await PlannedAsync();

        await Refused.ByAsync("INSTALMENTS_DO_NOT_ADD_UP", Change(pledge, ("2026-11-01", 299_99)), "instalments");
        await Refused.ByAsync(
            "INSTALMENT_BEFORE_PLEDGE",
            Change(pledge, ("2025-12-31", 300_00)),
            "instalments[0].due_date"
        );
        Assert.Equal(3, (await GetAsync(pledge)).Instalments.Count);
        await fund.Finance.CancelPledgeAsync(
            new CancelPledgeRequest
            {
                RequestId = NewId(),
                PledgeId = pledge.PledgeId,
                Reason = "Budget",
            }
        );
        await Refused.ByAsync("PLEDGE_CANCELLED", Change(pledge, ("2026-11-01", 300_00)));
    }

    [Fact]
    public async Task Who_records_more_than_was_promised_is_warned_of_the_part_beyond()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        var pledge = (await fund.PledgeAsync(donor, Usd(100_00), "2026-09-01")).PledgeId;

        var most = await fund.ContributeAsync(donor, Usd(70_00), "2026-09-10", pledge);
        var beyond = await fund.ContributeAsync(donor, Usd(50_00), "2026-09-11", pledge);
        var all = await fund.ContributeAsync(donor, Usd(5_00), "2026-09-12", pledge);
        var none = await fund.ContributeAsync(donor, Usd(5_00), "2026-09-12");

        Assert.Null(most.BeyondPledge);
        Assert.Equal(Usd(20_00), beyond.BeyondPledge);
        Assert.Equal(Usd(5_00), all.BeyondPledge);
        Assert.Null(none.BeyondPledge);
    }

    [Fact]
    public async Task Payments_of_one_pledge_at_the_same_moment_are_each_recorded()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        var pledge = await fund.PledgeAsync(donor, Usd(100_00), "2026-09-01");

        await Task.WhenAll(
            Enumerable.Range(0, 30).Select(_ => fund.ContributeAsync(donor, Usd(10_00), "2026-09-10", pledge.PledgeId))
        );

        Assert.Equal(Usd(200_00), (await GetAsync(pledge, "")).Overpaid);
    }

    [Fact]
    public async Task A_value_date_before_the_pledge_is_refused_with_both_dates_unless_it_is_meant()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        var pledge = await fund.PledgeAsync(donor, Usd(100_00), "2026-09-01");
        var request = new RecordContributionRequest
        {
            RequestId = NewId(),
            DonorId = donor,
            Amount = Usd(10_00),
            ValueDate = "2026-08-31",
            Channel = Channel.Bank,
            PledgeId = pledge.PledgeId,
        };

        var refusal = await Refused.ByAsync(
            "VALUE_DATE_BEFORE_PLEDGE",
            fund.Finance.RecordContributionAsync(request),
            "value_date"
        );

        Assert.Contains("2026-08-31", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("2026-09-01", refusal.Message, StringComparison.Ordinal);
        request.BeforePledge = true;
        await fund.Finance.RecordContributionAsync(request);
        Assert.Equal(90_00, (await GetAsync(pledge, "2026-09-01")).Outstanding.MinorUnits);
    }

    [Fact]
    public async Task Pledges_are_filtered_by_what_they_stood_at_and_sorted_page_by_page()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        var open = (await fund.PledgeAsync(donor, Usd(100), "2026-03-01")).PledgeId;
        var paid = (await fund.PledgeAsync(donor, Usd(100), "2026-01-01")).PledgeId;
        var latePledge = await fund.PledgeAsync(donor, DonationsFixture.Amount(100, "JPY"), "2026-02-01");
        var late = latePledge.PledgeId;
        await fund.ContributeAsync(donor, Usd(100), "2026-04-01", paid);
        await ChangeAsync(latePledge, ("2026-02-02", 100));
        fund.Clock.Advance(TimeSpan.FromDays(1));
        try
        {
            Assert.Equal([late, open], await ListAsync(donor, new() { State = PledgeState.Open }));
            Assert.Equal([paid], await ListAsync(donor, new() { State = PledgeState.Paid }));
            Assert.Equal([late], await ListAsync(donor, new() { Overdue = true }));
            Assert.Equal([late], await ListAsync(donor, new() { CurrencyCode = "JPY" }));
            Assert.Equal(
                [paid, open],
                await ListAsync(
                    donor,
                    new()
                    {
                        State = PledgeState.Open,
                        AsOf = "2026-03-31",
                        CurrencyCode = "USD",
                    }
                )
            );
            Assert.Equal([paid], await ListAsync(donor, new() { AsOf = "2026-01-31" }));
            Assert.Equal([paid, late, open], await ListAsync(donor, new() { Order = PledgeOrder.PledgedFirst }));
            Assert.Equal([open, late, paid], await ListAsync(donor, new() { Order = PledgeOrder.PledgedLast }));
        }
        finally
        {
            fund.Clock.Advance(TimeSpan.FromDays(-1));
        }
    }

    [Fact]
    public async Task The_file_has_every_pledge_with_what_it_stood_at_and_inert_texts()
    {
        var donor = (await fund.DonorAsync("=1+1 & Söhne")).DonorId;
        var pledge = await fund.PledgeAsync(donor, DonationsFixture.Amount(1_500, "KWD"), "2026-03-01", "-A1");
        await fund.ContributeAsync(donor, DonationsFixture.Amount(500, "KWD"), "2026-04-01", pledge.PledgeId);

        var rows = await Files.RowsAsync(fund.Finance.ExportPledges(new ExportPledgesRequest { DonorId = donor }));

        Assert.StartsWith("pledge_id,donor_id,donor,pledged_on,reference", rows[0], StringComparison.Ordinal);
        Assert.Equal(
            $"{pledge.PledgeId},{donor},'=1+1 & Söhne,2026-03-01,'-A1,,KWD,1.500,0.500,1.000,0.000,0.000,,,2026-10-15",
            rows[1]
        );
        Assert.Equal(["", ""], [rows[2], string.Concat(rows.Skip(3))]);
    }

    [Fact]
    public async Task A_donor_contact_sees_their_own_pledges_only()
    {
        var (own, other) = ((await fund.DonorAsync()).DonorId, (await fund.DonorAsync()).DonorId);
        var (mine, foreign) = (await fund.PledgeAsync(own, Usd(5)), await fund.PledgeAsync(other, Usd(7)));
        var contact = fund.As(TestIdentity.ContactOf(Guid.Parse(own)));

        Assert.Equal(mine, (await contact.GetPledgeAsync(new GetPledgeRequest { PledgeId = mine.PledgeId })).Pledge);
        await Refused.ByAsync(
            "NOT_FOUND",
            contact.GetPledgeAsync(new GetPledgeRequest { PledgeId = foreign.PledgeId })
        );
        await Refused.ByAsync("ROLE_MAY_NOT", contact.ChangePledgePlanAsync(new ChangePledgePlanRequest()));
        var rows = await Files.RowsAsync(contact.ExportPledges(new ExportPledgesRequest()));
        Assert.Contains(mine.PledgeId, rows[1], StringComparison.Ordinal);
        Assert.Equal(3, rows.Length);
        var thrown = await Assert.ThrowsAsync<RpcException>(() =>
            Files.RowsAsync(contact.ExportPledges(new ExportPledgesRequest { DonorId = other }))
        );
        Assert.Equal(StatusCode.NotFound, thrown.StatusCode);
        await Refused.ByAsync(
            "BEFORE_PLEDGE",
            contact.GetPledgeAsync(new GetPledgeRequest { PledgeId = mine.PledgeId, AsOf = "2026-09-30" }),
            "as_of"
        );
    }

    /// <summary>USD 300 of 1 January 2026 in three instalments: April, July and October.</summary>
    private async Task<(string Donor, Pledge Pledge)> PlannedAsync()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        var response = await fund.Finance.RecordPledgeAsync(
            new RecordPledgeRequest
            {
                RequestId = NewId(),
                DonorId = donor,
                Amount = Usd(300_00),
                PledgedOn = "2026-01-01",
                Instalments = { Part("2026-04-01", 100_00), Part("2026-07-01", 100_00), Part("2026-10-01", 100_00) },
            }
        );
        return (donor, response.Pledge);
    }

    private static PledgeInstalment Part(string due, long cents) => new() { DueDate = due, Amount = Usd(cents) };

    private async Task<ChangePledgePlanResponse> ChangeAsync(Pledge pledge, params (string Due, long Minor)[] plan) =>
        await Change(pledge, plan);

    private AsyncUnaryCall<ChangePledgePlanResponse> Change(Pledge pledge, params (string Due, long Minor)[] plan) =>
        fund.Finance.ChangePledgePlanAsync(
            new ChangePledgePlanRequest
            {
                RequestId = NewId(),
                PledgeId = pledge.PledgeId,
                Reason = "Asked for by the donor",
                Instalments =
                {
                    plan.Select(part => new PledgeInstalment
                    {
                        DueDate = part.Due,
                        Amount = DonationsFixture.Amount(part.Minor, pledge.Amount.CurrencyCode),
                    }),
                },
            }
        );

    private async Task<Pledge> GetAsync(Pledge pledge, string asOf = "") =>
        (await fund.Finance.GetPledgeAsync(new GetPledgeRequest { PledgeId = pledge.PledgeId, AsOf = asOf })).Pledge;

    /// <summary>Ids on all pages of one row each.</summary>
    private async Task<IReadOnlyList<string>> ListAsync(string donor, ListPledgesRequest request)
    {
        request.DonorId = donor;
        request.Page = new PageRequest { PageSize = 1 };
        var found = new List<string>();
        do
        {
            var page = await fund.Finance.ListPledgesAsync(request);
            found.AddRange(page.Pledges.Select(pledge => pledge.PledgeId));
            request.Page.PageToken = page.Page.NextPageToken;
        } while (request.Page.PageToken.Length > 0);

        return found;
    }

    private static string NewId() => DonationsFixture.NewId();

    private static Money Usd(long cents) => DonationsFixture.Usd(cents);
}
