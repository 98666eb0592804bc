using System.Text;
using Fund.Donations.V1;
using Fund.Hosting;
using Fund.Testing;

namespace Fund.Donations.Tests.Features;

/// <summary>How files come in, are read in their layout, and are decided on or given up.</summary>
public sealed class UploadTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    private const string Header = "donor,amount,currency,valueDate,channel,earmark,reference\n";

    private ImportsService.ImportsServiceClient Imports =>
        fund.Service.Client<ImportsService.ImportsServiceClient>(TestIdentity.FinanceOfficer);

    [Fact]
    public async Task A_cut_upload_goes_on_where_it_was_and_a_part_sent_twice_counts_once()
    {
        var donor = await fund.DonorAsync($"Slow Line {DonationsFixture.NewId()}");
        var bytes = Encoding.UTF8.GetBytes(Header + $"{donor.Name},10,USD,2026-01-02,bank,,\n");
        var import = await Imports.BeginAsync(ImportKind.Contributions);

        await Imports.AppendAsync(import, 0, bytes[..20], more: true);
        var repeated = await Imports.AppendAsync(import, 0, bytes[..20], more: true);
        Assert.Equal(20, repeated.ReceivedBytes);
        await Refused.ByAsync("WRONG_OFFSET", Imports.Append(import, 25, bytes[25..], more: false));
        await Imports.AppendAsync(import, 20, bytes[20..], more: false);
        await Imports.AppendAsync(import, 20, bytes[20..], more: false);

        import = await Imports.UntilAsync(import, ImportState.Checked);
        Assert.Equal(1, import.GoodRows);
        Assert.Equal(bytes, await Imports.DownloadAsync(import));
    }

    [Fact]
    public async Task A_large_file_is_checked_while_it_arrives_and_one_that_stops_arriving_when_it_is_whole()
    {
        var donor = await fund.DonorAsync($"Arriving {DonationsFixture.NewId()}");
        var text = new StringBuilder("donor,amount,currency,valueDate,earmark\n");
        var rows = 0;
        while (text.Length < 7_000_000)
        {
            text.Append($"{donor.Name},{rows++ % 90 + 1}.25,USD,2026-07-30,{new string('e', 80)}\n");
        }

        var file = Encoding.UTF8.GetBytes(text.ToString());
        foreach (var stops in new[] { false, true })
        {
            var import = await Imports.BeginAsync(ImportKind.Contributions);
            var offset = 0;
            foreach (var part in file.Chunk(1_000_000))
            {
                if (offset > 5_000_000 && !stops)
                {
                    await Eventually.TrueAsync(
                        async () =>
                            (await Imports.GetImportAsync(new() { ImportId = import.ImportId })).Import.Rows > 0,
                        "rows were read before the last part came",
                        TimeSpan.FromSeconds(5)
                    );
                }
                else if (offset > 5_000_000)
                {
                    // Longer than the check waits for the next part.
                    await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
                }

                await Imports.AppendAsync(import, offset, part, more: offset + part.Length < file.Length);
                offset += part.Length;
            }

            import = await Imports.UntilAsync(import, ImportState.Checked, ImportState.Unreadable);
            Assert.Equal((ImportState.Checked, rows, 0), (import.State, import.Rows, import.BadRows));
            Assert.Equal(file.Length, (await Imports.DownloadAsync(import)).Length);
        }
    }

    [Fact]
    public async Task A_gigabyte_of_nothing_is_turned_away_at_its_first_part()
    {
        var import = await Imports.BeginAsync(ImportKind.Contributions);

        await Refused.ByAsync("NOT_A_TEXT", Imports.Append(import, 0, new byte[1024 * 1024], more: true));
        await Refused.ByAsync(
            "NOT_A_TEXT",
            Imports.Append(import, 0, Encoding.ASCII.GetBytes(new string(' ', 1024 * 1024)), more: true)
        );
        await Refused.ByAsync("EMPTY_FILE", Imports.Append(import, 0, [], more: false));
        await Refused.ByAsync("PART_TOO_LARGE", Imports.Append(import, 0, new byte[1024 * 1024 + 1], more: true));
        Assert.Equal(
            0,
            await fund.Database.ScalarAsync<long>(
                $"select count(*) from import_parts where import_id = '{import.ImportId}'"
            )
        );
    }

    [Theory]
    [InlineData("donor,amount\nx,1\n", "currency")]
    [InlineData("donor,currency,valueDate\nx,USD,2026-01-01\n", "amount or pledgedAmount")]
    [InlineData("donor,amount,currency,valueDate\n", "no rows")]
    public async Task A_file_that_lacks_what_every_row_needs_is_unreadable_until_its_layout_is_mended(
        string text,
        string missing
    )
    {
        var import = await ReadyAsync(text);

        Assert.Equal(ImportState.Unreadable, import.State);
        Assert.Contains(missing, import.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_read_again_when_its_layout_was_wrong()
    {
        var donor = await fund.DonorAsync($"Patient {DonationsFixture.NewId()}");
        var import = await ReadyAsync($"who,how much\n{donor.Name},10\n");
        Assert.Equal(ImportState.Unreadable, import.State);
        Assert.Equal(["who", "how much"], import.Columns);

        await Imports.ChangeImportLayoutAsync(
            new()
            {
                RequestId = DonationsFixture.NewId(),
                ImportId = import.ImportId,
                Layout = new CsvLayout
                {
                    Columns =
                    {
                        Column("donor", "who"),
                        Column("amount", "2"),
                        Constant("currency", "USD"),
                        Constant("year", "2024"),
                    },
                },
            }
        );
        import = await Imports.RunAsync(await Imports.UntilAsync(import, ImportState.Checked));

        Assert.Equal(1, import.DoneRows);
        Assert.Equal(donor.Name, import.Preview[0].Cells.Single(cell => cell.Field == "donor").Value);
    }

    [Fact]
    public async Task An_import_given_up_leaves_nothing_and_one_that_is_done_stays()
    {
        var donor = await fund.DonorAsync($"Hesitant {DonationsFixture.NewId()}");
        var import = await ReadyAsync(Header + $"{donor.Name},10,USD,2026-01-02,bank,,\n");

        var cancelled = await Imports.CancelImportAsync(
            new() { RequestId = DonationsFixture.NewId(), ImportId = import.ImportId }
        );

        Assert.Equal(ImportState.Cancelled, cancelled.Import.State);
        await Refused.ByAsync(
            "IMPORT_IN_OTHER_STATE",
            Imports.StartImportAsync(new() { RequestId = DonationsFixture.NewId(), ImportId = import.ImportId })
        );
        Assert.Empty(await Imports.DownloadAsync(import));
    }

    [Theory]
    [InlineData(Role.DonorContact)]
    [InlineData(Role.ProgrammeOfficer)]
    [InlineData(Role.Administrator)]
    public async Task Only_finance_sees_or_makes_imports(Role role)
    {
        var client = fund.Service.Client<ImportsService.ImportsServiceClient>(TestIdentity.Staff(role));

        await Refused.ByAsync("ROLE_MAY_NOT", client.ListImportsAsync(new()));
        await Refused.ByAsync(
            "ROLE_MAY_NOT",
            client.BeginImportAsync(
                new()
                {
                    RequestId = "x",
                    Kind = ImportKind.Donors,
                    FileName = "x",
                }
            )
        );
    }

    [Fact]
    public async Task A_layout_that_makes_no_sense_is_refused_with_every_field()
    {
        var refusal = await Refused.ByAsync(
            "INVALID_FIELDS",
            Imports.BeginImportAsync(
                new()
                {
                    RequestId = DonationsFixture.NewId(),
                    FileName = " ",
                    Layout = new CsvLayout
                    {
                        Separator = "::",
                        DecimalMark = "x",
                        DateFormat = "sometimes",
                        Encoding = "ebcdic",
                        WithoutHeader = true,
                        Columns = { Column("donor", "who") },
                    },
                }
            )
        );

        Assert.Equal(
            [
                "file_name",
                "kind",
                "layout.columns",
                "layout.date_format",
                "layout.decimal_mark",
                "layout.encoding",
                "layout.separator",
            ],
            refusal.Fields.Select(field => field.Field).Order(StringComparer.Ordinal)
        );
    }

    private static CsvColumn Column(string field, string column) => new() { Field = field, Column = column };

    private static CsvColumn Constant(string field, string value) => new() { Field = field, Constant = value };

    private async Task<Import> ReadyAsync(string text) =>
        await Imports.SendAsync(await Imports.BeginAsync(ImportKind.Contributions), Encoding.UTF8.GetBytes(text));
}
