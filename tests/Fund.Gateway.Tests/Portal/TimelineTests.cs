using System.Text.RegularExpressions;
using Fund.Audit.V1;
using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Gateway.Api;
using Fund.Gateway.Audit;
using Fund.Gateway.Identity;
using Fund.Gateway.Portal;
using Fund.Hosting;
using Fund.Testing.Browser;
using Google.Protobuf.WellKnownTypes;

namespace Fund.Gateway.Tests.Portal;

/// <summary>What was done about a record, readable: fields by their labels, before and after as the language writes them.</summary>
public sealed partial class TimelineTests(RunningGateway gateway, Chromium chromium)
    : IClassFixture<RunningGateway>,
        IClassFixture<Chromium>
{
    private const string Id = "0198f3a2-7c1e-7b11-9f61-3a55c0d4e8b2";

    private static readonly Words Words = new();

    [Theory]
    [InlineData("en", "Value date", "1 January 2026", "1 February 2026", "USD\u00A01,250.50", "cheque")]
    [InlineData("fr", "Date de valeur", "1 janvier 2026", "1 février 2026", "1\u202F250,50\u00A0USD", "chèque")]
    [InlineData("ar", "تاريخ القيمة", "1 يناير 2026", "1 فبراير 2026", "USD\u00A01,250.50", "شيك")]
    public async Task The_history_of_a_record_shows_before_and_after(
        string language,
        string label,
        string before,
        string after,
        string amount,
        string channel
    )
    {
        Tell();
        var token = await gateway.TokenAsync(Role.Auditor);
        await using var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token, script: false);

        await view.Page.GotoAsync($"/{language}/records/contribution/{Id}");

        await view.PictureAsync($"{language}-timeline");
        var rows = await view.Page.Locator(".f-timeline table tbody tr").AllInnerTextsAsync();
        var row = rows.Single(text => text.Contains(label, StringComparison.Ordinal));
        Assert.Contains(before, row, StringComparison.Ordinal);
        Assert.Contains(after, row, StringComparison.Ordinal);
        Assert.Contains(rows, text => text.Contains(amount, StringComparison.Ordinal));
        Assert.Contains(rows, text => text.Contains(channel, StringComparison.Ordinal));
        var text = await view.Page.Locator(".f-timeline").InnerTextAsync();
        Assert.Contains(Words.In(language)["Field.earmark"], text, StringComparison.Ordinal);
        Assert.DoesNotContain("{\"", text, StringComparison.Ordinal);
        Assert.Empty(view.Complaints);
    }

    [Theory]
    [InlineData(Role.FinanceOfficer, "/contributions/", "contribution")]
    [InlineData(Role.FinanceOfficer, "/pledges/", "pledge")]
    [InlineData(Role.FinanceOfficer, "/donors/", "donor")]
    [InlineData(Role.FinanceOfficer, "/bank/entries/", "bank_entry")]
    [InlineData(Role.FinanceOfficer, "/bank/statements/", "bank_statement")]
    [InlineData(Role.FinanceOfficer, "/imports/", "import_file")]
    [InlineData(Role.FinanceOfficer, "/statements/", "statement_batch")]
    public async Task Every_record_leads_to_its_history(Role role, string path, string kind)
    {
        var token = await gateway.TokenAsync(role);
        await using var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token, script: false);

        await view.Page.GotoAsync($"/en{path}{Id}");

        Assert.Equal(1, await view.Page.Locator($"main a[href='/en/records/{kind}/{Id}']").CountAsync());
    }

    [Fact]
    public async Task Rates_settings_and_months_lead_to_their_histories()
    {
        var token = await gateway.TokenAsync(Role.FinanceOfficer);
        var rates = new ListRatesResponse { Page = new PageResponse() };
        rates.Rates.Add(Rate());
        gateway.Backend.Answer("ListRates", rates);
        var settings = new ListPolicySettingsResponse { Page = new PageResponse() };
        settings.Settings.Add(Setting("system"));
        gateway.Backend.Answer("ListPolicySettings", settings);
        var months = new ListAccountingPeriodsResponse { Page = new PageResponse() };
        months.Periods.Add(Month("unknown"));
        gateway.Backend.Answer("ListAccountingPeriods", months);
        await using var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token, script: false);

        foreach (
            var (page, record) in new[]
            {
                ("rates", $"operational_rate/{Id}"),
                ("policy", $"policy_setting/{Id}"),
                ("ledger/months", "accounting_period/2026-09-01"),
            }
        )
        {
            await view.Page.GotoAsync($"/en/{page}");
            await view.PictureAsync($"history-links-{page.Replace('/', '-')}");
            Assert.Equal(1, await view.Page.Locator($"main a[href='/en/records/{record}']").CountAsync());
        }
    }

    [Fact]
    public async Task People_are_called_by_name_and_calls_by_words()
    {
        var (account, name) = await gateway.NamedAccountAsync(Role.FinanceOfficer, "Amal Haddad");
        Tell(account.ToString("D"));
        var token = await gateway.TokenAsync(Role.Auditor);
        await using var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token, script: false);

        await view.Page.GotoAsync($"/fr/records/contribution/{Id}");

        await view.PictureAsync("fr-timeline-names");
        var entry = view.Page.Locator(".f-timeline > li").First;
        Assert.Contains("Contribution corrigée", await entry.Locator("h2").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains(name, await entry.Locator(".f-sub").InnerTextAsync(), StringComparison.Ordinal);
        var changes = await entry.Locator("table").First.InnerTextAsync();
        Assert.Contains(name, changes, StringComparison.Ordinal);
        Assert.DoesNotContain(account.ToString("D"), changes, StringComparison.Ordinal);

        // The id is a detail, for whoever compares it with the API.
        await entry.Locator("summary").ClickAsync();
        var details = await entry.Locator("details").InnerTextAsync();
        Assert.Contains(account.ToString("D"), details, StringComparison.Ordinal);
        Assert.Contains("CorrectContribution", details, StringComparison.Ordinal);
        Assert.Empty(view.Complaints);
    }

    [Fact]
    public async Task An_account_that_is_not_known_leaves_the_entry_readable()
    {
        Tell();
        var token = await gateway.TokenAsync(Role.Auditor);
        await using var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token, script: false);

        await view.Page.GotoAsync($"/en/records/contribution/{Id}");

        Assert.Contains(
            "an account that is not known here · ",
            await view.Page.Locator(".f-timeline .f-sub").First.InnerTextAsync(),
            StringComparison.Ordinal
        );
    }

    /// <summary>An administrator searches the whole trail, and may read the history of accounts and no other.</summary>
    [Fact]
    public async Task The_audit_table_leads_nobody_to_a_history_that_is_not_for_them()
    {
        var entry = Entry("unknown");
        entry.Records.Clear();
        entry.Records.Add([$"beneficiary_return:{Id}", $"account:{Id}"]);
        entry.Changes = "";
        gateway.Backend.Answer(
            "ListAuditEntries",
            new ListAuditEntriesResponse { Entries = { entry }, Page = new PageResponse() }
        );

        foreach (var (role, kinds) in new[] { (Role.Administrator, 1), (Role.Auditor, 2) })
        {
            var token = await gateway.TokenAsync(role);
            await using var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token, script: false);
            await view.Page.GotoAsync("/en/audit?service=beneficiaries");
            await view.PictureAsync($"audit-{role}");
            Assert.Contains(Id, await view.Page.InnerTextAsync("main"), StringComparison.Ordinal);
            Assert.Equal(kinds, await view.Page.Locator($"main a[href$='/{Id}']").CountAsync());
        }
    }

    [Fact]
    public void A_history_is_offered_to_whoever_every_service_lets_read_it()
    {
        var person = Caller.Person(Id, null, null, Role.Administrator);
        Assert.Equal(
            ["account", "api_token", "invitation", "session"],
            RecordKinds.All.Where(kind => RecordKinds.MayRead(kind, person)).Order(StringComparer.Ordinal)
        );
        var donor = Caller.Person(Id, null, Guid.CreateVersion7(), Role.DonorContact);
        Assert.DoesNotContain(RecordKinds.All, kind => RecordKinds.MayRead(kind, donor));
        var finance = Caller.Person(Id, null, null, Role.FinanceOfficer);
        Assert.True(RecordKinds.MayRead("contribution", finance));
        Assert.False(RecordKinds.MayRead("proposal", finance));
    }

    /// <summary>
    /// What the trail may name as done: calls of every service, what happens to accounts, events and clock work. Whoever
    /// adds one adds its words as Act.NAME in Portal/Resources/Acts.*.resx.
    /// </summary>
    [Fact]
    public void Everything_that_the_trail_tells_has_words()
    {
        var calls = PermissionTable.Calls.Concat(System.Enum.GetNames<IdentityEvent>());
        var sources = Sources().ToList();
        var events = sources
            .SelectMany(text => Consumed().Matches(text))
            .Select(found => "event " + found.Groups[1].Value);
        var work = sources
            .SelectMany(text => Clock().Matches(text))
            .Select(found => "clock work " + found.Groups[1].Value);
        string[] all = [.. calls, .. events, .. work, "background work"];

        Assert.Contains("RecordContribution", all);
        Assert.Contains("event ledger", all);
        Assert.Contains("clock work hosting.seal-audit", all);
        var wordless = all.Distinct().Where(call => Words.Find("Act." + call) is null);
        Assert.Equal("", string.Join(", ", wordless));
    }

    [Fact]
    public async Task A_history_that_is_not_for_the_reader_says_so()
    {
        gateway.Backend.Refuse("ListRecordEntries", Fund.Kernel.Refusals.RoleMayNot("read this"));
        var token = await gateway.TokenAsync(Role.FinanceOfficer);
        await using var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token, script: false);

        var answer = await view.Page.GotoAsync($"/fr/records/proposal/{Id}");

        Assert.Equal(403, answer!.Status);
        Assert.Contains(
            "Votre rôle ne le permet pas.",
            await view.Page.InnerTextAsync("main"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Every_kind_of_record_and_every_field_of_it_has_a_name()
    {
        Assert.All(RecordKinds.All, kind => Assert.NotNull(Words.Find("RecordKind." + kind)));
        var unnamed = RecordKinds
            .All.SelectMany(kind => Columns(TableOf(kind)))
            .Distinct()
            .Where(column => Words.Find("Field." + FieldPaths.Camel(column)) is null);

        Assert.Empty(unnamed);
    }

    private static Fund.Donations.V1.Rate Rate() =>
        new()
        {
            CurrencyCode = "EUR",
            EffectiveDate = "2026-09-01",
            UnitsPerUsd = "0.9",
            Source = "file",
            RateId = Id,
        };

    private static Fund.Donations.V1.PolicySetting Setting(string by) =>
        new()
        {
            Name = "operating_reserve_basis_points",
            Value = 1500,
            EffectiveDate = "2026-01-01",
            Source = "Board",
            RecordedBy = by,
            RecordedAt = Now,
            InForce = true,
            PolicySettingId = Id,
        };

    private static AccountingPeriod Month(string by) =>
        new()
        {
            Month = "2026-09",
            RequestedBy = by,
            RequestedAt = Now,
            Closed = true,
            ClosedBy = by,
            ClosedAt = Now,
        };

    private static Timestamp Now => new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.Zero).ToTimestamp();

    private void Tell(string? actor = null)
    {
        var entry = Entry(actor ?? Guid.CreateVersion7().ToString("D"));
        gateway.Backend.Answer(
            "ListRecordEntries",
            new ListRecordEntriesResponse { Entries = { entry }, Page = new PageResponse() }
        );
    }

    private static Fund.Audit.V1.AuditEntry Entry(string actor)
    {
        var entry = new Fund.Audit.V1.AuditEntry
        {
            EntryId = 7,
            At = Now,
            Service = "donations",
            Actor = actor,
            Call = "CorrectContribution",
            Outcome = Fund.Audit.V1.AuditOutcome.Done,
            Changes = $$"""
                [{"kind":"contribution","id":"{{Id}}","did":"changed","fields":{"value_date":["2026-01-01","2026-02-01"],
                "usd_cents":[100000,125050],"channel":["Bank","Cheque"],"recorded_by":[null,"{{actor}}"],"reversed_on":[null,null]},"named":["earmark"]},
                {"kind":"ledger_entry","did":"added","count":4}]
                """,
        };
        entry.Roles.Add("finance_officer");
        entry.Records.Add($"contribution:{Id}");
        return entry;
    }

    private static string TableOf(string kind) =>
        kind switch
        {
            "import_file" => "imports",
            "beneficiary_return" => "returns",
            "statement_batch" => "statement_batches",
            _ => kind.EndsWith('y') ? kind[..^1] + "ies" : kind + "s",
        };

    /// <summary>Columns of a table as the migrations made it.</summary>
    private static IEnumerable<string> Columns(string table) =>
        from folder in new[] { "services", "gateway" }
        from path in Directory.EnumerateFiles(
            Path.Combine(RepositoryFiles.Root, folder),
            "*.sql",
            SearchOption.AllDirectories
        )
        where path.Contains("Migrations", StringComparison.Ordinal)
        let sql = File.ReadAllText(path)
        from made in Table().Matches(sql).Where(made => made.Groups[1].Value == table)
        from column in Column().Matches(made.Groups[2].Value)
        select column.Groups[1].Value;

    private static IEnumerable<string> Sources() =>
        from folder in new[] { "services", "gateway" }
        from path in Directory.EnumerateFiles(
            Path.Combine(RepositoryFiles.Root, folder),
            "*.cs",
            SearchOption.AllDirectories
        )
        where !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        select File.ReadAllText(path);

    [GeneratedRegex(@"OnceAsync\(\s*context,\s*""([^""]+)""")]
    private static partial Regex Consumed();

    [GeneratedRegex(@"IClockWork\b.*?static string Name => ""([^""]+)""", RegexOptions.Singleline)]
    private static partial Regex Clock();

    [GeneratedRegex(@"create table (\w+)\s*\((.*?)\n\)", RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex(
        @"^\s+([a-z_0-9]+)\s+(?:uuid|text|bigint|int|integer|date|timestamptz|boolean|numeric)\b",
        RegexOptions.Multiline
    )]
    private static partial Regex Column();
}
