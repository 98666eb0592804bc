using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Fund.Demo;

namespace Fund.EndToEnd.Tests;

/// <summary>
/// kill -9 of donations in the middle of its long work: while some steps are committed and one is half written. After a
/// start everything is there, once, and debits are credits.
/// </summary>
public sealed class KilledInTheMiddleOfLongWork(KilledInTheMiddleOfLongWork.Ready ready)
    : IClassFixture<KilledInTheMiddleOfLongWork.Ready>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private MoneyScene Scene => ready.Scene;

    [Fact]
    public async Task An_import_of_contributions_takes_every_row_in_once()
    {
        const int rows = 30_000;
        const string ours = "from contributions where value_date between '2016-02-01' and '2016-02-29'";
        var file = MoneyScene.Csv(
            rows,
            number => $"Giver {number % 400:000},1.05,USD,2016-02-{(number == 25_000 ? 29 : (number % 28) + 1):00}"
        );
        await using var held = await HoldAsync("insert", "contributions", "new.value_date = '2016-02-29'");
        var id = await Scene.StartImportAsync("contributions", file, Stop);

        await held.MetAsync(Stop);
        var before = await Scene.AskAsync<long>($"select count(*) {ours}");
        await Scene.KillAtAsync(held, Stop);
        var import = await Scene.ImportIsAsync(id, "done", Stop);

        Assert.InRange(before, 1, rows - 1);
        Assert.Equal($"{rows}", import["doneRows"]!.ToString());
        Assert.Equal(rows, await Scene.AskAsync<long>($"select count(*) {ours}"));
        Assert.Equal(rows * 105L, await Scene.AskAsync<long>($"select sum(usd_cents)::bigint {ours}"));
        Assert.Equal(400, await Scene.AskAsync<long>($"select count(distinct donor_id) {ours}"));
        Assert.Equal(400, await Scene.AskAsync<long>("select count(*) from donors where name like 'Giver %'"));
        Assert.Equal(
            rows,
            await Scene.AskAsync<long>(
                $"""
                select count(distinct cause_id)
                from ledger_entries where account = 'received' and cause_id in (select id {ours})
                """
            )
        );
        await Scene.BooksAreWholeAsync(Stop);
    }

    [Fact]
    public async Task An_import_of_a_bank_statement_takes_every_entry_in_once()
    {
        const int entries = 12_000;
        const string ours = "from bank_entries where account = 'XK051212012345678906'";
        var file = Statement("XK051212012345678906", entries, marked: 9_000);
        await using var held = await HoldAsync("insert", "bank_entries", "new.remitter_name = 'The marked one'");
        var id = await Scene.StartImportAsync("bankStatement", file, Stop);

        await held.MetAsync(Stop);
        var before = await Scene.AskAsync<long>($"select count(*) {ours}");
        await Scene.KillAtAsync(held, Stop);
        await Scene.ImportIsAsync(id, "done", Stop);

        Assert.InRange(before, 1, entries - 1);
        Assert.Equal(entries, await Scene.AskAsync<long>($"select count(*) {ours}"));
        Assert.Equal(entries * 200L, await Scene.AskAsync<long>($"select sum(amount_minor)::bigint {ours}"));
        var statements = (await Scene.Finance.GetAsync("bank-statements")).Rows();
        var statement = Assert.Single(statements, row => row.Text("account") == "XK051212012345678906");
        Assert.Empty(statement.Rows("warnings"));
        await Scene.BooksAreWholeAsync(Stop);
    }

    [Fact]
    public async Task A_bank_statement_in_one_request_is_there_whole_or_not_at_all()
    {
        const int entries = 3_000;
        const string ours = "from bank_entries where account = 'XK820000000000000017'";
        var file = Statement("XK820000000000000017", entries, marked: 2_000);
        var key = Api.NewKey();
        await using var held = await HoldAsync("insert", "bank_entries", "new.remitter_name = 'The marked one'");
        var first = Task.Run(
            () => Scene.Finance.TryFileAsync(HttpMethod.Post, "bank-statements", file, "application/xml", key),
            Stop
        );

        await Scene.KillAtAsync(held, Stop);
        var broken = await first;
        var after = await Scene.AskAsync<long>($"select count(*) {ours}");
        var again = await Scene.Finance.TryFileAsync(HttpMethod.Post, "bank-statements", file, "application/xml", key);

        Assert.True((int)broken.Status is 503 or 504, broken.Text);
        Assert.Equal(0, after);
        Assert.True(again.Ok, again.Text);
        Assert.Equal(entries, again.Json.Rows("statements").Single().Number("newEntries"));
        Assert.Equal(entries, await Scene.AskAsync<long>($"select count(*) {ours}"));
    }

    [Fact]
    public async Task A_batch_of_yearly_statements_makes_one_for_each_donor_and_tells_of_it_once()
    {
        const int donors = 12;
        const string papers = "from statement_papers where from_date = '2017-01-01'";
        var file = MoneyScene.Csv(donors, number => $"Yearly donor {number:00},{number}.50,USD,2017-05-{number:00}");
        await Scene.ImportIsAsync(await Scene.StartImportAsync("contributions", file, Stop), "done", Stop);
        await using var held = await HoldAsync("insert", "statement_papers", "new.donor_name = 'Yearly donor 07'");
        var batch = (await Scene.Finance.PostAsync("statement-batches", new JsonObject { ["year"] = 2017 })).Text(
            "batchId"
        );

        await held.MetAsync(Stop);
        var before = await Scene.AskAsync<long>($"select count(*) {papers}");
        await Scene.KillAtAsync(held, Stop);
        await Wait.UntilAsync(
            async _ =>
                await Scene.AskAsync<bool>(
                    $"select finished_at is not null from statement_batches where id = '{batch}'"
                ),
            TimeSpan.FromMinutes(2),
            () => $"the batch never ended\n{Scene.Donations.Log}",
            Stop
        );

        Assert.InRange(before, 1, donors - 1);
        var items = (await Scene.Finance.GetAsync($"statement-batches/{batch}/statements?pageSize=100")).Rows();
        Assert.Equal(donors, items.Count);
        Assert.All(items, item => Assert.Equal("made", item.Text("state")));
        Assert.Equal(donors, await Scene.AskAsync<long>($"select count(distinct donor_id) {papers}"));
        Assert.Equal(donors, await Scene.AskAsync<long>($"select count(distinct number) {papers}"));
        Assert.Equal(donors, await Scene.AskAsync<long>($"select count(*) {papers}"));
        await Scene.BooksAreWholeAsync(Stop);
        await Wait.UntilAsync(
            async _ => await NoticesAsync() >= donors,
            TimeSpan.FromSeconds(60),
            () => "not every donor was told of the statement",
            Stop
        );
        Assert.Equal(donors, await NoticesAsync());
    }

    [Fact]
    public async Task Valuing_what_waited_and_revaluing_it_happen_once_each()
    {
        const int rows = 5_000;
        const string ours = "from contributions where amount_currency = 'ISK'";
        var file = MoneyScene.Csv(rows, number => $"Icelander {number % 50:00},12500,ISK,2018-03-15");
        await Scene.ImportIsAsync(await Scene.StartImportAsync("contributions", file, Stop), "done", Stop);

        // Work goes by ids, and the request itself does the first two thousand.
        var late = await Scene.AskAsync<Guid>($"select id {ours} order by id offset 3500 limit 1");
        var looked = $"new.id = '{late:D}'";

        await using var held = await HoldAsync("update", "contributions", looked);
        await RateAsync("125", "");
        await held.MetAsync(Stop);
        var valued = await Scene.AskAsync<long>($"select count(*) {ours} and usd_cents is not null");
        await Scene.KillAtAsync(held, Stop);
        await ValuedAsync();

        Assert.InRange(valued, 1, rows - 1);
        Assert.Equal(rows * 100_00L, await Scene.AskAsync<long>($"select sum(usd_cents)::bigint {ours}"));
        await Scene.BooksAreWholeAsync(Stop);

        await using var heldAgain = await HoldAsync("update", "contributions", looked);
        await RateAsync("100", "The Treasury corrected it");
        await heldAgain.MetAsync(Stop);
        var revalued = await Scene.AskAsync<long>("select count(*) from revaluations");
        await Scene.KillAtAsync(heldAgain, Stop);
        await ValuedAsync();

        Assert.InRange(revalued, 1, rows - 1);
        Assert.Equal(rows * 125_00L, await Scene.AskAsync<long>($"select sum(usd_cents)::bigint {ours}"));
        Assert.Equal(rows, await Scene.AskAsync<long>("select count(*) from revaluations"));
        Assert.Equal(rows, await Scene.AskAsync<long>("select count(distinct contribution_id) from revaluations"));
        Assert.Equal(
            rows * 125_00L,
            await Scene.AskAsync<long>(
                $"""
                select -sum(amount_minor)::bigint from ledger_entries
                where account = 'received' and amount_currency = 'USD' and cause_id in (select id {ours})
                """
            )
        );
        await Scene.BooksAreWholeAsync(Stop);
    }

    private Task<HeldStep> HoldAsync(string operation, string table, string row) =>
        HeldStep.BeforeAsync(Scene.Fund.DatabaseOf("Donations"), operation, table, row);

    private Task<long> NoticesAsync() =>
        Scene.Fund.AskAsync<long>(
            "Gateway",
            "select count(*) from notices where kind = 'StatementReady' and from_date = '2017-01-01'"
        );

    private Task<JsonNode> RateAsync(string unitsPerUsd, string correction) =>
        Scene.Finance.PostAsync(
            "rates",
            new JsonObject
            {
                ["currencyCode"] = "ISK",
                ["effectiveDate"] = "2018-02-01",
                ["unitsPerUsd"] = unitsPerUsd,
                ["correctionReason"] = correction,
            }
        );

    private Task ValuedAsync() =>
        Wait.UntilAsync(
            async _ =>
                await Scene.AskAsync<long>("select count(*) from rate_valuations where finished_at is null") == 0,
            TimeSpan.FromMinutes(2),
            () => $"the valuation never ended\n{Scene.Donations.Log}",
            Stop
        );

    /// <summary>One account with entries of EUR 2.00 each, one of them from a remitter of its own.</summary>
    private static string Statement(string account, int entries, int marked)
    {
        string Balance(string code, string amount) =>
            $"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{amount}</Amt>"
            + "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2016-04-01</Dt></Dt></Bal>";
        var file = new StringBuilder(
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr/><Stmt>"
                + $"<Id>LONG</Id><Acct><Id><IBAN>{account}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
                + Balance("OPBD", "0.00")
                + Balance("CLBD", string.Create(CultureInfo.InvariantCulture, $"{entries * 2}.00"))
        );
        for (var number = 1; number <= entries; number++)
        {
            var name = number == marked ? "The marked one" : $"Remitter {number}";
            file.Append("<Ntry><Amt Ccy=\"EUR\">2.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>")
                .Append("<BookgDt><Dt>2016-04-01</Dt></BookgDt><ValDt><Dt>2016-04-01</Dt></ValDt>")
                .Append(CultureInfo.InvariantCulture, $"<AcctSvcrRef>{account[^4..]}-{number}</AcctSvcrRef>")
                .Append(CultureInfo.InvariantCulture, $"<NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>{name}</Nm>")
                .Append("</Pty></Dbtr></RltdPties></TxDtls></NtryDtls></Ntry>");
        }

        return file.Append("</Stmt></BkToCstmrStmt></Document>").ToString();
    }

    /// <summary>One running fund for all cases; each has years, accounts and currencies of its own.</summary>
    public sealed class Ready : IAsyncLifetime
    {
        private WholeFund? _fund;

        internal MoneyScene Scene { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _fund = await WholeFund.StartAsync(instances: 1, TestContext.Current.CancellationToken);
            Scene = new MoneyScene(_fund);
            await Scene.PrepareAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (_fund is not null)
            {
                await _fund.DisposeAsync();
            }
        }
    }
}
