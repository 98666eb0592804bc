using Fund.Common.V1;
using Fund.Donations.V1;
using Google.Protobuf;
using Grpc.Core;
using static Fund.Donations.Tests.Domain.CamtFile;

namespace Fund.Donations.Tests.Features;

/// <summary>Looking at statements and entries.</summary>
public sealed class BankListTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    [Fact]
    public async Task A_statement_shows_its_balances_and_what_became_of_its_entries()
    {
        var account = NewIban();
        var imported = await ImportAsync(
            Statement(
                "S1",
                "<ElctrncSeqNb>7</ElctrncSeqNb>" + Entry("10.00") + Entry("4.00", direction: "DBIT") + Entry("1.005"),
                opening: "5.00",
                closing: "12.00",
                account: account
            )
        );

        var response = await fund.Banking.GetBankStatementAsync(
            new GetBankStatementRequest { BankStatementId = imported.BankStatementId }
        );

        var statement = response.Statement;
        Assert.Equal(
            ["OPBD 5.00 EUR", "CLBD 12.00 EUR"],
            statement.Balances.Select(b => $"{b.Code} {b.Amount} {b.CurrencyCode}")
        );
        Assert.Equal(
            (3, 1, 2, 1),
            (statement.EntryCount, statement.Candidates, statement.Information, statement.ProblemCount)
        );
        Assert.Equal(("camt.053.001.08", account), (statement.Format, statement.Account));
        Assert.Contains("does not balance", Assert.Single(statement.Warnings), StringComparison.Ordinal);
        Assert.Equal(("Amt", "1.005 EUR"), (response.Problems[0].Field, response.Problems[0].Given));
        var listed = await fund.Banking.ListBankStatementsAsync(new ListBankStatementsRequest { Account = account });
        Assert.Equal(statement, Assert.Single(listed.Statements));
    }

    [Fact]
    public async Task The_original_file_comes_back_byte_for_byte_and_the_same_file_is_recognised()
    {
        var file = Of(
            Statement(
                "S1",
                string.Concat(Enumerable.Repeat(Entry("10.00") + new string(' ', 900_000), 3)),
                closing: "30.00",
                account: NewIban()
            )
        );
        var first = await ImportFileAsync(file);

        var again = await ImportFileAsync(file);

        Assert.Null(first.SameFileReceivedAt);
        Assert.Equal(DonationsFixture.Start, again.SameFileReceivedAt.ToDateTimeOffset());
        var bytes = new MemoryStream();
        using var call = fund.Banking.DownloadBankStatement(
            new DownloadBankStatementRequest { BankStatementId = first.Statements[0].BankStatementId }
        );
        var parts = new List<FilePart>();
        await foreach (var part in call.ResponseStream.ReadAllAsync())
        {
            parts.Add(part);
            bytes.Write(part.Content.Span);
        }

        Assert.Equal(file, bytes.ToArray());
        Assert.Equal(("bank-statement.xml", "application/xml"), (parts[0].FileName, parts[0].MediaType));
    }

    [Fact]
    public async Task A_number_that_is_missing_is_warned_of_until_it_comes()
    {
        var account = NewIban();
        await ImportAsync(Numbered("5", 5, account, "0", "10"));
        var third = await ImportAsync(Numbered("7", 7, account, "20", "30"));

        var before = await StatementAsync(third);
        await ImportAsync(Numbered("6", 6, account, "10", "20"));
        var after = await StatementAsync(third);

        Assert.Contains("statement number 6 is missing", Assert.Single(before.Warnings), StringComparison.Ordinal);
        Assert.Empty(after.Warnings);
    }

    [Fact]
    public async Task A_statement_that_does_not_begin_where_the_one_before_ended_is_warned_of()
    {
        var account = NewIban();
        await ImportAsync(Numbered("5", 5, account, "0", "10"));

        var next = await ImportAsync(Numbered("6", 6, account, "11", "21"));

        Assert.Contains("before it closed", Assert.Single(next.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_are_found_by_text_amount_dates_account_and_currency()
    {
        var account = NewIban();
        await ImportAsync(
            Statement(
                "S1",
                Entry("10.00", name: "Société Générale", text: "Merci", date: "2026-10-01")
                    + Entry("20.00", name: "Ørsted", text: "INV-7", date: "2026-10-02")
                    + Entry("30", "JPY", name: "Tanaka", date: "2026-10-03"),
                account: account
            )
        );

        Assert.Equal([1000L], await Found(new ListBankEntriesRequest { Search = "societe GENERALE" }));
        Assert.Equal([2000L], await Found(new ListBankEntriesRequest { Search = "inv-7" }));
        Assert.Equal([30L], await Found(new ListBankEntriesRequest { CurrencyCode = "JPY" }));
        Assert.Equal(
            [2000L],
            await Found(
                new ListBankEntriesRequest
                {
                    CurrencyCode = "EUR",
                    MinMinorUnits = 1500,
                    MaxMinorUnits = 2500,
                }
            )
        );
        Assert.Equal(
            [1000L, 2000L],
            await Found(
                new ListBankEntriesRequest
                {
                    FromDate = "2026-10-01",
                    ToDate = "2026-10-02",
                    Order = BankEntryOrder.Amount,
                }
            )
        );

        async Task<IEnumerable<long>> Found(ListBankEntriesRequest request)
        {
            request.Account = account;
            return (await fund.Banking.ListBankEntriesAsync(request)).Entries.Select(entry => entry.Amount.MinorUnits);
        }
    }

    [Theory]
    [InlineData(BankEntryOrder.Amount, "1,2,2,3,-")]
    [InlineData(BankEntryOrder.AmountDescending, "3,2,2,1,-")]
    [InlineData(BankEntryOrder.Date, "3,1,2,-,2")]
    [InlineData(BankEntryOrder.DateDescending, "-,2,1,3,2")]
    public async Task Every_order_goes_on_over_pages_without_gap_or_repetition(BankEntryOrder order, string expected)
    {
        var account = NewIban();
        var undated = Entry("0.02", text: "undated")
            .Replace("<BookgDt><Dt>2026-10-05</Dt></BookgDt><ValDt><Dt>2026-10-05</Dt></ValDt>", "");
        await ImportAsync(
            Statement(
                "S1",
                Entry("0.01", date: "2026-10-02")
                    + Entry("0.02", date: "2026-10-03")
                    + Entry("0.03", date: "2026-10-01")
                    + Entry("0.005", date: "2026-10-04")
                    + undated,
                account: account
            )
        );
        var request = new ListBankEntriesRequest
        {
            Account = account,
            Order = order,
            Page = new PageRequest { PageSize = 2 },
        };

        var found = new List<string>();
        do
        {
            var page = await fund.Banking.ListBankEntriesAsync(request);
            found.AddRange(page.Entries.Select(entry => entry.Amount is null ? "-" : $"{entry.Amount.MinorUnits}"));
            request.Page.PageToken = page.Page.NextPageToken;
        } while (request.Page.PageToken.Length > 0);

        Assert.Equal(expected, string.Join(',', found));
    }

    [Fact]
    public async Task A_search_that_makes_no_sense_is_refused_with_every_field()
    {
        var request = new ListBankEntriesRequest
        {
            FromDate = "2026-10-02",
            ToDate = "2026-10-01",
            MinMinorUnits = 5,
            MaxMinorUnits = 4,
            Search = new string('x', 101),
        };

        await Refused.ByAsync(
            "INVALID_FIELDS",
            fund.Banking.ListBankEntriesAsync(request),
            "to_date",
            "currency_code",
            "max_minor_units",
            "search"
        );
    }

    private static string Numbered(string id, int number, string account, string opening, string closing) =>
        Statement(id, Entry("10.00", text: DonationsFixture.NewId()), opening, closing, account: account)
            .Replace("<Acct>", $"<ElctrncSeqNb>{number}</ElctrncSeqNb><Acct>");

    private async Task<BankStatement> StatementAsync(ImportedStatement imported) =>
        (
            await fund.Banking.GetBankStatementAsync(
                new GetBankStatementRequest { BankStatementId = imported.BankStatementId }
            )
        ).Statement;

    private async Task<ImportedStatement> ImportAsync(string statement) =>
        Assert.Single((await ImportFileAsync(Of(statement))).Statements);

    private async Task<ImportBankStatementResponse> ImportFileAsync(byte[] file) =>
        await fund.Banking.ImportBankStatementAsync(
            new ImportBankStatementRequest { RequestId = DonationsFixture.NewId(), File = ByteString.CopyFrom(file) }
        );

    private static string NewIban() => "XK" + DonationsFixture.NewId().Replace("-", "")[^20..].ToUpperInvariant();
}
