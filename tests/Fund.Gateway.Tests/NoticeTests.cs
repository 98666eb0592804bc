using System.Text.Json.Nodes;
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
        await gateway.Service.HearsEventsAsync();
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
        Assert.Single(await ListAsync(finance, $"?donorId={donor:D}&kind=contributionRecorded"));
        Assert.Equal(0, await CountAsync(stranger));
        Assert.Equal(0, await CountAsync(reviewer));
        var trustee = await gateway.TokenAsync(Role.Trustee);
        Assert.Equal(403, (await gateway.SendAsync(HttpMethod.Get, "/api/v1/notices", trustee)).Status);
    }

    [Fact]
    public async Task Due_instalments_and_ready_statements_are_notices_that_each_account_reads_for_itself()
    {
        var donor = Guid.CreateVersion7();
        var (due, overdue, statement) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var pledge = Guid.CreateVersion7();
        await gateway.Service.HearsEventsAsync();
        var bus = gateway.Service.Services.GetRequiredService<IBus>();
        var token = TestContext.Current.CancellationToken;
        var date = new DateOnly(2026, 11, 20);
        await bus.Publish(new PledgeInstalmentCameDue(due, pledge, donor, 2, date, Overdue: false), token);
        await bus.Publish(new PledgeInstalmentCameDue(overdue, pledge, donor, 2, date, Overdue: true), token);
        await bus.Publish(new PledgeInstalmentCameDue(overdue, pledge, donor, 2, date, Overdue: true), token);
        await bus.Publish(
            new StatementBecameReady(
                statement,
                donor,
                "S-2026-000017",
                new DateOnly(2025, 1, 1),
                new DateOnly(2025, 12, 31)
            ),
            token
        );
        var contact = await gateway.TokenAsync(Role.DonorContact, donor: donor);
        var other = await gateway.TokenAsync(Role.DonorContact, donor: donor);
        var stranger = await gateway.TokenAsync(Role.DonorContact, donor: Guid.CreateVersion7());
        await Eventually.EqualAsync(3, () => CountAsync(contact), "three notices were there");

        var kinds = (await ListAsync(contact, "")).Select(notice => notice!["kind"]!.GetValue<string>());
        Assert.Equal(["instalmentDue", "instalmentOverdue", "statementReady"], kinds.Order());
        var overdueNotice = Assert.Single(await ListAsync(contact, "?kind=instalmentOverdue"))!;
        Assert.Equal(pledge.ToString("D"), overdueNotice["pledgeId"]!.GetValue<string>());
        Assert.Equal("2026-11-20", overdueNotice["dueDate"]!.GetValue<string>());
        Assert.Null(overdueNotice["amount"]);

        Assert.Equal(200, await MarkAsync(contact, overdue, true));
        Assert.Equal(200, await MarkAsync(contact, overdue, true));
        Assert.Equal(2, (await ListAsync(contact, "?unreadOnly=true")).Count);
        Assert.Equal(3, (await ListAsync(other, "?unreadOnly=true")).Count);
        Assert.Equal(200, await MarkAsync(contact, overdue, false));
        Assert.Equal(3, (await ListAsync(contact, "?unreadOnly=true")).Count);
        Assert.Equal(404, await MarkAsync(stranger, overdue, true));
        Assert.Empty(await ListAsync(stranger, $"?donorId={donor:D}"));
    }

    [Fact]
    public async Task What_happens_in_a_call_is_told_to_the_organisation_or_the_reviewer_it_concerns_only()
    {
        var (organisation, call) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (reviewer, _) = await gateway.AccountAsync(Role.Reviewer);
        var token = TestContext.Current.CancellationToken;
        await gateway.Service.HearsEventsAsync();
        var bus = gateway.Service.Services.GetRequiredService<IBus>();
        var asked = new ClarificationPublished(Guid.CreateVersion7(), Guid.CreateVersion7(), call, organisation);
        await bus.Publish(asked, token);
        await bus.Publish(asked, token);
        await bus.Publish(
            new CallDeadlineExtended(
                Guid.CreateVersion7(),
                call,
                organisation,
                new(2026, 12, 24, 0, 0, 0, TimeSpan.Zero)
            ),
            token
        );
        await bus.Publish(
            new DecisionLetterSent(
                Guid.CreateVersion7(),
                Guid.CreateVersion7(),
                call,
                Guid.CreateVersion7(),
                organisation
            ),
            token
        );
        await bus.Publish(
            new ReviewBecameLate(
                Guid.CreateVersion7(),
                Guid.CreateVersion7(),
                call,
                reviewer.Id,
                new DateOnly(2026, 12, 1)
            ),
            token
        );
        await bus.Publish(
            new ReviewDayCameNear(
                Guid.CreateVersion7(),
                Guid.CreateVersion7(),
                call,
                reviewer.Id,
                new DateOnly(2026, 12, 1)
            ),
            token
        );
        var member = await gateway.TokenAsync(Role.OrganisationMember, organisation: organisation);
        var stranger = await gateway.TokenAsync(Role.OrganisationMember, organisation: Guid.CreateVersion7());
        var late = await gateway.TokenAsync(reviewer.Id, TimeProvider.System.GetUtcNow());
        var finance = await gateway.TokenAsync(Role.FinanceOfficer);
        await Eventually.EqualAsync(3, () => CountAsync(member), "the organisation was told");
        await Eventually.EqualAsync(2, () => CountAsync(late), "the reviewer was told");

        Assert.Single(await ListAsync(member, "?kind=clarificationPublished"));
        Assert.Single(await ListAsync(member, "?kind=deadlineExtended"));
        Assert.Single(await ListAsync(late, "?kind=reviewDue"));
        var reminder = Assert.Single(await ListAsync(late, "?kind=reviewLate"))!;
        Assert.Equal("reviewLate", reminder["kind"]!.GetValue<string>());
        Assert.Equal("2026-12-01", reminder["dueDate"]!.GetValue<string>());
        Assert.Equal(0, await CountAsync(stranger));
        Assert.DoesNotContain(
            await ListAsync(finance, ""),
            notice => notice!["callId"]?.GetValue<string>() == call.ToString("D")
        );
        Assert.Equal(404, await MarkAsync(stranger, asked.NoticeId, true));
        Assert.Equal(200, await MarkAsync(member, asked.NoticeId, true));
    }

    [Fact]
    public async Task Contacts_of_merged_donors_see_the_notices_of_both_until_the_merge_is_undone()
    {
        var (survivor, duplicate, third) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var token = TestContext.Current.CancellationToken;
        await gateway.Service.HearsEventsAsync();
        var bus = gateway.Service.Services.GetRequiredService<IBus>();
        var old = await StatementAsync(bus, duplicate);
        await StatementAsync(bus, third);
        var ofDuplicate = await gateway.TokenAsync(Role.DonorContact, donor: duplicate);
        var ofSurvivor = await gateway.TokenAsync(Role.DonorContact, donor: survivor);
        var ofThird = await gateway.TokenAsync(Role.DonorContact, donor: third);
        var finance = await gateway.TokenAsync(Role.FinanceOfficer);
        var stranger = await gateway.TokenAsync(Role.DonorContact, donor: Guid.CreateVersion7());
        await Eventually.EqualAsync(1, () => CountAsync(ofThird), "the notice of the third donor");

        await bus.Publish(new DonorsMerged(first, survivor, duplicate), token);
        await bus.Publish(new DonorsMerged(second, third, survivor), token);
        await StatementAsync(bus, survivor);

        foreach (var contact in new[] { ofDuplicate, ofSurvivor, ofThird })
        {
            await Eventually.EqualAsync(3, () => CountAsync(contact), "the notices of all three ids");
        }

        Assert.Equal(3, (await ListAsync(finance, $"?donorId={duplicate:D}")).Count);
        Assert.Equal(0, await CountAsync(stranger));
        Assert.Equal(200, await MarkAsync(ofThird, old, true));

        await bus.Publish(new DonorMergeUndone(second, third, survivor), token);

        await Eventually.EqualAsync(1, () => CountAsync(ofThird), "the notice of its own");
        Assert.Equal(2, await CountAsync(ofDuplicate));
        Assert.Equal(404, await MarkAsync(ofThird, old, true));
    }

    [Fact]
    public async Task A_merge_that_is_heard_of_after_its_undoing_holds_no_more()
    {
        var (survivor, duplicate, merge) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var token = TestContext.Current.CancellationToken;
        await gateway.Service.HearsEventsAsync();
        var bus = gateway.Service.Services.GetRequiredService<IBus>();
        await bus.Publish(new DonorMergeUndone(merge, survivor, duplicate), token);
        await Eventually.EqualAsync(1L, () => KnownAsync(merge), "the undoing");

        await bus.Publish(new DonorsMerged(merge, survivor, duplicate), token);
        await StatementAsync(bus, duplicate);

        var ofDuplicate = await gateway.TokenAsync(Role.DonorContact, donor: duplicate);
        var ofSurvivor = await gateway.TokenAsync(Role.DonorContact, donor: survivor);
        await Eventually.EqualAsync(1, () => CountAsync(ofDuplicate), "the notice");
        await Eventually.EqualAsync(0u, () => gateway.Broker.CountAsync("gateway.donors-merged"), "the late merge");
        Assert.Equal(0, await CountAsync(ofSurvivor));
    }

    private Task<long> KnownAsync(Guid merge) =>
        gateway.Database.ScalarAsync<long>($"select count(*) from donor_merges where merge_id = '{merge:D}'");

    private static async Task<Guid> StatementAsync(IBus bus, Guid donor)
    {
        var notice = Guid.CreateVersion7();
        var year = (First: new DateOnly(2025, 1, 1), Last: new DateOnly(2025, 12, 31));
        await bus.Publish(
            new StatementBecameReady(notice, donor, "S-2026-000018", year.First, year.Last),
            TestContext.Current.CancellationToken
        );
        return notice;
    }

    private async Task<JsonArray> ListAsync(string token, string query) =>
        (await gateway.SendAsync(HttpMethod.Get, "/api/v1/notices" + query, token)).Json["items"]!.AsArray();

    private async Task<int> MarkAsync(string token, Guid notice, bool read) =>
        (
            await gateway.SendAsync(
                HttpMethod.Put,
                $"/api/v1/notices/{notice:D}/mark",
                token,
                $"{{\"read\":{(read ? "true" : "false")}}}"
            )
        ).Status;

    private async Task<int> CountAsync(string token) =>
        (await gateway.SendAsync(HttpMethod.Get, "/api/v1/notices", token)).Json["items"]!.AsArray().Count;
}
