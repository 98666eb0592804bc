using System.Globalization;
using CsvHelper;
using Fund.Donations.V1;
using Fund.Testing;
using Google.Protobuf;

namespace Fund.Donations.Tests.Reports;

/// <summary>
/// Real data of the country-based pooled funds, loaded as donors, pledges and contributions: every total by donor, fund
/// and year comes out of the reports to the cent, as the file itself adds up.
/// </summary>
public sealed class PooledFundsTests : IAsyncLifetime
{
    private const string Folder = "data/ocha-pooled-funds/";
    private readonly DonationsFixture fund = new();

    public ValueTask InitializeAsync() => fund.InitializeAsync();

    public ValueTask DisposeAsync() => fund.DisposeAsync();

    [Fact]
    public async Task Contributions_of_2014_to_2020_reproduce_every_total_by_donor_fund_and_year()
    {
        var file = SharedFiles.Read(Folder + "AExportContributions.csv");
        var rows = Rows(file, "AllocationYear", "Donor Name", "PooledFundName", "Amount paid", "Total Paid Pledge");

        await LoadAsync(
            file,
            badRows: 0,
            ("year", "AllocationYear"),
            ("donor", "Donor Name"),
            ("earmark", "PooledFundName"),
            ("amount", "Amount paid"),
            ("pledgedAmount", "Total Paid Pledge")
        );

        Assert.Equal(572, rows.Count);
        foreach (var year in rows.GroupBy(row => row.Year))
        {
            var report = await OfYearAsync(year.Key, ReportDimension.Donor, ReportDimension.Earmark);
            AssertSame(
                year.Select(row => ((row.Donor, row.Fund), row.First, row.Second, row.Second - row.First)),
                report.Lines.Select(line => ((line.Label, line.ThenLabel), line))
            );
            AssertSame(
                year.GroupBy(row => row.Donor)
                    .Select(donor =>
                        (donor.Key, donor.Sum(row => row.First), donor.Sum(row => row.Second), Left(donor))
                    ),
                report.Subtotals.Select(line => (line.Label, line))
            );
            Assert.Equal(report.LedgerReceived, report.Total.Received.Usd);
        }

        // The totals that SOURCE.md names.
        var total = (await OfYearAsync(2018, ReportDimension.Donor, ReportDimension.Earmark)).Total;
        Assert.Equal(78_071_071_15, total.Received.Usd.MinorUnits);
        Assert.Equal(164_891_549_47, total.Pledged.Usd.MinorUnits);
        Assert.Equal(86_820_478_32, total.Outstanding.Usd.MinorUnits);
        var sweden = (await OfYearAsync(2018, ReportDimension.Donor, ReportDimension.Earmark)).Lines.Single(line =>
            (line.Label, line.ThenLabel) == ("Sweden", "DRC")
        );
        Assert.Equal(9_880_682_44, sweden.Received.Usd.MinorUnits);
        Assert.Equal(17_193_232_30, sweden.Pledged.Usd.MinorUnits);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task Paid_and_pledged_amounts_reproduce_the_pound_sterling_columns_at_the_fixed_rate()
    {
        var file = SharedFiles.Read(Folder + "datapbicli.csv");
        var rows = Rows(file, "FiscalYear", "GMSDonorName", "PooledFundName", "PaidAmt", "PledgeAmt");
        var sterling = Rows(file, "FiscalYear", "GMSDonorName", "PooledFundName", "LPaidAmt", "LPledgeAmt");

        await LoadAsync(
            file,
            badRows: 0,
            ("year", "FiscalYear"),
            ("donor", "GMSDonorName"),
            ("earmark", "PooledFundName"),
            ("amount", "PaidAmt"),
            ("pledgedAmount", "PledgeAmt")
        );

        Assert.Equal(1_047, rows.Count);
        foreach (var year in rows.Zip(sterling).GroupBy(pair => pair.First.Year))
        {
            var report = await OfYearAsync(year.Key, ReportDimension.Donor, ReportDimension.Earmark, "GBP", "0.78443");
            AssertSame(
                year.Select(pair =>
                    (
                        (pair.First.Donor, pair.First.Fund),
                        pair.First.First,
                        pair.First.Second,
                        Math.Max(0, pair.First.Second - pair.First.First)
                    )
                ),
                report.Lines.Select(line => ((line.Label, line.ThenLabel), line))
            );
            var lines = report.Lines.ToDictionary(line => (line.Label, line.ThenLabel));
            Assert.All(
                year,
                pair =>
                {
                    var line = lines[(pair.Second.Donor, pair.Second.Fund)];
                    Assert.Equal(pair.Second.First, TenDigits(line.Received.PresentedExact));
                    Assert.Equal(pair.Second.Second, TenDigits(line.Pledged.PresentedExact));
                }
            );
            Assert.Equal(report.Total.Received.Presented, report.Total.Received.Usd.In("GBP", 0.78443m));
        }
    }

    private static decimal Left(IEnumerable<FileRow> rows) => rows.Sum(row => Math.Max(0, row.Second - row.First));

    /// <summary>The file's column has ten significant digits, halves rounded up.</summary>
    private static decimal TenDigits(string exact)
    {
        var value = decimal.Parse(exact, CultureInfo.InvariantCulture);
        var whole = decimal.Truncate(value);
        var digits = whole == 0 ? 0 : whole.ToString(CultureInfo.InvariantCulture).Length;
        return decimal.Round(value, 10 - digits, MidpointRounding.AwayFromZero);
    }

    private static void AssertSame<TKey>(
        IEnumerable<(TKey Key, decimal Received, decimal Pledged, decimal Outstanding)> expected,
        IEnumerable<(TKey Key, ReportLine Line)> reported
    )
        where TKey : notnull
    {
        var lines = reported.ToDictionary(
            pair => pair.Key,
            pair => (Usd(pair.Line.Received), Usd(pair.Line.Pledged), Usd(pair.Line.Outstanding))
        );
        var sums = expected
            .Where(row => row.Received != 0 || row.Pledged != 0)
            .ToDictionary(row => row.Key, row => (row.Received, row.Pledged, row.Outstanding));
        Assert.Equal(sums.Count, lines.Count);
        Assert.All(sums, sum => Assert.Equal(sum.Value, lines[sum.Key]));

        static decimal Usd(ReportAmount amount) => amount.Usd.MinorUnits / 100m;
    }

    private async Task<ContributionsReport> OfYearAsync(
        int year,
        ReportDimension by,
        ReportDimension then,
        string currency = "",
        string rate = ""
    )
    {
        var response = await fund.Reports.GetContributionsReportAsync(
            new GetContributionsReportRequest
            {
                FromDate = $"{year}-01-01",
                ToDate = $"{year}-12-31",
                By = by,
                ThenBy = then,
                PresentIn = currency,
                UnitsPerUsd = rate,
            }
        );
        return response.Report;
    }

    private async Task LoadAsync(byte[] file, int badRows, params (string Field, string Column)[] columns)
    {
        var client = fund.Service.Client<ImportsService.ImportsServiceClient>(TestIdentity.FinanceOfficer);
        var layout = new CsvLayout
        {
            Columns =
            {
                columns.Select(column => new CsvColumn
                {
                    Field = column.Field,
                    Column = column.Column,
                    Constant = column.Field == "donor" ? "Not stated" : "",
                }),
                new CsvColumn { Field = "currency", Constant = "USD" },
            },
        };
        var begun = await client.BeginImportAsync(
            new BeginImportRequest
            {
                RequestId = DonationsFixture.NewId(),
                Kind = ImportKind.Contributions,
                FileName = "pooled-funds.csv",
                Layout = layout,
                CreateMissingDonors = true,
                DefaultDonorKind = DonorKind.MemberState,
            }
        );
        var id = begun.Import.ImportId;
        await client.AppendToImportAsync(
            new AppendToImportRequest { ImportId = id, Content = ByteString.CopyFrom(file) }
        );
        await Eventually.TrueAsync(
            async () => (await StateAsync()).State is ImportState.Checked or ImportState.Unreadable,
            "the file was checked"
        );
        var problems = await client.ListImportProblemsAsync(new ListImportProblemsRequest { ImportId = id });
        Assert.Equal(badRows, problems.Problems.Count);
        await client.StartImportAsync(new StartImportRequest { RequestId = DonationsFixture.NewId(), ImportId = id });
        await Eventually.TrueAsync(async () => (await StateAsync()).State == ImportState.Done, "the file was taken in");

        async Task<Import> StateAsync() => (await client.GetImportAsync(new GetImportRequest { ImportId = id })).Import;
    }

    /// <summary>The file as anybody would read it, without any of ours: a year, a donor, a fund and two amounts.</summary>
    private static List<FileRow> Rows(byte[] file, string year, string donor, string fund, string first, string second)
    {
        using var text = new StreamReader(new MemoryStream(file));
        using var csv = CsvReader.FromText(text.ReadToEnd(), new CsvReaderOptions());
        var rows = new List<FileRow>();
        while (csv.Read())
        {
            var name = csv.GetString(donor);
            rows.Add(
                new FileRow(
                    int.Parse(csv.GetString(year), CultureInfo.InvariantCulture),
                    name.Length == 0 ? "Not stated" : name,
                    csv.GetString(fund),
                    Amount(csv.GetString(first)),
                    Amount(csv.GetString(second))
                )
            );
        }

        return rows;

        static decimal Amount(string cell) => cell.Length == 0 ? 0 : decimal.Parse(cell, CultureInfo.InvariantCulture);
    }

    private sealed record FileRow(int Year, string Donor, string Fund, decimal First, decimal Second);
}

/// <summary>An amount at a rate, worked out apart from the code under test.</summary>
internal static class Sterling
{
    public static Common.V1.Money In(this Common.V1.Money usd, string currency, decimal unitsPerUsd) =>
        DonationsFixture.Amount((long)decimal.Round(usd.MinorUnits * unitsPerUsd, MidpointRounding.ToEven), currency);
}
