using Fund.Donations.V1;
using Fund.Hosting;
using Fund.Testing;
using Grpc.Core;

namespace Fund.Donations.Tests.Features;

/// <summary>Duplicates become one donor, and two again.</summary>
public sealed class DonorMergeTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    [Fact]
    public async Task Everything_of_the_duplicate_follows_and_its_id_answers_with_the_survivor()
    {
        var (survivor, duplicate) = await PairAsync();
        var pledge = await fund.PledgeAsync(duplicate, DonationsFixture.Usd(100_00), "2026-09-01");
        var paid = await fund.ContributeAsync(duplicate, DonationsFixture.Usd(40_00), "2026-09-10", pledge.PledgeId);
        await fund.ContributeAsync(survivor, DonationsFixture.Usd(5_00), "2026-09-11");
        await StatementAsync(duplicate);
        var before = await fund.PositionAsync();
        var entries = await fund.Database.ScalarAsync<long>("select count(*) from ledger_entries");

        var merged = (await MergeAsync(survivor, duplicate)).Donor;

        Assert.Equal(survivor, merged.DonorId);
        var from = Assert.Single(merged.MergedFrom);
        Assert.Equal((duplicate, "Umbrella Trust Ltd", "The same"), (from.DonorId, from.Name, from.Reason));
        Assert.Equal(merged, await GetAsync(duplicate));
        Assert.Equal(merged, await GetAsync(survivor));
        Assert.Equal(survivor, (await ContributionAsync(paid.ContributionId)).DonorId);
        Assert.Equal(2, (await ContributionsAsync(survivor)).Count);
        Assert.Equal(2, (await ContributionsAsync(duplicate)).Count);
        var pledges = await fund.Finance.ListPledgesAsync(new ListPledgesRequest { DonorId = survivor });
        Assert.Equal(60_00, Assert.Single(pledges.Pledges).Outstanding.MinorUnits);
        Assert.Equal(45_00, (await StatementAsync(survivor)).ContributedUsd.MinorUnits);
        Assert.Equal(45_00, (await StatementAsync(duplicate)).ContributedUsd.MinorUnits);
        Assert.Equal(before, await fund.PositionAsync());
        Assert.Equal(entries, await fund.Database.ScalarAsync<long>("select count(*) from ledger_entries"));
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_contact_of_the_duplicate_acts_for_the_survivor_and_for_nobody_else()
    {
        var (survivor, duplicate) = await PairAsync();
        var other = (await fund.DonorAsync("Somebody else")).DonorId;
        var contribution = await fund.ContributeAsync(survivor, DonationsFixture.Usd(5_00));
        var contact = fund.As(TestIdentity.ContactOf(Guid.Parse(duplicate)));
        await Refused.ByAsync("NOT_FOUND", contact.GetDonorAsync(new GetDonorRequest { DonorId = survivor }));

        await MergeAsync(survivor, duplicate);

        var seen = (await contact.GetDonorAsync(new GetDonorRequest { DonorId = survivor })).Donor;
        Assert.Empty(seen.MergedFrom);
        Assert.Equal(seen, (await contact.GetDonorAsync(new GetDonorRequest { DonorId = duplicate })).Donor);
        Assert.Single((await contact.ListContributionsAsync(new ListContributionsRequest())).Contributions);
        await contact.GetContributionAsync(new GetContributionRequest { ContributionId = contribution.ContributionId });
        await Refused.ByAsync("NOT_FOUND", contact.GetDonorAsync(new GetDonorRequest { DonorId = other }));
        await Refused.ByAsync("NOT_FOUND", contact.ListPledgesAsync(new ListPledgesRequest { DonorId = other }));
    }

    [Fact]
    public async Task Nothing_more_is_recorded_for_a_merged_donor_and_the_refusal_names_the_survivor()
    {
        var (survivor, duplicate) = await PairAsync();
        await fund.ContributeAsync(duplicate, DonationsFixture.Usd(5_00));
        await MergeAsync(survivor, duplicate);

        var refusal = await Refused.ByAsync(
            "DONOR_MERGED",
            fund.Finance.RecordContributionAsync(
                new RecordContributionRequest
                {
                    RequestId = DonationsFixture.NewId(),
                    DonorId = duplicate,
                    Amount = DonationsFixture.Usd(1),
                    ValueDate = "2026-10-10",
                    Channel = Channel.Bank,
                }
            ),
            "donor_id"
        );

        Assert.Equal(survivor, refusal.Facts["survivor_id"]);
        await Refused.ByAsync(
            "DONOR_MERGED",
            fund.Finance.RecordPledgeAsync(
                new RecordPledgeRequest
                {
                    RequestId = DonationsFixture.NewId(),
                    DonorId = duplicate,
                    Amount = DonationsFixture.Usd(1),
                    PledgedOn = "2026-10-10",
                }
            )
        );
    }

    [Fact]
    public async Task A_merge_that_makes_no_sense_is_refused()
    {
        var (survivor, duplicate) = await PairAsync();
        var austria = (await fund.DonorAsync("Austria", DonorKind.MemberState)).DonorId;
        var france = (
            await fund.Finance.RegisterDonorAsync(
                new RegisterDonorRequest
                {
                    RequestId = DonationsFixture.NewId(),
                    Kind = DonorKind.MemberState,
                    Name = "France",
                    CountryCode = "FR",
                }
            )
        ).Donor.DonorId;

        await Refused.ByAsync("MERGE_INTO_ITSELF", Merge(survivor, survivor), "duplicate_id");
        await Refused.ByAsync("DIFFERENT_MEMBER_STATES", Merge(austria, france));
        await Refused.ByAsync("NOT_FOUND", Merge(survivor, DonationsFixture.NewId()));
        await MergeAsync(survivor, duplicate);
        await Refused.ByAsync("DONOR_MERGED", Merge(survivor, duplicate), "duplicate_id");
        await Refused.ByAsync("DONOR_MERGED", Merge(duplicate, austria), "donor_id");
        var own = fund.As(TestIdentity.ContactOf(Guid.Parse(survivor)));
        await Refused.ByAsync("ROLE_MAY_NOT", own.MergeDonorsAsync(new MergeDonorsRequest()));
    }

    [Fact]
    public async Task Shares_of_one_award_are_added_up_and_given_back()
    {
        var (survivor, duplicate) = await PairAsync();
        var (call, award) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await fund.Database.ExecuteAsync(
            $"""
            insert into reservations values ('{call}', 1000, 1000, 0, now(), null);
            insert into awards values ('{award}', '{call}', 1000, 0, '2026-10-01', now(), 5000, now());
            insert into award_shares values ('{award}', '{survivor}', 300, 3000), ('{award}', '{duplicate}', 200, 2000);
            """
        );

        var merged = (await MergeAsync(survivor, duplicate)).Donor;
        var together = await SharesAsync(award);
        await UndoAsync(merged.MergedFrom[0].MergeId);

        Assert.Equal($"{survivor} 500 5000", together);
        Assert.Equal(
            string.Join(',', new[] { $"{survivor} 300 3000", $"{duplicate} 200 2000" }.Order(StringComparer.Ordinal)),
            await SharesAsync(award)
        );
    }

    [Fact]
    public async Task An_undone_merge_gives_back_what_moved_and_nothing_else()
    {
        var (survivor, duplicate) = await PairAsync();
        var pledge = await fund.PledgeAsync(duplicate, DonationsFixture.Usd(100_00), "2026-09-01");
        await fund.ContributeAsync(duplicate, DonationsFixture.Usd(40_00), "2026-09-10", pledge.PledgeId);
        var before = await StatementAsync(duplicate);
        var number = before.Number;
        var merged = (await MergeAsync(survivor, duplicate)).Donor;
        await fund.ContributeAsync(survivor, DonationsFixture.Usd(7_00), "2026-09-12");

        var donor = (await UndoAsync(merged.MergedFrom[0].MergeId)).Donor;

        Assert.Equal(duplicate, donor.DonorId);
        Assert.Empty((await GetAsync(survivor)).MergedFrom);
        Assert.Equal(before.Lines, (await StatementAsync(duplicate)).Lines);
        Assert.Equal(number, (await StatementAsync(duplicate)).Number);
        Assert.Equal(7_00, (await StatementAsync(survivor)).ContributedUsd.MinorUnits);
        await fund.ContributeAsync(duplicate, DonationsFixture.Usd(1_00), "2026-09-13", pledge.PledgeId);
        await Refused.ByAsync("MERGE_UNDONE", Undo(merged.MergedFrom[0].MergeId));
        await MergeAsync(survivor, duplicate);
        Assert.Equal(3, (await ContributionsAsync(survivor)).Count);
    }

    [Fact]
    public async Task A_merge_is_not_undone_once_something_newer_builds_on_it()
    {
        var (survivor, duplicate) = await PairAsync();
        var pledge = await fund.PledgeAsync(duplicate, DonationsFixture.Usd(100_00), "2026-09-01");
        var merge = (await MergeAsync(survivor, duplicate)).Donor.MergedFrom[0].MergeId;
        var payment = await fund.ContributeAsync(survivor, DonationsFixture.Usd(40_00), "2026-09-10", pledge.PledgeId);

        var refusal = await Refused.ByAsync("MERGE_CONTRADICTED", Undo(merge));

        Assert.Contains(payment.ContributionId, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(survivor, (await GetAsync(duplicate)).DonorId);
        var third = (await fund.DonorAsync("Third")).DonorId;
        await MergeAsync(third, survivor);
        Assert.Equal(third, (await GetAsync(duplicate)).DonorId);
        Assert.Contains(
            "undo that first",
            (await Refused.ByAsync("MERGE_CONTRADICTED", Undo(merge))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Payments_that_come_while_donors_are_merged_are_recorded_for_the_survivor_or_refused()
    {
        var (survivor, duplicate) = await PairAsync();
        var recording = Task.WhenAll(
            Enumerable
                .Range(0, 60)
                .Select(async i =>
                {
                    await Task.Delay(i * 3);
                    try
                    {
                        await fund.ContributeAsync(duplicate, DonationsFixture.Usd(1_00));
                        return 1;
                    }
                    catch (RpcException e) when (e.ToRefusal()?.Reason == "DONOR_MERGED")
                    {
                        return 0;
                    }
                })
        );
        await Task.Delay(60);

        await MergeAsync(survivor, duplicate);

        var recorded = (await recording).Sum();
        Assert.Equal((recorded, 0L), ((int)await CountAsync(survivor), await CountAsync(duplicate)));
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_merge_and_its_undoing_are_told_once_each()
    {
        var (survivor, duplicate) = await PairAsync();
        var (merges, undoings) = (await ToldAsync("donors-merged"), await ToldAsync("donor-merge-undone"));

        var merge = (await MergeAsync(survivor, duplicate)).Donor.MergedFrom[0].MergeId;
        await Eventually.EqualAsync(merges + 1, () => ToldAsync("donors-merged"), "the merge");
        await UndoAsync(merge);

        await Eventually.EqualAsync(undoings + 1, () => ToldAsync("donor-merge-undone"), "the undoing");
        Assert.Equal(merges + 1, await ToldAsync("donors-merged"));
    }

    /// <summary>Nobody hears them here, so they stay in the gateway's queue.</summary>
    private async Task<uint> ToldAsync(string queue)
    {
        await Eventually.EqualAsync(
            0L,
            () => fund.Database.ScalarAsync<long>("select count(*) from outbox"),
            "the outbox"
        );
        return await fund.Broker.CountAsync("gateway." + queue);
    }

    private async Task<(string Survivor, string Duplicate)> PairAsync() =>
        ((await fund.DonorAsync("Umbrella Trust")).DonorId, (await fund.DonorAsync("Umbrella Trust Ltd")).DonorId);

    private Task<long> CountAsync(string donor) =>
        fund.Database.ScalarAsync<long>($"select count(*) from contributions where donor_id = '{donor}'");

    private Task<string> SharesAsync(Guid award) =>
        fund.Database.ScalarAsync<string>(
            $"""
            select string_agg(donor_id || ' ' || share_cents || ' ' || share_basis_points, ',' order by donor_id::text)
            from award_shares where award_id = '{award}'
            """
        );

    private async Task<MergeDonorsResponse> MergeAsync(string survivor, string duplicate) =>
        await Merge(survivor, duplicate);

    private AsyncUnaryCall<MergeDonorsResponse> Merge(string survivor, string duplicate) =>
        fund.Finance.MergeDonorsAsync(
            new MergeDonorsRequest
            {
                RequestId = DonationsFixture.NewId(),
                DonorId = survivor,
                DuplicateId = duplicate,
                Reason = "The same",
            }
        );

    private async Task<UndoMergeResponse> UndoAsync(string merge) => await Undo(merge);

    private AsyncUnaryCall<UndoMergeResponse> Undo(string merge) =>
        fund.Finance.UndoMergeAsync(
            new UndoMergeRequest
            {
                RequestId = DonationsFixture.NewId(),
                MergeId = merge,
                Reason = "Two after all",
            }
        );

    private async Task<Donor> GetAsync(string id) =>
        (await fund.Finance.GetDonorAsync(new GetDonorRequest { DonorId = id })).Donor;

    private async Task<Contribution> ContributionAsync(string id) =>
        (await fund.Finance.GetContributionAsync(new GetContributionRequest { ContributionId = id })).Contribution;

    private async Task<IReadOnlyList<Contribution>> ContributionsAsync(string donor) =>
        (await fund.Finance.ListContributionsAsync(new ListContributionsRequest { DonorId = donor })).Contributions;

    private async Task<DonorStatement> StatementAsync(string donor) =>
        (
            await fund.Statements(TestIdentity.FinanceOfficer)
                .GetDonorStatementAsync(
                    new GetDonorStatementRequest
                    {
                        DonorId = donor,
                        FromDate = "2026-09-01",
                        ToDate = "2026-09-30",
                    }
                )
        ).Statement;
}
