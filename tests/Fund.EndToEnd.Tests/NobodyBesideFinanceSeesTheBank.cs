using System.Text;
using System.Text.Json.Nodes;
using Fund.Demo;

namespace Fund.EndToEnd.Tests;

/// <summary>
/// Names, accounts and words of remitters go through upload, matching, confirmation, dismissal, undoing, receipts and
/// statements, in processes that log all they can: they come out for finance and auditors, and nowhere else.
/// </summary>
public sealed class NobodyBesideFinanceSeesTheBank
{
    private const string Name = "Quixfeather Kanarienvogel";
    private const string Iban = "XK051212099987654321";
    private const string Words = "zebrafinch-remittance-4711";
    private const string EndToEnd = "E2E-QUETZAL-0815";
    private const string Reason = "a relative of Pelikanowitsch";

    private static readonly string[] Canaries =
    [
        "Quixfeather",
        "Kanarienvogel",
        Iban,
        "99987654321",
        "zebrafinch",
        "QUETZAL",
        "Pelikanowitsch",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_canary_leaves_by_log_trace_event_queue_or_the_answer_to_anybody_else()
    {
        await using var overheard = await Overheard.StartAsync();
        await using var fund = await WholeFund.StartAsync(1, Stop, overheard.Settings, overheard.Line);
        var scene = new MoneyScene(fund);
        await scene.PrepareAsync();
        await overheard.ListenAsync(fund.Corner);
        var donor = (
            await scene.Finance.PostAsync("donors", new JsonObject { ["kind"] = "foundation", ["name"] = "A giver" })
        ).Text("donorId");
        var tenant = new JsonObject { ["donorId"] = donor };
        var contact = await scene.EnrolAsync("contact", "donorContact", tenant);
        var others = new List<Api> { contact, await scene.EnrolAsync("reviewer", "reviewer") };
        others.Add(await scene.EnrolAsync("programme-officer", "programmeOfficer"));
        others.Add(await scene.EnrolAsync("trustee", "trustee"));
        others.Add(new Api(new HttpClient { BaseAddress = fund.Gateways.First() }, "the public"));

        var entries = await TakeInAsync(scene);
        var contribution = await DecideAsync(scene, entries, donor);
        var answers = await AskAsOthersAsync(scene, others, entries, donor, contribution);
        await MistakesAsync(scene, entries[0]);
        await QuietAsync(scene);

        Assert.Contains("ConfirmBankEntry", overheard.Logs, StringComparison.Ordinal);
        Assert.Contains("ConfirmBankEntry", overheard.Telemetry, StringComparison.Ordinal);
        Assert.Contains(contribution, overheard.Messages, StringComparison.Ordinal);
        Assert.Contains("A giver", answers, StringComparison.Ordinal);
        HasNone("a log", overheard.Logs);
        HasNone("a trace or metric", overheard.Telemetry);
        HasNone("a message", overheard.Messages);
        HasNone(
            "the outbox",
            await scene.AskAsync<string>("select coalesce(string_agg(o::text, ''), '') from outbox o")
        );
        HasNone("an answer to somebody else", answers);
        foreach (var database in new[] { "Gateway", "GrantCalls", "Projects", "Beneficiaries" })
        {
            HasNone(database, await EverythingAsync(fund, database));
        }
    }

    /// <summary>By one request and by an import in parts; finance sees it all.</summary>
    private static async Task<IReadOnlyList<string>> TakeInAsync(MoneyScene scene)
    {
        var file = Statement("CANARY-1", 5);
        var taken = await scene.Finance.PostFileAsync("bank-statements", file);
        var import = await scene.StartImportAsync("bankStatement", Statement("CANARY-2", 3), Stop);
        await scene.ImportIsAsync(import, "done", Stop);
        var statement = taken.Rows("statements").Single().Text("bankStatementId");
        var list = await scene.Finance.GetAsync($"bank-entries?bankStatementId={statement}");
        var found = await scene.Finance.GetAsync($"bank-entries?search={Uri.EscapeDataString("Kanarienvogel")}");
        Assert.Equal(8, found.Rows().Count);
        Assert.Equal(Name, list.Rows()[0].Text("remitterName"));
        Assert.Contains(Words, (await scene.Auditor.GetAsync($"bank-statements/{statement}")).ToJsonString() + list);
        return [.. list.Rows().Select(row => row.Text("bankEntryId"))];
    }

    private static async Task<string> DecideAsync(MoneyScene scene, IReadOnlyList<string> entries, string donor)
    {
        JsonObject Parts(params string[] amounts) =>
            new()
            {
                ["parts"] = Make.Array([
                    .. amounts.Select(amount => new JsonObject
                    {
                        ["donorId"] = donor,
                        ["amount"] = Make.Money(amount),
                    }),
                ]),
            };
        var reason = new JsonObject { ["reason"] = Reason };
        var confirmed = await scene.Finance.PostAsync($"bank-entries/{entries[0]}/confirmation", Parts("100.00"));
        await scene.Finance.PostAsync($"bank-entries/{entries[1]}/confirmation", Parts("60.00", "40.00"));
        await scene.Finance.PostAsync($"bank-entries/{entries[2]}/dismissal", (JsonObject)reason.DeepClone());
        await scene.Finance.PostAsync($"bank-entries/{entries[1]}/undoing", (JsonObject)reason.DeepClone());
        await scene.Finance.PostAsync($"bank-entries/{entries[2]}/undoing", (JsonObject)reason.DeepClone());
        var contribution = confirmed.Rows("contributions").Single().Text("contributionId");
        await scene.Finance.PostAsync("receipts", new JsonObject { ["contributionId"] = contribution });
        await scene.Finance.PostAsync("statement-batches", new JsonObject { ["year"] = 2016 });
        return contribution;
    }

    /// <summary>Everything that others may ask for, and everything that they may not; all their answers.</summary>
    private static async Task<string> AskAsOthersAsync(
        MoneyScene scene,
        List<Api> others,
        IReadOnlyList<string> entries,
        string donor,
        string contribution
    )
    {
        var statement = await scene.AskAsync<Guid>("select id from bank_statements order by id limit 1");
        string[] paths =
        [
            .. entries.Select(entry => $"bank-entries/{entry}"),
            "bank-entries",
            $"bank-entries?search={Iban}",
            "bank-statements",
            $"bank-statements/{statement}",
            $"bank-statements/{statement}/file",
            "imports",
            "exports/donor-contacts",
            $"donors/{donor}",
            $"donors/{donor}/statement?fromDate=2016-01-01&toDate=2016-12-31",
            $"donors/{donor}/statement/file?fromDate=2016-01-01&toDate=2016-12-31&format=csv",
            $"contributions/{contribution}",
            $"contributions?donorId={donor}",
            "receipts",
            "notices",
            "fund-position",
            "public-register",
            "ledger-entries",
        ];
        var answers = new StringBuilder();
        foreach (var other in others)
        {
            foreach (var path in paths)
            {
                answers.AppendLine((await other.TryAsync(HttpMethod.Get, path)).Text);
            }

            var decision = await other.TryAsync(HttpMethod.Post, $"bank-entries/{entries[3]}/dismissal");
            Assert.True((int)decision.Status is 401 or 403 or 404, decision.Text);
            answers.AppendLine(decision.Text);
        }

        return answers.ToString();
    }

    /// <summary>What is wrong is told to whoever sent it, and to no log.</summary>
    private static async Task MistakesAsync(MoneyScene scene, string decided)
    {
        var wrong = new JsonObject { ["reason"] = new JsonObject { ["words"] = Name } };
        foreach (
            var answer in new[]
            {
                await scene.Finance.TryAsync(HttpMethod.Post, $"bank-entries/{decided}/dismissal", wrong),
                await scene.Finance.TryAsync(HttpMethod.Get, $"bank-entries/{Uri.EscapeDataString(Name)}"),
                await scene.Finance.TryAsync(HttpMethod.Get, $"bank-entries?search={Words}&fromDate={EndToEnd}"),
                await scene.Finance.TryAsync(
                    HttpMethod.Post,
                    $"bank-entries/{decided}/dismissal",
                    new JsonObject { ["reason"] = Reason + new string('x', 600) }
                ),
                await scene.Finance.TryFileAsync(
                    HttpMethod.Post,
                    "bank-statements",
                    Statement("CANARY-3", 2)[..^60],
                    "application/xml"
                ),
                await scene.Finance.TryFileAsync(
                    HttpMethod.Post,
                    "bank-statements",
                    Statement("CANARY-4", 1).Replace("100.00", Words, StringComparison.Ordinal),
                    "application/xml"
                ),
            }
        )
        {
            Assert.True(answer.Ok || (int)answer.Status is 400 or 404 or 409, answer.Text);
        }
    }

    private static async Task QuietAsync(MoneyScene scene)
    {
        await Wait.UntilAsync(
            async _ =>
                await scene.AskAsync<long>(
                    "select (select count(*) from outbox) + (select count(*) from statement_batches where finished_at is null)"
                ) == 0,
            TimeSpan.FromSeconds(90),
            () => "the statements were not made, or not told of",
            Stop
        );
        foreach (var process in scene.Fund.Processes)
        {
            await process.StopAsync(Stop);
        }
    }

    private static void HasNone(string place, string text)
    {
        foreach (var canary in Canaries)
        {
            var at = text.IndexOf(canary, StringComparison.OrdinalIgnoreCase);
            Assert.True(
                at < 0,
                $"{place} has {canary}: {text[Math.Max(0, at - 300)..Math.Min(text.Length, at + 100)]}"
            );
            var hex = Convert.ToHexString(Encoding.UTF8.GetBytes(canary));
            Assert.DoesNotContain(hex, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static async Task<string> EverythingAsync(WholeFund fund, string database)
    {
        var tables = await fund.AskAsync<string>(
            database,
            """
            select string_agg(format('select %L || t::text as row from %I t', table_name, table_name), ' union all ')
            from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
            """
        );
        return await fund.AskAsync<string>(
            database,
            $"select coalesce(string_agg(row, ''), '') from ({tables}) all_rows"
        );
    }

    private static string Statement(string id, int entries)
    {
        string Balance(string code, string amount) =>
            $"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy=\"USD\">{amount}</Amt>"
            + "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2016-04-01</Dt></Dt></Bal>";
        var file = new StringBuilder(
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><GrpHdr/><Stmt>"
                + $"<Id>{id}</Id><Acct><Id><IBAN>GB33BUKB20201555555555</IBAN></Id><Ccy>USD</Ccy></Acct>"
                + Balance("OPBD", "0.00")
                + Balance("CLBD", $"{entries}00.00")
        );
        for (var number = 1; number <= entries; number++)
        {
            file.Append("<Ntry><Amt Ccy=\"USD\">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>")
                .Append("<BookgDt><Dt>2016-04-01</Dt></BookgDt><ValDt><Dt>2016-04-01</Dt></ValDt>")
                .Append($"<AcctSvcrRef>{id}-{number}</AcctSvcrRef><NtryDtls><TxDtls>")
                .Append($"<Refs><EndToEndId>{EndToEnd}-{number}</EndToEndId></Refs>")
                .Append($"<RltdPties><Dbtr><Pty><Nm>{Name}</Nm></Pty></Dbtr>")
                .Append($"<DbtrAcct><Id><IBAN>{Iban}</IBAN></Id></DbtrAcct></RltdPties>")
                .Append($"<RmtInf><Ustrd>{Words} {number}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>");
        }

        return file.Append("</Stmt></BkToCstmrStmt></Document>").ToString();
    }
}
