using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Testing;
using Grpc.Core;

namespace Fund.Donations.Tests.Features;

/// <summary>Lists and files of contributions, and gifts in kind.</summary>
public sealed class ContributionListTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    [Fact]
    public async Task Contributions_are_filtered_by_date_state_channel_kind_currency_and_amount()
    {
        var donor = (await fund.DonorAsync("World Day campaign", DonorKind.Campaign)).DonorId;
        var may = await AddAsync(donor, DonationsFixture.Usd(5_00), "2026-05-10", Channel.Campaign);
        var june = await AddAsync(donor, DonationsFixture.Usd(50_00), "2026-06-10");
        var yen = await AddAsync(donor, DonationsFixture.Amount(5_000, "JPY"), "2026-07-10");
        await fund.Finance.ReverseContributionAsync(
            new ReverseContributionRequest
            {
                RequestId = DonationsFixture.NewId(),
                ContributionId = june,
                Reason = "Sent back",
            }
        );

        Assert.Equal([yen, june], await ListAsync(new() { DonorId = donor, FromDate = "2026-06-01" }));
        Assert.Equal([may], await ListAsync(new() { DonorId = donor, ToDate = "2026-05-31" }));
        Assert.Equal([june], await ListAsync(new() { DonorId = donor, State = ContributionState.Reversed }));
        Assert.Equal([yen, may], await ListAsync(new() { DonorId = donor, State = ContributionState.Counting }));
        Assert.Equal([may], await ListAsync(new() { DonorId = donor, Channel = Channel.Campaign }));
        Assert.Equal(
            [yen],
            await ListAsync(
                new()
                {
                    DonorId = donor,
                    CurrencyCode = "JPY",
                    MinMinorUnits = 5_000,
                }
            )
        );
        Assert.Empty(
            await ListAsync(
                new()
                {
                    DonorId = donor,
                    CurrencyCode = "JPY",
                    MaxMinorUnits = 4_999,
                }
            )
        );
        Assert.Equal([june], await ListAsync(new() { DonorId = donor, MinMinorUnits = 5_01 }));
        Assert.Equal([may], await ListAsync(new() { DonorId = donor, MaxMinorUnits = 5_00 }));
        Assert.Equal([yen], await ListAsync(new() { DonorId = donor, ValuationState = ValuationState.AwaitingRate }));
        Assert.Empty(await ListAsync(new() { DonorId = donor, DonorKind = DonorKind.Individual }));
        Assert.Equal(3, (await ListAsync(new() { DonorKind = DonorKind.Campaign, DonorId = donor })).Count);
    }

    [Fact]
    public async Task They_come_in_the_order_asked_for_page_by_page()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        var first = await AddAsync(donor, DonationsFixture.Usd(7_00), "2026-03-10");
        var second = await AddAsync(donor, DonationsFixture.Usd(7_00), "2026-03-10");
        var early = await AddAsync(donor, DonationsFixture.Usd(9_00), "2026-01-10");
        var waiting = await AddAsync(donor, DonationsFixture.Amount(1, "KWD"), "2026-02-10");

        Assert.Equal([waiting, early, second, first], await ListAsync(new() { DonorId = donor }));
        var byDate = await ListAsync(new() { DonorId = donor, Order = ContributionOrder.ValueDateFirst });
        Assert.Equal([early, waiting], byDate.Take(2));
        Assert.Equal(4, byDate.Distinct().Count());
        Assert.Equal(
            byDate.Reverse(),
            await ListAsync(new() { DonorId = donor, Order = ContributionOrder.ValueDateLast })
        );
        var bySize = await ListAsync(new() { DonorId = donor, Order = ContributionOrder.Largest });
        Assert.Equal((early, waiting), (bySize[0], bySize[3]));
    }

    [Fact]
    public async Task What_is_wrong_with_a_filter_is_said_at_once()
    {
        await Refused.ByAsync(
            "INVALID_FIELDS",
            fund.Finance.ListContributionsAsync(
                new ListContributionsRequest
                {
                    FromDate = "then",
                    CurrencyCode = "XXQ",
                    MinMinorUnits = -1,
                    PledgeId = "none",
                }
            ),
            "from_date",
            "currency_code",
            "min_minor_units",
            "pledge_id"
        );
        await Refused.ByAsync(
            "RANGE_REVERSED",
            fund.Finance.ListContributionsAsync(
                new ListContributionsRequest { FromDate = "2026-02-01", ToDate = "2026-01-31" }
            ),
            "to_date"
        );
        await Refused.ByAsync(
            "RANGE_REVERSED",
            fund.Finance.ListContributionsAsync(new ListContributionsRequest { MinMinorUnits = 2, MaxMinorUnits = 1 }),
            "max_minor_units"
        );
    }

    [Fact]
    public async Task The_file_has_the_same_rows_with_decimals_of_each_currency_and_inert_texts()
    {
        var donor = (await fund.DonorAsync("+Plus")).DonorId;
        var dinar = await AddAsync(donor, DonationsFixture.Amount(1_250, "KWD"), "2026-03-10");
        var yen = await AddAsync(donor, DonationsFixture.Amount(1_250, "JPY"), "2026-03-11");

        var rows = await Files.RowsAsync(
            fund.Finance.ExportContributions(new ExportContributionsRequest { DonorId = donor, ToDate = "2026-03-31" })
        );

        Assert.StartsWith($"{yen},{donor},'+Plus,2026-03-11,JPY,1250,Bank,", rows[1], StringComparison.Ordinal);
        Assert.StartsWith($"{dinar},{donor},'+Plus,2026-03-10,KWD,1.250,Bank,", rows[2], StringComparison.Ordinal);
        Assert.Equal(4, rows.Length);
        var own = fund.As(TestIdentity.ContactOf(Guid.Parse(donor)));
        Assert.Equal(4, (await Files.RowsAsync(own.ExportContributions(new ExportContributionsRequest()))).Length);
        var stranger = fund.As(TestIdentity.ContactOf(Guid.CreateVersion7()));
        var thrown = await Assert.ThrowsAsync<RpcException>(() =>
            Files.RowsAsync(stranger.ExportContributions(new ExportContributionsRequest { DonorId = donor }))
        );
        Assert.Equal(StatusCode.NotFound, thrown.StatusCode);
    }

    [Fact]
    public async Task A_gift_in_kind_is_shown_and_counts_nowhere_as_money()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        var before = await fund.PositionAsync();
        var entries = await fund.Database.ScalarAsync<long>("select count(*) from ledger_entries");

        var gift = (await fund.Finance.RecordInKindGiftAsync(InKind(donor))).Gift;

        Assert.Equal(before, await fund.PositionAsync());
        Assert.Equal(entries, await fund.Database.ScalarAsync<long>("select count(*) from ledger_entries"));
        Assert.Empty(await ListAsync(new() { DonorId = donor }));
        Assert.Equal([gift], await InKindAsync(donor));
        var statement = await StatementAsync(donor, "2026-09-01", "2026-09-30");
        Assert.Equal([gift], statement.InKind);
        Assert.Equal((0L, 0), (statement.ContributedUsd.MinorUnits, statement.Lines.Count));
        Assert.Empty((await StatementAsync(donor, "2026-10-01", "2026-10-31")).InKind);

        var withdraw = new WithdrawInKindGiftRequest
        {
            RequestId = DonationsFixture.NewId(),
            InKindGiftId = gift.InKindGiftId,
            Reason = "Never came",
        };
        Assert.True((await fund.Finance.WithdrawInKindGiftAsync(withdraw)).Gift.Withdrawn);
        Assert.True(Assert.Single(await InKindAsync(donor)).Withdrawn);
        Assert.Empty((await StatementAsync(donor, "2026-09-01", "2026-09-30")).InKind);
        withdraw.RequestId = DonationsFixture.NewId();
        await Refused.ByAsync("IN_KIND_WITHDRAWN", fund.Finance.WithdrawInKindGiftAsync(withdraw));
    }

    [Fact]
    public async Task What_is_wrong_with_a_gift_in_kind_is_said_at_once_and_others_do_not_see_it()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        var request = InKind("nobody");
        request.Description = "";
        request.EstimatedValue = DonationsFixture.Usd(0);
        request.GivenOn = "2026-10-16";
        await Refused.ByAsync(
            "INVALID_FIELDS",
            fund.Finance.RecordInKindGiftAsync(request),
            "donor_id",
            "description",
            "estimated_value",
            "given_on"
        );
        await Refused.ByAsync("NOT_FOUND", fund.Finance.RecordInKindGiftAsync(InKind(DonationsFixture.NewId())));
        var stranger = fund.As(TestIdentity.ContactOf(Guid.CreateVersion7()));
        await Refused.ByAsync(
            "NOT_FOUND",
            stranger.ListInKindGiftsAsync(new ListInKindGiftsRequest { DonorId = donor })
        );
        await Refused.ByAsync("ROLE_MAY_NOT", stranger.RecordInKindGiftAsync(InKind(donor)));
    }

    private static RecordInKindGiftRequest InKind(string donor) =>
        new()
        {
            RequestId = DonationsFixture.NewId(),
            DonorId = donor,
            Description = "Conference rooms for two days",
            EstimatedValue = DonationsFixture.Amount(4_500, "KWD"),
            GivenOn = "2026-09-15",
        };

    private async Task<IReadOnlyList<InKindGift>> InKindAsync(string donor) =>
        (await fund.Finance.ListInKindGiftsAsync(new ListInKindGiftsRequest { DonorId = donor })).Gifts;

    /// <summary>Records one, a moment after the one before.</summary>
    private async Task<string> AddAsync(string donor, Money amount, string date, Channel channel = Channel.Bank)
    {
        fund.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var response = await fund.Finance.RecordContributionAsync(
            new RecordContributionRequest
            {
                RequestId = DonationsFixture.NewId(),
                DonorId = donor,
                Amount = amount,
                ValueDate = date,
                Channel = channel,
            }
        );
        return response.Contribution.ContributionId;
    }

    private async Task<IReadOnlyList<string>> ListAsync(ListContributionsRequest request)
    {
        request.Page = new PageRequest { PageSize = 2 };
        var found = new List<string>();
        do
        {
            var page = await fund.Finance.ListContributionsAsync(request);
            found.AddRange(page.Contributions.Select(row => row.ContributionId));
            request.Page.PageToken = page.Page.NextPageToken;
        } while (request.Page.PageToken.Length > 0);

        return found;
    }

    private async Task<DonorStatement> StatementAsync(string donor, string from, string to) =>
        (
            await fund.Statements(TestIdentity.FinanceOfficer)
                .GetDonorStatementAsync(
                    new GetDonorStatementRequest
                    {
                        DonorId = donor,
                        FromDate = from,
                        ToDate = to,
                    }
                )
        ).Statement;
}
