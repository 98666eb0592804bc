using System.Text;
using Fund.Donations.V1;
using Fund.Hosting;
using Fund.Testing;
using Npgsql;

namespace Fund.Donations.Tests.Features;

/// <summary>Files of contributions and donors: received in parts, checked, decided on, taken in.</summary>
public sealed class ImportTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    private const string Header = "donor,amount,currency,valueDate,channel,earmark,reference\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ImportsService.ImportsServiceClient Imports =>
        fund.Service.Client<ImportsService.ImportsServiceClient>(TestIdentity.FinanceOfficer);

    [Fact]
    public async Task A_campaign_in_one_file_becomes_contributions_with_their_ledger_entries()
    {
        var donor = await fund.DonorAsync($"World Day {DonationsFixture.NewId()}", DonorKind.Campaign);
        var before = await fund.PositionAsync();
        var text = new StringBuilder(Header);
        for (var gift = 1; gift <= 12_000; gift++)
        {
            text.Append($"{donor.Name},{gift % 90 + 1}.50,USD,2026-07-30,campaign,,\n");
        }

        var import = await ReadyAsync(text.ToString());

        Assert.Equal((ImportState.Checked, 12_000, 0), (import.State, import.GoodRows, import.BadRows));
        var sum = Enumerable.Range(1, 12_000).Sum(gift => (gift % 90 + 1) * 100L + 50);
        Assert.Equal(DonationsFixture.Usd(sum), Assert.Single(import.Sums));

        import = await Imports.RunAsync(import);

        Assert.Equal((ImportState.Done, 12_000), (import.State, import.DoneRows));
        Assert.Equal(sum, (await fund.PositionAsync()).Received.MinorUnits - before.Received.MinorUnits);
        Assert.Equal(12_000, await CountAsync(donor.DonorId));
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_file_of_another_layout_is_read_by_its_mapping()
    {
        var name = $"Société {DonationsFixture.NewId()}";
        var text = $"Spender;Betrag;Datum;Zweck\n\"{name}\";1'234,50;31.12.2025;\"Schutz; Hilfe\"\n";
        var layout = new CsvLayout
        {
            Separator = ";",
            DecimalMark = ",",
            DateFormat = "dd.MM.yyyy",
            Encoding = "windows-1252",
            Columns =
            {
                Column("donor", "Spender"),
                Column("amount", "Betrag"),
                Column("valueDate", "Datum"),
                Column("earmark", "Zweck"),
                Constant("currency", "EUR"),
                Constant("donorKind", "foundation"),
            },
        };

        var import = await ReadyAsync(
            System.Text.CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(text),
            layout,
            createDonors: true
        );
        await Imports.RunAsync(import);

        var donor = Assert.Single((await fund.Finance.ListDonorsAsync(new() { Search = name })).Donors);
        Assert.Equal((name, DonorKind.Foundation), (donor.Name, donor.Kind));
        var gifts = await fund.Finance.ListContributionsAsync(new() { DonorId = donor.DonorId });
        var gift = Assert.Single(gifts.Contributions);
        Assert.Equal(DonationsFixture.Amount(123_450, "EUR"), gift.Amount);
        Assert.Equal(("2025-12-31", "Schutz; Hilfe"), (gift.ValueDate, gift.Earmark));
    }

    [Fact]
    public async Task Every_bad_cell_is_named_and_good_rows_wait_for_a_person()
    {
        var donor = await fund.DonorAsync($"Careful Givers {DonationsFixture.NewId()}");
        var import = await ReadyAsync(
            Header
                + $"{donor.Name},10.00,USD,2026-01-02,bank,,\n"
                + $"{donor.Name},\"1,5\",USD,2026-01-02,bank,,\n"
                + $"{donor.Name},10.005,USD,2026-01-02,bank,,\n"
                + $"{donor.Name},1.5,JPY,2026-01-02,bank,,\n"
                + $"{donor.Name},1.2345,KWD,2026-01-02,bank,,\n"
                + $"{donor.Name},99999999999999999999,USD,2026-01-02,bank,,\n"
                + $"{donor.Name},-5,USD,2026-01-02,bank,,\n"
                + $"{donor.Name},0,USD,2026-01-02,bank,,\n"
                + $"{donor.Name},5,XXQ,2026-01-02,bank,,\n"
                + $"{donor.Name},5,USD,2027-01-02,bank,,\n"
                + $"{donor.Name},5,USD,02/01/2026,bank,,\n"
                + $"{donor.Name},5,USD,2026-01-02,pigeon,,\n"
                + "Nobody we know,5,USD,2026-01-02,bank,,\n"
                + $"{donor.Name},5,USD\n"
        );

        Assert.Equal((14, 1, 13), (import.Rows, import.GoodRows, import.BadRows));
        var problems = await Imports.ProblemsAsync(import);
        Assert.Equal(Enumerable.Range(3, 13), problems.Select(problem => (int)problem.Row));
        Assert.Equal(
            [
                "amount",
                "amount",
                "amount",
                "amount",
                "amount",
                "amount",
                "amount",
                "currency",
                "valueDate",
                "valueDate",
            ],
            problems.Take(10).Select(problem => problem.Column)
        );
        Assert.Equal(("channel", "pigeon"), (problems[10].Column, problems[10].Value));
        Assert.Contains("bank, campaign, cheque, inPerson", problems[10].Problem, StringComparison.Ordinal);
        Assert.Equal(("donor", "Nobody we know"), (problems[11].Column, problems[11].Value));
        Assert.Contains("3 cells", problems[12].Problem, StringComparison.Ordinal);

        await Refused.ByAsync(
            "BAD_ROWS",
            Imports.StartImportAsync(new() { RequestId = DonationsFixture.NewId(), ImportId = import.ImportId })
        );
        Assert.Equal(0, await CountAsync(donor.DonorId));
        import = await Imports.RunAsync(import, leaveOut: true);
        Assert.Equal((1, 13), (import.DoneRows, import.BadRows));
        Assert.Equal(1, await CountAsync(donor.DonorId));
    }

    [Fact]
    public async Task The_same_file_and_the_same_reference_are_recognised()
    {
        var donor = await fund.DonorAsync($"Regular {DonationsFixture.NewId()}");
        var file = Header + $"{donor.Name},10,USD,2026-01-02,bank,,A-1\n{donor.Name},20,USD,2026-01-02,bank,,A-2\n";
        await Imports.RunAsync(await ReadyAsync(file));

        var again = await ReadyAsync(file);
        Assert.NotEmpty(again.SameFileImportId);
        Assert.Equal(2, again.BadRows);

        var overlapping = await ReadyAsync(
            Header
                + $"{donor.Name},20,USD,2026-01-02,bank,,A-2\n"
                + $"{donor.Name},30,USD,2026-01-03,bank,,A-3\n"
                + $"{donor.Name},30,USD,2026-01-03,bank,,A-3\n"
        );
        Assert.Equal((1, 2), (overlapping.GoodRows, overlapping.BadRows));
        await Imports.RunAsync(overlapping, leaveOut: true);
        Assert.Equal(3, await CountAsync(donor.DonorId));
    }

    [Fact]
    public async Task A_file_without_references_that_comes_again_is_taken_in_only_when_a_person_says_so()
    {
        var donor = await fund.DonorAsync($"Twice {DonationsFixture.NewId()}");
        var file = Header + $"{donor.Name},10,USD,2026-01-02,bank,,\n";
        await Imports.RunAsync(await ReadyAsync(file));
        var again = await ReadyAsync(file);

        await Refused.ByAsync(
            "SAME_FILE",
            Imports.StartImportAsync(new() { RequestId = DonationsFixture.NewId(), ImportId = again.ImportId })
        );
    }

    [Fact]
    public async Task A_row_that_names_a_merged_donor_is_the_survivors()
    {
        var duplicate = await fund.DonorAsync($"Old Name {DonationsFixture.NewId()}");
        var survivor = await fund.DonorAsync($"New Name {DonationsFixture.NewId()}");
        await fund.Finance.MergeDonorsAsync(
            new()
            {
                RequestId = DonationsFixture.NewId(),
                DonorId = survivor.DonorId,
                DuplicateId = duplicate.DonorId,
                Reason = "One ministry under two names.",
            }
        );

        var import = await ReadyAsync(
            "donor,donorId,amount,currency,valueDate\n"
                + $"{duplicate.Name},,10,USD,2026-01-02\n"
                + $",{duplicate.DonorId},20,USD,2026-01-02\n"
        );
        await Imports.RunAsync(import);

        Assert.Equal((0, 2), (await CountAsync(duplicate.DonorId), await CountAsync(survivor.DonorId)));
    }

    [Fact]
    public async Task A_row_may_bring_its_donor_and_its_pledge()
    {
        var name = $"Kingdom {DonationsFixture.NewId()}";
        var import = await ReadyAsync(
            "year,donor,fund,paid,total\n"
                + $"2018,{name},Afghanistan,371040.00,500000.00\n"
                + $"2019,{name},Myanmar,0.00,1000.00\n",
            new CsvLayout
            {
                Columns =
                {
                    Column("earmark", "fund"),
                    Column("amount", "paid"),
                    Column("pledgedAmount", "total"),
                    Constant("currency", "USD"),
                    Constant("donorKind", "memberState"),
                    Constant("donorCountry", "AT"),
                },
            },
            createDonors: true
        );
        await Imports.RunAsync(import);

        var donor = Assert.Single((await fund.Finance.ListDonorsAsync(new() { Search = name })).Donors);
        var pledges = (await fund.Finance.ListPledgesAsync(new() { DonorId = donor.DonorId })).Pledges;
        Assert.Equal([100_000, 12_896_000], pledges.Select(pledge => pledge.Outstanding.MinorUnits).Order());
        Assert.Equal(1, await CountAsync(donor.DonorId));
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_process_killed_in_the_middle_takes_every_row_in_once()
    {
        var donor = await fund.DonorAsync($"Persistent {DonationsFixture.NewId()}");
        var text = new StringBuilder(Header);
        for (var gift = 0; gift < 30_000; gift++)
        {
            text.Append($"{donor.Name},1,USD,2026-07-30,campaign,,\n");
        }

        var import = await ReadyAsync(text.ToString());
        await Imports.StartImportAsync(new() { RequestId = DonationsFixture.NewId(), ImportId = import.ImportId });

        // What a kill leaves: its session ends in the middle of a step. A lock holds the step where it can be met.
        await using (var connection = await fund.Database.Source.OpenConnectionAsync(Stop))
        await using (var transaction = await connection.BeginTransactionAsync(Stop))
        {
            await using var hold = new NpgsqlCommand(
                "lock table ledger_entries in share mode",
                connection,
                transaction
            );
            await hold.ExecuteNonQueryAsync(Stop);
            await Eventually.TrueAsync(
                async () =>
                    await fund.Database.ScalarAsync<long>(
                        """
                        select count(pg_terminate_backend(pid)) from pg_stat_activity
                        where datname = current_database() and pid <> pg_backend_pid()
                            and wait_event_type = 'Lock' and query ilike 'copy ledger_entries%'
                        """
                    ) > 0,
                "a step was killed"
            );
        }

        import = await Imports.UntilAsync(import, ImportState.Done);
        Assert.Equal(30_000, import.DoneRows);
        Assert.Equal(30_000, await CountAsync(donor.DonorId));
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task A_donor_that_many_rows_bring_is_registered_once_though_steps_are_written_side_by_side()
    {
        var name = $"Many gifts {DonationsFixture.NewId()}";
        var text = new StringBuilder(Header);
        for (var gift = 0; gift < 22_000; gift++)
        {
            // One comes with every row, one in the middle of each step, and one at the last row only.
            var who =
                gift == 21_999 ? $"{name} last"
                : gift % 5_000 == 2_500 ? $"{name} {gift}"
                : name;
            text.Append($"{who},1,USD,2026-07-30,campaign,,{DonationsFixture.NewId()}\n");
        }

        var layout = new CsvLayout { Columns = { Constant("donorKind", "individual") } };
        var import = await Imports.RunAsync(await ReadyAsync(text.ToString(), layout, createDonors: true));

        Assert.Equal(22_000, import.DoneRows);
        var names = await fund.Database.ScalarAsync<string>(
            $"select string_agg(d.name || ':' || (select count(*) from contributions where donor_id = d.id), ',' "
                + $"order by d.name) from donors d where d.name like '{name}%'"
        );
        Assert.Equal($"{name}:21995,{name} 12500:1,{name} 17500:1,{name} 2500:1,{name} 7500:1,{name} last:1", names);
        await fund.BooksBalanceAsync();
    }

    [Fact]
    public async Task Donors_are_taken_in_and_known_ones_are_problems_of_their_rows()
    {
        var known = await fund.DonorAsync($"Known {DonationsFixture.NewId()}");
        var fresh = $"Agence française {DonationsFixture.NewId()}";
        var import = await ReadyAsync(
            "name,kind,country_code,language,publicly_anonymous\n"
                + $"{fresh},member state,fr,fr,yes\n"
                + $"{known.Name.ToUpperInvariant()},foundation,,,\n"
                + "A State without a country,memberState,,,\n"
                + "Somebody,individual,,xx,perhaps\n",
            kind: ImportKind.Donors
        );

        Assert.Equal((1, 3), (import.GoodRows, import.BadRows));
        Assert.Equal(
            ["name", "countryCode", "language", "publiclyAnonymous"],
            (await Imports.ProblemsAsync(import)).Select(problem =>
                problem.Column.Replace("_c", "C").Replace("_a", "A")
            )
        );
        await Imports.RunAsync(import, leaveOut: true);
        var donor = Assert.Single((await fund.Finance.ListDonorsAsync(new() { Search = fresh })).Donors);
        Assert.Equal(("FR", "fr", true), (donor.CountryCode, donor.Language, donor.PubliclyAnonymous));
    }

    private static CsvColumn Column(string field, string column) => new() { Field = field, Column = column };

    private static CsvColumn Constant(string field, string value) => new() { Field = field, Constant = value };

    private Task<Import> ReadyAsync(
        string text,
        CsvLayout? layout = null,
        bool createDonors = false,
        ImportKind kind = ImportKind.Contributions
    ) => ReadyAsync(Encoding.UTF8.GetBytes(text), layout, createDonors, kind);

    private async Task<Import> ReadyAsync(
        byte[] file,
        CsvLayout? layout,
        bool createDonors,
        ImportKind kind = ImportKind.Contributions
    ) => await Imports.SendAsync(await Imports.BeginAsync(kind, layout, createDonors), file);

    private Task<long> CountAsync(string donorId) =>
        fund.Database.ScalarAsync<long>($"select count(*) from contributions where donor_id = '{donorId}'");
}
