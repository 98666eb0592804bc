using Fund.Common.V1;
using Fund.Donations.V1;
using Grpc.Core;
using Money = Fund.Common.V1.Money;

namespace Fund.Donations.Tests.Features;

public sealed class RecordContributionTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    [Fact]
    public async Task A_contribution_in_dollars_counts_at_once_and_sets_its_support_costs_aside()
    {
        var before = await fund.PositionAsync();
        var donor = await fund.DonorAsync();

        var contribution = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(113_00));

        var after = await fund.PositionAsync();
        Assert.Equal(ValuationState.Valued, contribution.ValuationState);
        Assert.Equal("1", contribution.Rate);
        Assert.Equal(113_00, after.Received.MinorUnits - before.Received.MinorUnits);
        Assert.Equal(13_00, after.ProgrammeSupportCosts.MinorUnits - before.ProgrammeSupportCosts.MinorUnits);
        Assert.Equal(100_00, after.Available.MinorUnits - before.Available.MinorUnits);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task It_is_read_back_as_it_was_answered_and_its_ledger_entries_name_it()
    {
        var donor = await fund.DonorAsync();
        var contribution = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(113_00));

        var seen = await fund.Finance.GetContributionAsync(
            new GetContributionRequest { ContributionId = contribution.ContributionId }
        );
        var entries = await fund.Ledger.ListLedgerEntriesAsync(
            new ListLedgerEntriesRequest { CauseId = contribution.ContributionId }
        );

        Assert.Equal(contribution, seen.Contribution);
        Assert.Equal(
            [("appropriated", 13_00L), ("bank", 113_00L), ("received", -113_00L), ("support_costs_set_aside", -13_00L)],
            entries.Entries.Select(entry => (entry.Account, entry.Amount.MinorUnits)).Order()
        );
    }

    [Fact]
    public async Task The_same_request_again_replays_the_answer_and_books_nothing()
    {
        var request = await RequestAsync();
        var first = await fund.Finance.RecordContributionAsync(request);

        var second = await fund.Finance.RecordContributionAsync(request);

        Assert.Equal(first, second);
        Assert.Single((await OfAsync(request.DonorId)).Contributions);
    }

    [Fact]
    public async Task The_same_request_id_with_another_amount_is_refused()
    {
        var request = await RequestAsync();
        await fund.Finance.RecordContributionAsync(request);
        request.Amount = DonationsFixture.Usd(2);

        await Refused.ByAsync("REQUEST_ID_REUSED", fund.Finance.RecordContributionAsync(request));
    }

    [Fact]
    public async Task A_thousand_identical_requests_at_once_book_one_contribution()
    {
        var request = await RequestAsync();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 1000).Select(_ => fund.Finance.RecordContributionAsync(request).ResponseAsync)
        );

        Assert.Single(answers.Distinct());
        Assert.Single((await OfAsync(request.DonorId)).Contributions);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task Of_many_at_once_the_wrong_ones_are_refused_and_the_others_booked()
    {
        var donor = await fund.DonorAsync();
        var cancelled = await fund.PledgeAsync(donor.DonorId, DonationsFixture.Usd(100));
        await fund.Finance.CancelPledgeAsync(
            new CancelPledgeRequest
            {
                RequestId = DonationsFixture.NewId(),
                PledgeId = cancelled.PledgeId,
                Reason = "Withdrawn",
            }
        );
        var requests = new List<RecordContributionRequest>();
        for (var i = 0; i < 200; i++)
        {
            var request = Request(donor.DonorId, DonationsFixture.Usd(100 + i));
            request.PledgeId = i % 10 == 0 ? cancelled.PledgeId : "";
            request.DonorId = i % 10 == 5 ? DonationsFixture.NewId() : donor.DonorId;
            requests.Add(request);
        }

        var outcomes = await Task.WhenAll(requests.Select(OutcomeAsync));

        Assert.Equal(20, outcomes.Count(reason => reason == "PLEDGE_CANCELLED"));
        Assert.Equal(20, outcomes.Count(reason => reason == "NOT_FOUND"));
        Assert.Equal(160, outcomes.Count(reason => reason == ""));
        Assert.Equal(160, await CountAsync(donor.DonorId));
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task Every_contribution_tells_others_of_itself_once()
    {
        var donor = await fund.DonorAsync();
        await Task.WhenAll(
            Enumerable.Range(0, 50).Select(i => fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(1 + i)))
        );

        await Fund.Testing.Eventually.EqualAsync(
            0L,
            () => fund.Database.ScalarAsync<long>("select count(*) from outbox"),
            "the outbox"
        );
        Assert.True(await fund.Broker.CountAsync("gateway.contribution-recorded") >= 50);
    }

    public static TheoryData<string, Action<RecordContributionRequest>, string[]> WrongRequests { get; } =
        new()
        {
            { "REQUIRED", request => request.DonorId = "", ["donor_id"] },
            { "NOT_AN_ID", request => request.DonorId = "7", ["donor_id"] },
            { "NOT_FOUND", request => request.DonorId = DonationsFixture.NewId(), [] },
            { "REQUIRED", request => request.Amount = null, ["amount"] },
            { "NOT_POSITIVE", request => request.Amount = DonationsFixture.Usd(0), ["amount"] },
            { "NOT_POSITIVE", request => request.Amount = DonationsFixture.Usd(-1), ["amount"] },
            { "AMOUNT_TOO_LARGE", request => request.Amount = DonationsFixture.Usd(long.MaxValue), ["amount"] },
            {
                "UNKNOWN_CURRENCY",
                request => request.Amount = DonationsFixture.Amount(1, "XAU"),
                ["amount.currency_code"]
            },
            { "REQUIRED", request => request.ValueDate = "", ["value_date"] },
            { "NOT_A_DATE", request => request.ValueDate = "15.10.2026", ["value_date"] },
            { "DATE_IN_FUTURE", request => request.ValueDate = "2026-10-16", ["value_date"] },
            { "REQUIRED", request => request.Channel = Channel.Unspecified, ["channel"] },
            { "INVALID_FIELD", request => request.Channel = (Channel)9, ["channel"] },
            { "NOT_AN_ID", request => request.PledgeId = "x", ["pledge_id"] },
            { "TOO_LONG", request => request.Earmark = new string('x', 501), ["earmark"] },
            { "REQUIRED", request => request.RequestId = "", ["request_id"] },
            { "TOO_LONG", request => request.RequestId = new string('x', 101), ["request_id"] },
        };

    [Theory]
    [MemberData(nameof(WrongRequests), DisableDiscoveryEnumeration = true)]
    public async Task What_is_wrong_is_refused_with_its_field_and_books_nothing(
        string reason,
        Action<RecordContributionRequest> spoil,
        string[] fields
    )
    {
        var request = await RequestAsync();
        var donorId = request.DonorId;
        spoil(request);

        await Refused.ByAsync(reason, fund.Finance.RecordContributionAsync(request), fields);

        Assert.Empty((await OfAsync(donorId)).Contributions);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once() =>
        await Refused.ByAsync(
            "INVALID_FIELDS",
            fund.Finance.RecordContributionAsync(
                new RecordContributionRequest { RequestId = DonationsFixture.NewId(), PledgeId = "?" }
            ),
            "donor_id",
            "amount",
            "value_date",
            "channel",
            "pledge_id"
        );

    private async Task<string> OutcomeAsync(RecordContributionRequest request)
    {
        try
        {
            await fund.Finance.RecordContributionAsync(request);
            return "";
        }
        catch (RpcException e)
        {
            return Fund.Hosting.RefusalStatus.ToRefusal(e)?.Reason ?? e.Status.ToString();
        }
    }

    private async Task<int> CountAsync(string donorId)
    {
        var page = await fund.Finance.ListContributionsAsync(
            new ListContributionsRequest
            {
                DonorId = donorId,
                Page = new PageRequest { PageSize = 500 },
            }
        );
        return page.Contributions.Count;
    }

    private async Task<ListContributionsResponse> OfAsync(string donorId) =>
        await fund.Finance.ListContributionsAsync(new ListContributionsRequest { DonorId = donorId });

    private async Task<RecordContributionRequest> RequestAsync() =>
        Request((await fund.DonorAsync()).DonorId, DonationsFixture.Usd(1));

    private static RecordContributionRequest Request(string donorId, Money amount) =>
        new()
        {
            RequestId = DonationsFixture.NewId(),
            DonorId = donorId,
            Amount = amount,
            ValueDate = "2026-10-10",
            Channel = Channel.InPerson,
        };
}
