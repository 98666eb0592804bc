using System.Text;
using Fund.Donations.V1;
using Fund.Testing;
using Grpc.Core;

namespace Fund.Donations.Tests.Reports;

/// <summary>Facts and figures, and the revenue of a year for the CEB.</summary>
public sealed class FactsAndRevenueTests : IAsyncLifetime
{
    private readonly DonationsFixture fund = new();

    public ValueTask InitializeAsync() => fund.InitializeAsync();

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public async Task Facts_and_figures_are_those_of_the_books_on_any_date()
    {
        var (state, other, company, person) = (
            await RegisterAsync("Austria", DonorKind.MemberState, "AT"),
            await RegisterAsync("Norway", DonorKind.MemberState, "NO"),
            await RegisterAsync("Company", DonorKind.PrivateSector),
            await RegisterAsync("Person", DonorKind.Individual)
        );
        await fund.ContributeAsync(state, DonationsFixture.Usd(600_000_00), "2025-01-01");
        await fund.ContributeAsync(company, DonationsFixture.Usd(300_000_00), "2025-07-01");
        await fund.ContributeAsync(person, DonationsFixture.Usd(100_000_00), "2025-12-31");
        await fund.ContributeAsync(other, DonationsFixture.Usd(1_000_00), "2026-01-01");
        await fund.ContributeAsync(other, DonationsFixture.Amount(1_00, "NOK"), "2025-01-01");

        var facts = await FactsAsync("2025-12-31");

        Assert.Equal(1_000_000_00, facts.Received.MinorUnits);
        Assert.Equal(("2025-01-01", "1.00"), (facts.Since, facts.Years));
        Assert.Equal(1_000_664_38, facts.YearlyAverage.MinorUnits);
        Assert.Equal(4_000, facts.PrivateShareBasisPoints);
        Assert.Equal((1, 1, 1), (facts.MemberStates, facts.PrivateSectorDonors, facts.Individuals));
        Assert.Equal(1, facts.ContributionsAwaitingRate);
        Assert.Equal(2, (await FactsAsync("2026-01-01")).MemberStates);
    }

    [Fact]
    public async Task Money_without_a_donor_is_shown_apart_and_has_no_part_in_the_private_share()
    {
        await PublishedAsync(2_300_000_00, "2016-06-14");
        var company = await RegisterAsync("Company", DonorKind.PrivateSector);
        await fund.ContributeAsync(company, DonationsFixture.Usd(10_000_00), "2017-07-30");
        await PublishedAsync(6_700_000_00, "2019-03-31");

        var (then, later) = (await FactsAsync("2016-06-14", "2010-07-30"), await FactsAsync("2019-03-31"));

        // V.16-03497, paragraph 72: 2.3 million since the start, about 400,000 a year. The Fund was set up on 30 July 2010.
        Assert.Equal(2_300_000_00, then.Received.MinorUnits);
        Assert.InRange(then.YearlyAverage.MinorUnits, 350_000_00, 450_000_00);
        Assert.Equal("5.88", then.Years);
        Assert.Equal(0, then.PrivateShareBasisPoints);
        Assert.Equal(6_710_000_00, later.Received.MinorUnits);
        Assert.Equal(6_700_000_00, later.FromPublishedTotals.MinorUnits);
        Assert.Equal(10_000, later.PrivateShareBasisPoints);
        Assert.Equal([2016, 2017, 2019], later.YearsReceived.Select(year => year.Year));
    }

    [Fact]
    public async Task Revenue_of_a_year_has_its_codes_and_adds_up_to_the_ledger()
    {
        var (state, fund1, person, hidden) = (
            await RegisterAsync("Austria", DonorKind.MemberState, "AT"),
            await RegisterAsync("Foundation", DonorKind.Foundation),
            await RegisterAsync("Erika", DonorKind.Individual),
            await RegisterAsync("Hidden", DonorKind.PrivateSector, "LI", anonymous: true)
        );
        await fund.ContributeAsync(state, DonationsFixture.Usd(600_00), "2025-01-01");
        await ContributeForAsync(state, 50_00, "Shelter");
        await fund.ContributeAsync(fund1, DonationsFixture.Usd(70_00), "2025-12-31");
        await fund.ContributeAsync(fund1, DonationsFixture.Usd(8_00), "2024-12-31");
        await fund.ContributeAsync(person, DonationsFixture.Usd(9_00), "2025-03-03");
        await fund.ContributeAsync(hidden, DonationsFixture.Usd(11_00), "2025-03-03");

        var revenue = (
            await fund.Reports.GetCebRevenueAsync(new GetCebRevenueRequest { ReferenceYear = 2025 })
        ).Revenue;
        var file = await FileAsync(2025);

        Assert.Empty(revenue.Problems);
        Assert.Equal(740_00, revenue.Total.MinorUnits);
        Assert.Equal(revenue.LedgerReceived, revenue.Total);
        Assert.Equal(
            "\uFEFFentity,reference_year,contributor,donor_type,country_code,revenue_type,currency,amount\r\n"
                + "UNODC,2025,Austria,C01A,AT,R02,USD,600.00\r\n"
                + "UNODC,2025,Austria,C01A,AT,R03,USD,50.00\r\n"
                + "UNODC,2025,Foundation,C05,,R02,USD,70.00\r\n"
                + "UNODC,2025,Anonymous donor,C06,,R02,USD,11.00\r\n"
                + "UNODC,2025,Individuals,C08,,R02,USD,9.00\r\n",
            file
        );
    }

    [Fact]
    public async Task Revenue_is_not_exported_while_something_waits_or_has_no_donor()
    {
        var donor = await RegisterAsync("Norway", DonorKind.MemberState, "NO");
        await fund.ContributeAsync(donor, DonationsFixture.Amount(1_00, "NOK"), "2025-01-01");
        await PublishedAsync(5_00, "2025-02-01");

        var revenue = (
            await fund.Reports.GetCebRevenueAsync(new GetCebRevenueRequest { ReferenceYear = 2025 })
        ).Revenue;

        Assert.Equal(2, revenue.Problems.Count);
        var refused = await Assert.ThrowsAsync<RpcException>(() => FileAsync(2025));
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        await Refused.ByAsync(
            "YEAR_OUT_OF_RANGE",
            fund.Reports.GetCebRevenueAsync(new GetCebRevenueRequest { ReferenceYear = 2031 }),
            "reference_year"
        );
        await Refused.ByAsync(
            "ROLE_MAY_NOT",
            fund.ReportsAs(TestIdentity.Trustee).GetCebRevenueAsync(new GetCebRevenueRequest())
        );
    }

    private async Task<FactsAndFigures> FactsAsync(string asOf, string since = "") =>
        (
            await fund.ReportsAs(TestIdentity.Trustee)
                .GetFactsAndFiguresAsync(new GetFactsAndFiguresRequest { AsOf = asOf, Since = since })
        ).Facts;

    private async Task<string> FileAsync(int year)
    {
        using var call = fund.Reports.ExportCebRevenue(new ExportCebRevenueRequest { ReferenceYear = year });
        var text = new StringBuilder();
        await foreach (var part in call.ResponseStream.ReadAllAsync())
        {
            text.Append(part.Content.ToStringUtf8());
        }

        return text.ToString();
    }

    private async Task PublishedAsync(long cents, string asOf) =>
        await fund.LedgerManager.RecordPublishedTotalAsync(
            new RecordPublishedTotalRequest
            {
                RequestId = DonationsFixture.NewId(),
                Kind = PublishedTotalKind.Received,
                Amount = DonationsFixture.Usd(cents),
                AsOf = asOf,
                Source = "A document",
            }
        );

    private async Task ContributeForAsync(string donor, long cents, string earmark) =>
        await fund.Finance.RecordContributionAsync(
            new RecordContributionRequest
            {
                RequestId = DonationsFixture.NewId(),
                DonorId = donor,
                Amount = DonationsFixture.Usd(cents),
                ValueDate = "2025-05-05",
                Channel = Channel.Bank,
                Earmark = earmark,
            }
        );

    private async Task<string> RegisterAsync(string name, DonorKind kind, string country = "", bool anonymous = false)
    {
        var response = await fund.Finance.RegisterDonorAsync(
            new RegisterDonorRequest
            {
                RequestId = DonationsFixture.NewId(),
                Kind = kind,
                Name = name,
                CountryCode = country,
                PubliclyAnonymous = anonymous,
            }
        );
        return response.Donor.DonorId;
    }
}
