using System.Globalization;
using System.Text;
using Fund.Donations.V1;
using Fund.Testing;
using Google.Protobuf;
using static Fund.Donations.Tests.Domain.CamtFile;

namespace Fund.Donations.Tests.Features;

/// <summary>Bank statements and CSV files of banks that come in parts: checked, decided on, taken in by steps.</summary>
public sealed class BankImportTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    private const string Header = "Buchung;Betrag;Name;IBAN;Zweck;Ref\n";

    private ImportsService.ImportsServiceClient Imports =>
        fund.Service.Client<ImportsService.ImportsServiceClient>(TestIdentity.FinanceOfficer);

    [Fact]
    public async Task A_long_statement_is_checked_first_and_taken_in_by_steps()
    {
        var account = NewIban();
        var file = Of(Statement("L1", Many(9_000), closing: "45004500.00", account: account));

        var import = await ReadyAsync(file, ImportKind.BankStatement);
        var before = await EntriesAsync(account);
        import = await Imports.RunAsync(import);

        Assert.Empty(before);
        Assert.Equal((9_000, 9_000, 0), (import.Rows, import.DoneRows, import.BadRows));
        var statement = await StatementAsync(account);
        Assert.Equal((9_000, 9_000), (statement.EntryCount, statement.Candidates));
        Assert.Empty(statement.Warnings);
        Assert.Equal(file, await DownloadAsync(statement));
    }

    [Fact]
    public async Task A_statement_that_breaks_at_its_end_leaves_nothing()
    {
        var account = NewIban();
        var file = Of(Statement("L2", Many(9_000), account: account));

        var import = await ReadyAsync(file[..^20], ImportKind.BankStatement);

        Assert.Equal(ImportState.Unreadable, import.State);
        Assert.Contains("Line ", import.Refusal, StringComparison.Ordinal);
        Assert.Empty(await EntriesAsync(account));
    }

    [Fact]
    public async Task An_import_that_stopped_in_the_middle_goes_on_and_takes_every_entry_once()
    {
        var account = NewIban();

        // The same movement many times over: they are told apart by their count, also after a stop.
        var entries = string.Concat(Enumerable.Repeat(Entry("1.00", text: "again"), 6_000)) + Entry("x", text: "bad");
        var import = await ReadyAsync(
            Of(Statement("L3", entries, closing: "6000.00", account: account)),
            ImportKind.BankStatement
        );
        Assert.Equal((6_001, 1), (import.Rows, import.BadRows));
        await Imports.RunAsync(import, leaveOut: true);

        // As a kill after the first step leaves it: later entries are not there, and the import is in the middle.
        await fund.Database.ExecuteAsync(
            $"""
            delete from bank_entries where account = '{account}' and entry_number > 4000;
            update imports set state = 'Running', position = 4000, done_rows = 4000, finished_at = null
            where id = '{import.ImportId}'
            """
        );
        import = await Imports.UntilAsync(import, ImportState.Done);

        Assert.Equal(6_000, import.DoneRows);
        Assert.Equal(
            6_001,
            await fund.Database.ScalarAsync<long>($"select count(*) from bank_entries where account = '{account}'")
        );
        var statement = await StatementAsync(account);
        Assert.Equal((6_000, 1, 6_001), (statement.Candidates, statement.Information, statement.EntryCount));
    }

    [Fact]
    public async Task A_file_that_is_no_statement_is_unreadable_with_its_place()
    {
        var import = await ReadyAsync(
            Encoding.UTF8.GetBytes("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"/>"),
            ImportKind.BankStatement
        );

        Assert.Equal(ImportState.Unreadable, import.State);
        Assert.Contains("camt.054.001.08", import.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_banks_csv_file_is_read_as_its_profile_says_and_waits_for_a_person()
    {
        var profile = await ProfileAsync(Layout());
        var text =
            Header
            + "05.10.2026;1.234,50;Müller GmbH;DE89 3704 0044 0532 0130 00;Spende;R1\n"
            + "06.10.2026;-20,00;Bank;;Gebühr;R2\n"
            + "06.10.2026;5,00-;Bank;;Gebühr;R3\n";

        var import = await Imports.SendAsync(await BeginAsync(profile), Encoding.Latin1.GetBytes(text));

        Assert.Equal((3, 3, 0), (import.Rows, import.GoodRows, import.BadRows));
        Assert.Equal(DonationsFixture.Amount(123_450, "EUR"), Assert.Single(import.Sums));
        Assert.Contains(import.Preview[0].Cells, cell => (cell.Field, cell.Value) == ("remitterName", "Müller GmbH"));
        Assert.Empty(await EntriesAsync(profile.Account));

        await Imports.RunAsync(import);

        var entries = await EntriesAsync(profile.Account);
        var gift = Assert.Single(entries, entry => entry.State == BankEntryState.Candidate);
        Assert.Equal(
            ("Müller GmbH", "DE89370400440532013000", "2026-10-05", 123_450),
            (gift.RemitterName, gift.RemitterIban, gift.BookingDate, gift.Amount.MinorUnits)
        );
        Assert.Equal([500L, 2000L], entries.Where(entry => !entry.Credit).Select(e => e.Amount.MinorUnits).Order());
        var statement = await StatementAsync(profile.Account);
        Assert.Equal(("csv", "2026-10-05", "2026-10-06"), (statement.Format, statement.FromDate, statement.ToDate));
        var donor = await fund.DonorAsync();
        await fund.Banking.ConfirmBankEntryAsync(
            new ConfirmBankEntryRequest
            {
                RequestId = DonationsFixture.NewId(),
                BankEntryId = gift.BankEntryId,
                Parts =
                {
                    new EntryPart { DonorId = donor.DonorId, Amount = gift.Amount },
                },
            }
        );
    }

    [Fact]
    public async Task Every_bad_cell_is_named_before_anything_is_stored_and_good_rows_wait_for_a_decision()
    {
        var profile = await ProfileAsync(Layout());
        var text =
            Header
            + "05.10.2026;10,00;A;;x;R1\n"
            + "2026-10-05;10,00;A;;x;R2\n"
            + "05.10.2026;10.00;A;;x;R3\n"
            + "05.10.2026;10,005;A;;x;R4\n"
            + ";10,00;A;;x;R5\n"
            + "05.10.2026;;A;;x;R6\n"
            + "05.10.2026;10,00;A\n";

        var import = await Imports.SendAsync(await BeginAsync(profile), Encoding.Latin1.GetBytes(text));
        var problems = (await Imports.ListImportProblemsAsync(new() { ImportId = import.ImportId })).Problems;

        Assert.Equal((1, 6), (import.GoodRows, import.BadRows));
        Assert.Equal(
            ["3 Buchung 2026-10-05", "4 Betrag 10.00", "5 Betrag 10,005", "6  ", "7 Betrag ", "8  "],
            problems.Select(problem => $"{problem.Row} {problem.Column} {problem.Value}")
        );
        Assert.All(problems, problem => Assert.NotEqual("", problem.Problem));
        await Refused.ByAsync(
            "BAD_ROWS",
            Imports.StartImportAsync(new() { RequestId = DonationsFixture.NewId(), ImportId = import.ImportId })
        );
        await Imports.RunAsync(import, leaveOut: true);
        Assert.Equal("R1", Assert.Single(await EntriesAsync(profile.Account)).BankReference);
    }

    [Fact]
    public async Task Two_columns_for_two_directions_by_number_without_a_header()
    {
        var layout = new CsvLayout
        {
            Separator = ",",
            WithoutHeader = true,
            Columns =
            {
                Column("valueDate", "1"),
                Column("debit", "2"),
                Column("credit", "3"),
                Column("currency", "4"),
                Column("reference", "5"),
            },
        };
        var profile = await ProfileAsync(layout);
        const string text =
            "2026-10-01,,10.00,USD,a\n2026-10-02,4.00,,USD,b\n2026-10-03,-3.00,0.00,USD,c\n2026-10-04,1.00,1.00,USD,d\n2026-10-05,,-2.00,USD,e\n";

        var import = await Imports.SendAsync(await BeginAsync(profile), Encoding.UTF8.GetBytes(text));
        await Imports.RunAsync(import, leaveOut: true);

        Assert.Equal(2, import.BadRows);
        var entries = await EntriesAsync(profile.Account);
        Assert.Equal(
            ["a +1000", "b -400", "c -300"],
            entries.Select(entry => $"{entry.Reference} {(entry.Credit ? '+' : '-')}{entry.Amount.MinorUnits}").Order()
        );
    }

    [Fact]
    public async Task The_same_movement_in_another_file_is_known_and_equal_rows_of_one_file_are_two()
    {
        var profile = await ProfileAsync(Layout());
        const string row = "05.10.2026;10,00;A;;x;\n";

        await Imports.RunAsync(
            await Imports.SendAsync(await BeginAsync(profile), Encoding.Latin1.GetBytes(Header + row + row))
        );
        await Imports.RunAsync(
            await Imports.SendAsync(
                await BeginAsync(profile),
                Encoding.Latin1.GetBytes(Header + row + "07.10.2026;3,00;B;;y;\n" + row)
            )
        );

        Assert.Equal(
            [300L, 1000L, 1000L],
            (await EntriesAsync(profile.Account)).Select(e => e.Amount.MinorUnits).Order()
        );
    }

    [Fact]
    public async Task A_profile_is_kept_by_name_and_one_that_makes_no_sense_is_refused()
    {
        var profile = await ProfileAsync(Layout());
        var better = Layout();
        better.DateFormat = "dd.MM.yy";

        var saved = await SaveAsync(profile.Account, profile.Name, better);

        Assert.Equal(profile.BankCsvProfileId, saved.BankCsvProfileId);
        var listed = await fund.Banking.ListBankCsvProfilesAsync(new() { Account = profile.Account });
        Assert.Equal("dd.MM.yy", Assert.Single(listed.Profiles).Layout.DateFormat);
        var wrong = new CsvLayout { Columns = { Column("colour", "1") }, Separator = "x" };
        await Refused.ByAsync(
            "INVALID_FIELDS",
            fund.Banking.SaveBankCsvProfileAsync(
                new SaveBankCsvProfileRequest
                {
                    RequestId = DonationsFixture.NewId(),
                    Account = "AT1",
                    Name = "",
                    Layout = wrong,
                }
            ),
            "layout.separator",
            "layout.columns",
            "name"
        );
        await Refused.ByAsync(
            "NOT_FOUND",
            fund.Banking.BeginBankCsvImportAsync(
                new BeginBankCsvImportRequest
                {
                    RequestId = DonationsFixture.NewId(),
                    BankCsvProfileId = DonationsFixture.NewId(),
                    FileName = "x.csv",
                }
            )
        );
    }

    [Fact]
    public async Task A_layout_without_what_every_row_needs_makes_the_file_unreadable_with_its_columns()
    {
        var profile = await ProfileAsync(new CsvLayout { Columns = { Column("bookingDate", "Buchung") } });

        var import = await Imports.SendAsync(
            await BeginAsync(profile),
            Encoding.UTF8.GetBytes(Header + "x;y;z;a;b;c\n")
        );

        Assert.Equal(ImportState.Unreadable, import.State);
        Assert.Contains("currency", import.Refusal, StringComparison.Ordinal);
        Assert.Equal(["Buchung", "Betrag", "Name", "IBAN", "Zweck", "Ref"], import.Columns);
    }

    private static string Many(int count)
    {
        var entries = new StringBuilder();
        for (var i = 1; i <= count; i++)
        {
            entries.Append(
                Entry(
                    string.Create(CultureInfo.InvariantCulture, $"{i}.00"),
                    date: $"2026-10-{(i % 14) + 1:00}",
                    text: $"gift {i}"
                )
            );
        }

        // 9,000 entries of 1 to 9,000 are 40,504,500; one of 4,500,000 makes it round.
        return entries.Replace("<Amt Ccy=\"EUR\">9000.00</Amt>", "<Amt Ccy=\"EUR\">4509000.00</Amt>").ToString();
    }

    private static CsvLayout Layout() =>
        new()
        {
            Separator = ";",
            DecimalMark = ",",
            DateFormat = "dd.MM.yyyy",
            Encoding = "iso-8859-1",
            Columns =
            {
                Column("bookingDate", "Buchung"),
                Column("amount", "Betrag"),
                Column("remitterName", "Name"),
                Column("remitterIban", "IBAN"),
                Column("reference", "Zweck"),
                Column("bankReference", "Ref"),
                new CsvColumn { Field = "currency", Constant = "EUR" },
            },
        };

    private static CsvColumn Column(string field, string column) => new() { Field = field, Column = column };

    private Task<BankCsvProfile> ProfileAsync(CsvLayout layout) => SaveAsync(NewIban(), "daily", layout);

    private async Task<BankCsvProfile> SaveAsync(string account, string name, CsvLayout layout) =>
        (
            await fund.Banking.SaveBankCsvProfileAsync(
                new SaveBankCsvProfileRequest
                {
                    RequestId = DonationsFixture.NewId(),
                    Account = account,
                    Name = name,
                    Layout = layout,
                }
            )
        ).Profile;

    private async Task<Import> BeginAsync(BankCsvProfile profile) =>
        (
            await fund.Banking.BeginBankCsvImportAsync(
                new BeginBankCsvImportRequest
                {
                    RequestId = DonationsFixture.NewId(),
                    BankCsvProfileId = profile.BankCsvProfileId,
                    FileName = "bank.csv",
                }
            )
        ).Import;

    private async Task<Import> ReadyAsync(byte[] file, ImportKind kind) =>
        await Imports.SendAsync(await Imports.BeginAsync(kind), file);

    private async Task<IReadOnlyList<BankEntry>> EntriesAsync(string account) =>
        (
            await fund.Banking.ListBankEntriesAsync(
                new ListBankEntriesRequest
                {
                    Account = account,
                    Page = new() { PageSize = 10 },
                }
            )
        ).Entries;

    private async Task<BankStatement> StatementAsync(string account) =>
        Assert.Single((await fund.Banking.ListBankStatementsAsync(new() { Account = account })).Statements);

    private async Task<byte[]> DownloadAsync(BankStatement statement)
    {
        using var call = fund.Banking.DownloadBankStatement(new() { BankStatementId = statement.BankStatementId });
        var bytes = new List<byte>();
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            bytes.AddRange(call.ResponseStream.Current.Content);
        }

        return [.. bytes];
    }

    private static string NewIban() => "XK" + DonationsFixture.NewId().Replace("-", "")[^20..].ToUpperInvariant();
}
