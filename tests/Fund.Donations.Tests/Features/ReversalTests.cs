using Fund.Donations.V1;
using Fund.Testing;
using Grpc.Core;
using Money = Fund.Common.V1.Money;

namespace Fund.Donations.Tests.Features;

/// <summary>A fund of its own for every test, because they look at the whole position.</summary>
public sealed class ReversalTests : IAsyncLifetime
{
    private readonly DonationsFixture fund = new();

    public ValueTask InitializeAsync() => fund.InitializeAsync();

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public async Task A_reversal_leaves_the_month_of_the_contribution_as_it_was_and_counts_from_its_own_day()
    {
        var donor = await fund.DonorAsync();
        var contribution = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(113_00), "2026-09-10");

        var reversed = (await Reverse(contribution)).Contribution;

        Assert.Equal("2026-10-15", reversed.Reversal.ReversedOn);
        Assert.Equal("Sent back", reversed.Reversal.Reason);
        Assert.Equal(113_00, (await fund.PositionAsync("2026-09-30")).Received.MinorUnits);
        Assert.Equal(113_00, (await fund.PositionAsync("2026-10-14")).Received.MinorUnits);
        var now = await fund.PositionAsync();
        Assert.Equal((0L, 0L), (now.Received.MinorUnits, now.ProgrammeSupportCosts.MinorUnits));
        Assert.Equal(reversed, await GetAsync(contribution.ContributionId));
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task Every_ledger_transaction_is_taken_back_by_one_that_names_it()
    {
        await RateAsync("EUR", "0.8", "2026-09-01");
        var donor = await fund.DonorAsync();
        var contribution = await fund.ContributeAsync(donor.DonorId, Eur(80_00), "2026-10-02");
        await RateAsync("EUR", "0.5", "2026-10-01");

        await Reverse(contribution);

        var entries = (
            await fund.Ledger.ListLedgerEntriesAsync(
                new ListLedgerEntriesRequest { CauseId = contribution.ContributionId }
            )
        ).Entries;
        var opposite = entries.Where(entry => entry.Kind == "reversal").ToList();
        var posted = entries.Except(opposite).ToList();
        Assert.All(opposite, entry => Assert.Equal("2026-10-15", entry.EntryDate));
        Assert.Equal(
            posted.Select(entry => (entry.TransactionId, entry.Account, -entry.Amount.MinorUnits)).Order(),
            opposite.Select(entry => (entry.CorrectsTransactionId, entry.Account, entry.Amount.MinorUnits)).Order()
        );
        Assert.Equal(0, (await fund.PositionAsync()).Received.MinorUnits);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_contribution_that_still_waits_for_its_rate_can_be_reversed_and_is_never_valued()
    {
        var donor = await fund.DonorAsync();
        var contribution = await fund.ContributeAsync(
            donor.DonorId,
            DonationsFixture.Amount(1_500, "JPY"),
            "2026-10-02"
        );
        await Reverse(contribution);

        await RateAsync("JPY", "150", "2026-10-01");

        var position = await fund.PositionAsync();
        Assert.Equal((0L, 0), (position.Received.MinorUnits, position.ContributionsAwaitingRate));
        Assert.Equal(ValuationState.AwaitingRate, (await GetAsync(contribution.ContributionId)).ValuationState);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_reversal_is_refused_with_both_numbers_when_the_money_is_promised_already()
    {
        await NoMinimumAsync();
        var donor = await fund.DonorAsync();
        var contribution = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(113_000_00));
        await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(113_000_00));
        await fund.GrantCalls.ReserveForCallAsync(
            new ReserveForCallRequest
            {
                RequestId = DonationsFixture.NewId(),
                CallId = DonationsFixture.NewId(),
                Envelope = DonationsFixture.Usd(120_000_00),
            }
        );

        var refusal = await Refused.ByAsync("WOULD_UNCOVER_OBLIGATIONS", Reverse(contribution));

        Assert.Equal("10000000", refusal.Facts["needed_usd_cents"]);
        Assert.Equal("8000000", refusal.Facts["free_usd_cents"]);
        Assert.Contains("USD 100,000.00", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("USD 80,000.00", refusal.Message, StringComparison.Ordinal);
        Assert.Null((await GetAsync(contribution.ContributionId)).Reversal);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task It_is_reversed_once_whoever_asks_how_often()
    {
        var donor = await fund.DonorAsync();
        var contribution = await fund.ContributeAsync(donor.DonorId, DonationsFixture.Usd(100));

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async _ =>
                {
                    try
                    {
                        await Reverse(contribution);
                        return "reversed";
                    }
                    catch (RpcException e)
                    {
                        return e.StatusCode.ToString();
                    }
                })
        );

        Assert.Single(outcomes, "reversed");
        await Refused.ByAsync("CONTRIBUTION_REVERSED", Reverse(contribution));
        Assert.Equal(0, (await fund.PositionAsync()).Received.MinorUnits);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task What_was_paid_by_it_is_outstanding_again()
    {
        var donor = await fund.DonorAsync();
        var pledge = await fund.PledgeAsync(donor.DonorId, DonationsFixture.Usd(100_00));
        var contribution = await fund.ContributeAsync(
            donor.DonorId,
            DonationsFixture.Usd(60_00),
            pledgeId: pledge.PledgeId
        );

        await Reverse(contribution);

        var seen = Assert.Single(
            (await fund.Finance.ListPledgesAsync(new ListPledgesRequest { DonorId = donor.DonorId })).Pledges
        );
        Assert.Equal((0L, 100_00L), (seen.Paid.MinorUnits, seen.Outstanding.MinorUnits));
    }

    [Fact]
    public async Task A_correction_replaces_it_from_today_and_both_name_each_other()
    {
        await RateAsync("EUR", "0.8", "2026-09-01");
        var (wrongDonor, donor) = (await fund.DonorAsync("Wrong"), await fund.DonorAsync("Right"));
        var wrong = await fund.ContributeAsync(wrongDonor.DonorId, DonationsFixture.Usd(80_00), "2026-09-10");

        var answer = await fund.Finance.CorrectContributionAsync(Correction(wrong, donor.DonorId, Eur(80_00)));

        var right = answer.Contribution;
        Assert.Equal(wrong.ContributionId, right.Corrects.ContributionId);
        Assert.Equal(right.ContributionId, answer.Reversed.Reversal.ReplacedByContributionId);
        Assert.Equal(("2026-09-10", "2026-10-15"), (right.ValueDate, right.Corrects.BookedOn));
        Assert.Equal(100_00, right.UsdValue.MinorUnits);
        Assert.Equal(answer.Reversed, await GetAsync(wrong.ContributionId));
        Assert.Equal(right, await GetAsync(right.ContributionId));
        Assert.Equal(80_00, (await fund.PositionAsync("2026-10-14")).Received.MinorUnits);
        Assert.Equal(100_00, (await fund.PositionAsync()).Received.MinorUnits);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_statement_shows_it_in_its_month_and_the_correction_in_the_month_it_was_made()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        var pledge = await fund.PledgeAsync(donor, DonationsFixture.Usd(100_00), "2026-09-01");
        var wrong = await fund.ContributeAsync(donor, DonationsFixture.Usd(70_00), "2026-09-10", pledge.PledgeId);
        var request = Correction(wrong, donor, DonationsFixture.Usd(7_00));
        request.PledgeId = pledge.PledgeId;
        await fund.Finance.CorrectContributionAsync(request);

        var september = await StatementAsync(donor, "2026-09-01", "2026-09-30");
        var october = await StatementAsync(donor, "2026-10-01", "2026-10-31");

        Assert.Equal(30_00, Assert.Single(september.ClosingOutstanding).MinorUnits);
        Assert.Equal(70_00, september.ContributedUsd.MinorUnits);
        Assert.Equal(
            [("2026-10-15", "reversal", -70_00L), ("2026-10-15", "replacement", 7_00L)],
            october.Lines.Select(line => (line.Date, line.Kind, line.Amount.MinorUnits))
        );
        Assert.Equal(-63_00, october.ContributedUsd.MinorUnits);
        Assert.Equal(-63_00, Assert.Single(october.Contributed).MinorUnits);
        Assert.Equal(30_00, Assert.Single(october.OpeningOutstanding).MinorUnits);
        Assert.Equal(93_00, Assert.Single(october.ClosingOutstanding).MinorUnits);
    }

    [Fact]
    public async Task What_is_wrong_with_a_correction_is_said_at_once_and_nothing_changes()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        var wrong = await fund.ContributeAsync(donor, DonationsFixture.Usd(70_00));
        var request = Correction(wrong, "nobody", DonationsFixture.Usd(0));
        request.Reason = "";
        request.ValueDate = "2026-10-16";

        await Refused.ByAsync(
            "INVALID_FIELDS",
            fund.Finance.CorrectContributionAsync(request),
            "donor_id",
            "amount",
            "reason",
            "value_date"
        );
        await Refused.ByAsync(
            "NOTHING_TO_CORRECT",
            fund.Finance.CorrectContributionAsync(Correction(wrong, donor, DonationsFixture.Usd(70_00)))
        );
        await Refused.ByAsync(
            "NOT_FOUND",
            fund.Finance.ReverseContributionAsync(
                new ReverseContributionRequest
                {
                    RequestId = DonationsFixture.NewId(),
                    ContributionId = DonationsFixture.NewId(),
                    Reason = "Sent back",
                }
            )
        );
        Assert.Null((await GetAsync(wrong.ContributionId)).Reversal);
    }

    [Fact]
    public async Task Only_those_who_keep_the_books_may_reverse()
    {
        var donor = (await fund.DonorAsync()).DonorId;
        var own = fund.As(TestIdentity.ContactOf(Guid.Parse(donor)));

        await Refused.ByAsync("ROLE_MAY_NOT", own.ReverseContributionAsync(new ReverseContributionRequest()));
        await Refused.ByAsync(
            "ROLE_MAY_NOT",
            fund.As(TestIdentity.Auditor).CorrectContributionAsync(new CorrectContributionRequest())
        );
    }

    private AsyncUnaryCall<ReverseContributionResponse> Reverse(Contribution contribution) =>
        fund.Finance.ReverseContributionAsync(
            new ReverseContributionRequest
            {
                RequestId = DonationsFixture.NewId(),
                ContributionId = contribution.ContributionId,
                Reason = "Sent back",
            }
        );

    private static CorrectContributionRequest Correction(Contribution wrong, string donorId, Money amount) =>
        new()
        {
            RequestId = DonationsFixture.NewId(),
            ContributionId = wrong.ContributionId,
            Reason = "Typed wrongly",
            DonorId = donorId,
            Amount = amount,
            ValueDate = wrong.ValueDate,
            Channel = wrong.Channel,
        };

    private async Task<Contribution> GetAsync(string id) =>
        (await fund.Finance.GetContributionAsync(new GetContributionRequest { ContributionId = id })).Contribution;

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

    private async Task RateAsync(string code, string rate, string date) =>
        await fund.Rates.RecordRateAsync(
            new RecordRateRequest
            {
                RequestId = DonationsFixture.NewId(),
                CurrencyCode = code,
                EffectiveDate = date,
                UnitsPerUsd = rate,
            }
        );

    private async Task NoMinimumAsync() =>
        await fund.LedgerManager.ChangePolicySettingAsync(
            new ChangePolicySettingRequest
            {
                RequestId = DonationsFixture.NewId(),
                Name = "minimum_for_new_call_usd_cents",
                Value = 0,
                EffectiveDate = "2026-10-15",
                Source = "Lets small calls through",
            }
        );

    private static Money Eur(long cents) => DonationsFixture.Amount(cents, "EUR");
}
