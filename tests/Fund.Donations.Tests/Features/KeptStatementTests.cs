using Fund.Donations.Persistence.Statements;
using Fund.Donations.V1;
using Fund.Hosting;
using Fund.Testing;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Donations.Tests.Features;

/// <summary>A statement that was answered before is given again, and never when it would be another one now.</summary>
public sealed class KeptStatementTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    private static readonly (DateOnly From, DateOnly To) Year = (new(2026, 1, 1), new(2026, 12, 31));

    [Fact]
    public async Task The_same_question_is_answered_from_memory_until_the_donor_changes()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        await AskAsync(donor);
        var first = await KeptAsync(donor);
        Assert.NotNull(first);

        await AskAsync(donor);
        Assert.Same(first, await KeptAsync(donor));

        await fund.ContributeAsync(donor, DonationsFixture.Usd(5_00));
        Assert.Null(await KeptAsync(donor));
        Assert.Single((await AskAsync(donor)).Lines);
        Assert.NotNull(await KeptAsync(donor));
    }

    [Fact]
    public async Task Every_kind_of_change_shows_at_once()
    {
        var donor = await fund.DonorAsync();
        var id = donor.DonorId;
        await fund.PledgeAsync(id, DonationsFixture.Usd(100_00));
        await ShowsAsync(id);
        var pledge = await fund.PledgeAsync(id, DonationsFixture.Usd(70_00));
        await ShowsAsync(id);
        await fund.ContributeAsync(id, DonationsFixture.Usd(30_00), pledgeId: pledge.PledgeId);
        await ShowsAsync(id);
        await fund.Finance.CancelPledgeAsync(
            new CancelPledgeRequest
            {
                RequestId = DonationsFixture.NewId(),
                PledgeId = pledge.PledgeId,
                Reason = "Budget",
            }
        );
        await ShowsAsync(id);
        var waiting = await fund.ContributeAsync(id, DonationsFixture.Amount(100_00, "SEK"), "2026-10-02");
        await ShowsAsync(id);
        await RateAsync("10", "2026-09-01");
        await ShowsAsync(id);
        await RateAsync("8", "2026-10-01");
        await ShowsAsync(id);
        await fund.Finance.ReverseContributionAsync(
            new ReverseContributionRequest
            {
                RequestId = DonationsFixture.NewId(),
                ContributionId = waiting.ContributionId,
                Reason = "Sent back",
            }
        );
        await ShowsAsync(id);
        await GiftInKindShowsAsync(id);
        await fund.Finance.ChangeDonorAsync(Renamed(donor));
        await ShowsAsync(id);
    }

    [Fact]
    public async Task Merging_donors_and_undoing_it_shows_at_once()
    {
        var survivor = (await fund.DonorAsync("Umbrella Trust")).DonorId;
        var duplicate = (await fund.DonorAsync("Umbrella Trust Ltd")).DonorId;
        await fund.ContributeAsync(survivor, DonationsFixture.Usd(1_00));
        await fund.ContributeAsync(duplicate, DonationsFixture.Usd(2_00));
        var alone = (await ShowsAsync(survivor), await ShowsAsync(duplicate));
        var contact = TestIdentity.ContactOf(Guid.Parse(duplicate));
        await Refused.ByAsync("NOT_FOUND", Ask(survivor, contact));

        var merged = await fund.Finance.MergeDonorsAsync(
            new MergeDonorsRequest
            {
                RequestId = DonationsFixture.NewId(),
                DonorId = survivor,
                DuplicateId = duplicate,
                Reason = "The same",
            }
        );
        Assert.Equal(2, (await ShowsAsync(survivor)).Lines.Count);
        Assert.Equal(await AskAsync(survivor), await AskAsync(duplicate));
        Assert.Equal(2, (await Ask(survivor, contact)).Statement.Lines.Count);

        await fund.Finance.UndoMergeAsync(
            new UndoMergeRequest
            {
                RequestId = DonationsFixture.NewId(),
                MergeId = Assert.Single(merged.Donor.MergedFrom).MergeId,
                Reason = "Two after all",
            }
        );
        Assert.Equal(alone.Item1.Lines, (await ShowsAsync(survivor)).Lines);
        Assert.Equal(alone.Item2.Lines, (await ShowsAsync(duplicate)).Lines);
        await Refused.ByAsync("NOT_FOUND", Ask(survivor, contact));
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_every_statement_that_is_asked_for_after_it()
    {
        var donors = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            donors.Add((await fund.DonorAsync($"Busy {i}")).DonorId);
        }

        await Task.WhenAll(
            Enumerable
                .Range(0, 24)
                .Select(async giver =>
                {
                    for (var i = 0; i < 15; i++)
                    {
                        var donor = donors[(giver + i) % donors.Count];
                        var given = await fund.ContributeAsync(donor, DonationsFixture.Usd(1_00));
                        var statement = await AskAsync(donor);
                        Assert.Contains(statement.Lines, line => line.Id == given.ContributionId);
                    }
                })
        );

        foreach (var donor in donors)
        {
            await ShowsAsync(donor);
        }
    }

    [Fact]
    public async Task Languages_and_ranges_are_kept_apart_and_strangers_get_nothing()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        await fund.PledgeAsync(donor, DonationsFixture.Usd(5_00));
        var english = await AskAsync(donor);
        var request = Question(donor);
        request.Language = "fr";
        var french = (await fund.Statements(TestIdentity.Auditor).GetDonorStatementAsync(request)).Statement;

        Assert.Equal(("en", "fr"), (english.Language, french.Language));
        Assert.NotEqual(english.Lines[0].Description, french.Lines[0].Description);
        Assert.Equal(english, await AskAsync(donor));
        var contact = TestIdentity.ContactOf(Guid.Parse(donor));
        Assert.Equal(english, (await Ask(donor, contact)).Statement);
        await Refused.ByAsync("NOT_FOUND", Ask(donor, TestIdentity.ContactOf(Guid.CreateVersion7())));
        await Refused.ByAsync("NOT_FOUND", Ask(DonationsFixture.NewId(), contact));
    }

    /// <summary>The answer is what is made anew, now and when it is asked for again.</summary>
    private async Task<DonorStatement> ShowsAsync(string donor)
    {
        var anew = await fund.StatementMadeAnewAsync(donor, Year.From, Year.To);
        Assert.Equal(anew, await AskAsync(donor));
        Assert.Equal(anew, await AskAsync(donor));
        Assert.NotNull(await KeptAsync(donor));
        return anew;
    }

    private async Task GiftInKindShowsAsync(string donor)
    {
        var gift = await fund.Finance.RecordInKindGiftAsync(
            new RecordInKindGiftRequest
            {
                RequestId = DonationsFixture.NewId(),
                DonorId = donor,
                Description = "Tents",
                GivenOn = "2026-09-10",
            }
        );
        Assert.Single((await ShowsAsync(donor)).InKind);
        await fund.Finance.WithdrawInKindGiftAsync(
            new WithdrawInKindGiftRequest
            {
                RequestId = DonationsFixture.NewId(),
                InKindGiftId = gift.Gift.InKindGiftId,
                Reason = "Never came",
            }
        );
        Assert.Empty((await ShowsAsync(donor)).InKind);
    }

    private static ChangeDonorRequest Renamed(Donor donor) =>
        new()
        {
            RequestId = DonationsFixture.NewId(),
            DonorId = donor.DonorId,
            ExpectedVersion = donor.Version,
            Kind = donor.Kind,
            Name = "Ministry of Examples",
            Language = "fr",
        };

    private async Task RateAsync(string rate, string date) =>
        await fund.Rates.RecordRateAsync(
            new RecordRateRequest
            {
                RequestId = DonationsFixture.NewId(),
                CurrencyCode = "SEK",
                EffectiveDate = date,
                UnitsPerUsd = rate,
            }
        );

    /// <summary>What would be given without making it; null when it would be made.</summary>
    private async Task<GetDonorStatementResponse?> KeptAsync(string donor)
    {
        var services = fund.Service.Services;
        var id = Guid.Parse(donor);
        var edition = await services
            .GetRequiredService<DonorEditions>()
            .OfAsync(id, TestContext.Current.CancellationToken);
        return services
            .GetRequiredService<KeptStatements>()
            .Find(new StatementKey(id, Year.From, Year.To, ""), Assert.NotNull(edition));
    }

    private async Task<DonorStatement> AskAsync(string donor) =>
        (await Ask(donor, TestIdentity.FinanceOfficer)).Statement;

    private AsyncUnaryCall<GetDonorStatementResponse> Ask(string donor, Caller caller) =>
        fund.Statements(caller).GetDonorStatementAsync(Question(donor));

    private static GetDonorStatementRequest Question(string donor) =>
        new()
        {
            DonorId = donor,
            FromDate = Year.From.ToWire(),
            ToDate = Year.To.ToWire(),
        };
}
