using System.Text.RegularExpressions;
using Fund.Audit.V1;
using Fund.Common.V1;
using Fund.Gateway.Api;
using Fund.Gateway.Audit;
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

    private void Tell()
    {
        var entry = new Fund.Audit.V1.AuditEntry
        {
            EntryId = 7,
            At = new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.Zero).ToTimestamp(),
            Service = "donations",
            Actor = Guid.CreateVersion7().ToString("D"),
            Call = "CorrectContribution",
            Outcome = Fund.Audit.V1.AuditOutcome.Done,
            Changes = $$"""
                [{"kind":"contribution","id":"{{Id}}","did":"changed","fields":{"value_date":["2026-01-01","2026-02-01"],
                "usd_cents":[100000,125050],"channel":["Bank","Cheque"],"reversed_on":[null,null]},"named":["earmark"]},
                {"kind":"ledger_entry","did":"added","count":4}]
                """,
        };
        entry.Roles.Add("finance_officer");
        entry.Records.Add($"contribution:{Id}");
        gateway.Backend.Answer(
            "ListRecordEntries",
            new ListRecordEntriesResponse { Entries = { entry }, Page = new PageResponse() }
        );
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

    [GeneratedRegex(@"create table (\w+)\s*\((.*?)\n\)", RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex(
        @"^\s+([a-z_0-9]+)\s+(?:uuid|text|bigint|int|integer|date|timestamptz|boolean|numeric)\b",
        RegexOptions.Multiline
    )]
    private static partial Regex Column();
}
