using System.Text;
using Fund.Donations.V1;
using Fund.Testing;
using Grpc.Core;

namespace Fund.Donations.Tests.Reports;

public sealed class ContributionsReportTests : IAsyncLifetime
{
    private readonly DonationsFixture fund = new();

    public ValueTask InitializeAsync() => fund.InitializeAsync();

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public async Task Contributions_are_reported_by_region_and_year_and_add_up_to_the_ledger()
    {
        var (austria, kenya, unknown) = (
            await RegisterAsync("Austria", DonorKind.MemberState, "AT"),
            await RegisterAsync("Kenya", DonorKind.MemberState, "KE"),
            await RegisterAsync("Fondation", DonorKind.Foundation)
        );
        await fund.ContributeAsync(austria, DonationsFixture.Usd(1_000_00), "2024-12-31");
        await fund.ContributeAsync(austria, DonationsFixture.Usd(2_000_00), "2025-01-01");
        await fund.ContributeAsync(kenya, DonationsFixture.Usd(300_00), "2025-06-01");
        await fund.ContributeAsync(unknown, DonationsFixture.Usd(40_00), "2025-06-01");
        await fund.ContributeAsync(kenya, DonationsFixture.Amount(500, "KES"), "2025-06-01");

        var report = await AskAsync(
            new GetContributionsReportRequest
            {
                By = ReportDimension.Region,
                ThenBy = ReportDimension.Year,
                Language = "fr",
            }
        );

        Assert.Equal(
            [
                ("002", "Afrique", "2025", 300_00L),
                ("150", "Europe", "2024", 1_000_00),
                ("150", "Europe", "2025", 2_000_00),
                ("", "Sans indication", "2025", 40_00),
            ],
            report.Lines.Select(line => (line.Key, line.Label, line.ThenKey, line.Received.Usd.MinorUnits))
        );
        Assert.Equal([300_00L, 3_000_00, 40_00], report.Subtotals.Select(line => line.Received.Usd.MinorUnits));
        Assert.Equal(500, Assert.Single(report.Lines[0].AwaitingRate).MinorUnits);
        Assert.Equal(3_340_00, report.Total.Received.Usd.MinorUnits);
        Assert.Equal(report.Total.Received.Usd, report.LedgerReceived);
        Assert.Equal(4, report.Total.Contributions);
    }

    [Fact]
    public async Task As_booked_a_reversal_is_subtracted_on_its_own_day_and_net_it_never_was()
    {
        var donor = await RegisterAsync("Sweden", DonorKind.MemberState, "SE");
        var mistake = await fund.ContributeAsync(donor, DonationsFixture.Usd(900_00), "2025-03-01");
        await fund.ContributeAsync(donor, DonationsFixture.Usd(100_00), "2025-04-01");
        await fund.Finance.ReverseContributionAsync(
            new ReverseContributionRequest
            {
                RequestId = DonationsFixture.NewId(),
                ContributionId = mistake.ContributionId,
                Reason = "Recorded twice",
            }
        );

        var booked = await AskAsync(new GetContributionsReportRequest { By = ReportDimension.Year });
        var net = await AskAsync(
            new GetContributionsReportRequest { By = ReportDimension.Year, Basis = ReportBasis.Net }
        );

        Assert.Equal(
            [("2025", 1_000_00L, 2L), ("2026", -900_00, -1)],
            booked.Lines.Select(line => (line.Key, line.Received.Usd.MinorUnits, line.Contributions))
        );
        Assert.Equal(
            [("2025", 100_00L, 1L)],
            net.Lines.Select(line => (line.Key, line.Received.Usd.MinorUnits, line.Contributions))
        );
        Assert.Equal(booked.Total.Received.Usd, booked.LedgerReceived);
        Assert.Equal(booked.Total.Received.Usd, net.Total.Received.Usd);
    }

    [Fact]
    public async Task Pledges_stand_beside_what_was_paid_and_what_is_outstanding_at_the_end_of_the_last_day()
    {
        var donor = await RegisterAsync("Norway", DonorKind.MemberState, "NO");
        var pledge = await fund.PledgeAsync(donor, DonationsFixture.Usd(1_000_00), "2026-01-10");
        await fund.PledgeAsync(donor, DonationsFixture.Amount(77_00, "NOK"), "2026-01-10");
        await fund.ContributeAsync(donor, DonationsFixture.Usd(400_00), "2026-02-01", pledge.PledgeId);
        await fund.ContributeAsync(donor, DonationsFixture.Usd(100_00), "2026-03-01", pledge.PledgeId);

        var february = await AskAsync(
            new GetContributionsReportRequest { By = ReportDimension.Donor, ToDate = "2026-02-28" }
        );
        var today = await AskAsync(new GetContributionsReportRequest { By = ReportDimension.Donor });

        Assert.Equal((400_00, 1_000_00, 600_00), Figures(february));
        Assert.Equal((500_00, 1_000_00, 500_00), Figures(today));
        Assert.Equal(77_00, Assert.Single(today.Lines[0].PledgedWithoutRate).MinorUnits);

        static (long, long, long) Figures(ContributionsReport report)
        {
            var line = Assert.Single(report.Lines);
            return (line.Received.Usd.MinorUnits, line.Pledged.Usd.MinorUnits, line.Outstanding.Usd.MinorUnits);
        }
    }

    [Fact]
    public async Task Amounts_are_presented_at_the_stated_rate_with_their_rounding()
    {
        for (var i = 0; i < 3; i++)
        {
            var donor = await RegisterAsync($"Donor {i}", DonorKind.Foundation);
            await fund.ContributeAsync(donor, DonationsFixture.Usd(1_01));
        }

        var report = await AskAsync(
            new GetContributionsReportRequest
            {
                By = ReportDimension.Donor,
                PresentIn = "GBP",
                UnitsPerUsd = "0.78443",
            }
        );

        // 1.01 × 0.78443 = 0.7922743, three times 2.3768229.
        Assert.All(report.Lines, line => Assert.Equal("0.7922743", line.Received.PresentedExact));
        Assert.All(report.Lines, line => Assert.Equal(79, line.Received.Presented.MinorUnits));
        Assert.Equal(
            ("2.3768229", 2_38L),
            (report.Total.Received.PresentedExact, report.Total.Received.Presented.MinorUnits)
        );
        Assert.Equal(1, report.Rounding.MinorUnits);
    }

    [Theory]
    [InlineData(ReportDimension.Donor)]
    [InlineData(ReportDimension.DonorKind)]
    [InlineData(ReportDimension.UnDonorType)]
    [InlineData(ReportDimension.Year)]
    [InlineData(ReportDimension.Region)]
    [InlineData(ReportDimension.Country)]
    [InlineData(ReportDimension.Channel)]
    [InlineData(ReportDimension.Earmark)]
    [InlineData(ReportDimension.Currency)]
    public async Task By_every_dimension_and_every_two_the_total_is_the_same(ReportDimension by)
    {
        await RecordRateAsync("NOK", "10.5");
        foreach (var kind in Enum.GetValues<DonorKind>().Where(kind => kind != DonorKind.Unspecified))
        {
            var donor = await RegisterAsync($"The {kind}", kind, kind == DonorKind.Campaign ? "" : "NO");
            await fund.PledgeAsync(donor, DonationsFixture.Amount(10_01, "NOK"), "2026-10-02");
            await fund.ContributeAsync(donor, DonationsFixture.Usd(11_11), "2026-09-30");
            await fund.ContributeAsync(donor, DonationsFixture.Amount(12_34, "NOK"), "2026-10-02");
        }

        foreach (var then in Enum.GetValues<ReportDimension>().Where(then => then != by))
        {
            var report = await AskAsync(new GetContributionsReportRequest { By = by, ThenBy = then });

            Assert.Equal(6 * (11_11 + 1_18), report.Total.Received.Usd.MinorUnits);
            Assert.Equal(6 * 95, report.Total.Pledged.Usd.MinorUnits);
            Assert.Equal(report.LedgerReceived, report.Total.Received.Usd);
            Assert.Equal(12, report.Total.Contributions);
            Assert.Equal(report.Total.Received.Usd.MinorUnits, report.Lines.Sum(line => line.Received.Usd.MinorUnits));
        }
    }

    [Fact]
    public async Task The_file_has_the_same_lines_and_inert_texts()
    {
        var donor = await RegisterAsync("=cmd|' /C calc'!A0", DonorKind.PrivateSector);
        await fund.ContributeAsync(donor, DonationsFixture.Usd(12_34));

        using var call = fund.Reports.ExportContributionsReport(
            new ExportContributionsReportRequest
            {
                By = ReportDimension.Donor,
                PresentIn = "JPY",
                UnitsPerUsd = "150.5",
            }
        );
        var text = new StringBuilder();
        await foreach (var part in call.ResponseStream.ReadAllAsync())
        {
            text.Append(part.Content.ToStringUtf8());
        }

        var rows = text.ToString().Split("\r\n");
        Assert.StartsWith("\uFEFFkey,label,", rows[0], StringComparison.Ordinal);
        Assert.Equal(
            $"{donor},'=cmd|' /C calc'!A0,,,1,12.34,0.00,0.00,JPY,150.5,1857,1857.17,0,0,,",
            rows[1].Replace("\"", "", StringComparison.Ordinal)
        );
        Assert.StartsWith("total,Total,,,1,12.34", rows[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Senseless_questions_are_refused_field_by_field_and_others_may_not_ask()
    {
        await Refused.ByAsync("REQUIRED", Ask(new GetContributionsReportRequest()), "by");
        await Refused.ByAsync(
            "SAME_DIMENSION_TWICE",
            Ask(new GetContributionsReportRequest { By = ReportDimension.Year, ThenBy = ReportDimension.Year }),
            "then_by"
        );
        await Refused.ByAsync(
            "RANGE_REVERSED",
            Ask(
                new GetContributionsReportRequest
                {
                    By = ReportDimension.Year,
                    FromDate = "2026-02-01",
                    ToDate = "2026-01-01",
                }
            ),
            "to_date"
        );
        await Refused.ByAsync(
            "PRESENTATION_INCOMPLETE",
            Ask(new GetContributionsReportRequest { By = ReportDimension.Year, PresentIn = "GBP" }),
            "units_per_usd"
        );
        await Refused.ByAsync(
            "INVALID_FIELDS",
            Ask(
                new GetContributionsReportRequest
                {
                    By = ReportDimension.Year,
                    PresentIn = "USD",
                    UnitsPerUsd = "0",
                    Language = "de",
                }
            ),
            "present_in",
            "units_per_usd",
            "language"
        );
        await Refused.ByAsync(
            "ROLE_MAY_NOT",
            fund.ReportsAs(TestIdentity.ContactOf(Guid.CreateVersion7()))
                .GetContributionsReportAsync(new GetContributionsReportRequest())
        );
    }

    private AsyncUnaryCall<GetContributionsReportResponse> Ask(GetContributionsReportRequest request) =>
        fund.Reports.GetContributionsReportAsync(request);

    private async Task<ContributionsReport> AskAsync(GetContributionsReportRequest request) =>
        (await Ask(request)).Report;

    private async Task RecordRateAsync(string currency, string unitsPerUsd) =>
        await fund.Rates.RecordRateAsync(
            new RecordRateRequest
            {
                RequestId = DonationsFixture.NewId(),
                CurrencyCode = currency,
                EffectiveDate = "2026-10-01",
                UnitsPerUsd = unitsPerUsd,
            }
        );

    private async Task<string> RegisterAsync(string name, DonorKind kind, string country = "")
    {
        var response = await fund.Finance.RegisterDonorAsync(
            new RegisterDonorRequest
            {
                RequestId = DonationsFixture.NewId(),
                Kind = kind,
                Name = name,
                CountryCode = kind == DonorKind.MemberState && country.Length == 0 ? "AT" : country,
            }
        );
        return response.Donor.DonorId;
    }
}
