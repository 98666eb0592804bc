using System.Text;
using Fund.Donations.V1;
using Fund.Testing;

namespace Fund.Donations.Tests.Features;

/// <summary>Lists of contributions as other funds and other programs write them.</summary>
public sealed class CsvVariantTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    private ImportsService.ImportsServiceClient Imports =>
        fund.Service.Client<ImportsService.ImportsServiceClient>(TestIdentity.FinanceOfficer);

    [Theory]
    [InlineData("utf-8", ",", "\n", true)]
    [InlineData("utf-8", ",", "\r\n", false)]
    [InlineData("utf-8", ";", "\r\n", true)]
    [InlineData("utf-8", "\t", "\n", false)]
    [InlineData("utf-8", "|", "\n", false)]
    [InlineData("utf-16", "\t", "\r\n", true)]
    [InlineData("utf-16BE", ";", "\n", true)]
    public async Task Encodings_with_their_mark_and_all_separators_are_found_out(
        string encoding,
        string separator,
        string end,
        bool marked
    )
    {
        var donor = await fund.DonorAsync($"Königreich {DonationsFixture.NewId()}");
        string[] lines =
        [
            "Donor,Amount,Currency,Value Date,Earmark",
            $"{donor.Name},10.50,USD,2026-01-02,first",
            $"{donor.Name},0.25,USD,2026-01-03,\"second{end}line with \"\"quotes\"\"\"",
        ];
        var text = string.Join(end, lines.Select(line => line.Replace(",", separator))) + end;
        var into = Encoding.GetEncoding(encoding);
        byte[] file = [.. marked ? into.GetPreamble() : [], .. into.GetBytes(text)];

        var import = await Imports.SendAsync(await Imports.BeginAsync(ImportKind.Contributions), file);

        Assert.Equal((ImportState.Checked, 2, 0), (import.State, import.GoodRows, import.BadRows));
        Assert.Equal(DonationsFixture.Usd(1075), Assert.Single(import.Sums));
        Assert.Equal(
            $"second{end}line with \"quotes\"",
            import.Preview[1].Cells.Single(cell => cell.Field == "earmark").Value
        );
    }

    [Fact]
    public async Task Blank_lines_at_the_end_are_no_rows()
    {
        var donor = await fund.DonorAsync($"Blank {DonationsFixture.NewId()}");
        var text = $"donor,amount,currency,valueDate\n{donor.Name},1,USD,2026-01-02\n\n\r\n\n";
        var import = await Imports.SendAsync(
            await Imports.BeginAsync(ImportKind.Contributions),
            Encoding.UTF8.GetBytes(text)
        );
        Assert.Equal((ImportState.Checked, 1, 0), (import.State, import.GoodRows, import.BadRows));
    }

    [Fact]
    public async Task A_pooled_funds_list_of_another_year_with_decimal_commas_is_taken_by_its_mapping()
    {
        var name = $"République {DonationsFixture.NewId()}";
        var text =
            "AllocationYear;Donor Name;PooledFundName;Amount paid;Total Paid Pledge;Comment\r\n"
            + $"2023;{name};Ukraine;1.234.567,89;2.000.000,00;\"à suivre;\r\nvoir lettre\"\r\n"
            + $"2024;{name};Syria Cross-border;500,5;500,50;\r\n"
            + $"2024;{name};Haiti;12,345;100,00;\r\n";
        var layout = new CsvLayout
        {
            DecimalMark = ",",
            Encoding = "windows-1252",
            Columns =
            {
                new CsvColumn { Field = "year", Column = "AllocationYear" },
                new CsvColumn { Field = "donor", Column = "Donor Name" },
                new CsvColumn { Field = "earmark", Column = "PooledFundName" },
                new CsvColumn { Field = "amount", Column = "Amount paid" },
                new CsvColumn { Field = "pledgedAmount", Column = "Total Paid Pledge" },
                new CsvColumn { Field = "currency", Constant = "USD" },
                new CsvColumn { Field = "donorKind", Constant = "memberState" },
                new CsvColumn { Field = "donorCountry", Constant = "HT" },
            },
        };
        var file = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(text);

        var import = await Imports.SendAsync(
            await Imports.BeginAsync(ImportKind.Contributions, layout, createDonors: true),
            file
        );

        Assert.Equal((ImportState.Checked, 2, 1), (import.State, import.GoodRows, import.BadRows));
        Assert.Equal(DonationsFixture.Usd(123_506_839), Assert.Single(import.Sums));
        var problem = Assert.Single(await Imports.ProblemsAsync(import));
        Assert.Equal((4L, "Amount paid", "12,345"), (problem.Row, problem.Column, problem.Value));
        await Imports.RunAsync(import, leaveOut: true);
        var donor = Assert.Single((await fund.Finance.ListDonorsAsync(new() { Search = name })).Donors);
        Assert.Equal(name, donor.Name);
    }
}
