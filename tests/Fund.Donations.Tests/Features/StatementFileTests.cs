using System.Text;
using Fund.Donations.Domain.Papers;
using Fund.Donations.V1;
using Fund.Kernel;
using Fund.Testing;
using Grpc.Core;
using Money = Fund.Common.V1.Money;

namespace Fund.Donations.Tests.Features;

public sealed class StatementFileTests(DonationsFixture fund) : IClassFixture<DonationsFixture>
{
    private StatementsService.StatementsServiceClient Papers => fund.Statements(TestIdentity.FinanceOfficer);

    [Fact]
    public async Task Screen_csv_and_pdf_carry_the_same_figures()
    {
        var donor = await HistoryAsync("=Formula & Söhne", "fr");

        var screen = await AskAsync(donor);
        var csv = await DownloadAsync(donor, StatementFormat.Csv);
        var pdf = await DownloadAsync(donor, StatementFormat.Pdf);

        var rows = Read(csv.Content);
        Assert.Equal(
            screen.Lines.Select(line => (line.Date, line.Kind, line.Id, Plain(line.Amount), Plain(line.UsdValue))),
            rows.Where(row => row["row"] == "line")
                .Select(row => (row["date"], row["kind"], row["id"], row["amount"], row["usd_value"]))
        );
        Assert.Equal(screen.OpeningOutstanding.Select(Plain), Sums(rows, "opening_outstanding"));
        Assert.Equal(screen.Contributed.Select(Plain), Sums(rows, "contributed"));
        Assert.Equal([Plain(screen.ContributedUsd)], Sums(rows, "contributed_usd"));
        Assert.Equal(screen.ClosingOutstanding.Select(Plain), Sums(rows, "closing_outstanding"));
        Assert.All(rows, row => Assert.Equal(screen.Number, row["statement_number"]));
        Assert.All(rows, row => Assert.Equal("'=Formula & Söhne", row["donor_name"]));

        var words = PaperWords.Of("fr");
        var text = PdfText.Of(pdf.Content);
        foreach (
            var amount in screen
                .Lines.SelectMany(line => new[] { line.Amount, line.UsdValue })
                .Concat(screen.OpeningOutstanding)
                .Concat(screen.Contributed)
                .Append(screen.ContributedUsd)
                .Concat(screen.ClosingOutstanding)
                .OfType<Money>()
        )
        {
            Assert.Contains(
                words.Figure(new Kernel.Money(amount.MinorUnits, Currency.Parse(amount.CurrencyCode))),
                text,
                StringComparison.Ordinal
            );
        }

        Assert.Equal(($"{screen.Number}.pdf", "application/pdf"), (pdf.FileName, pdf.MediaType));
        Assert.Equal(($"{screen.Number}.csv", "text/csv; charset=utf-8"), (csv.FileName, csv.MediaType));
    }

    [Fact]
    public async Task The_language_is_the_donors_unless_another_of_the_six_is_asked_for()
    {
        var donor = await HistoryAsync("Ministère", "fr");

        var own = await AskAsync(donor);
        var english = await AskAsync(donor, "en");
        var arabic = await AskAsync(donor, "ar");

        Assert.Equal(("fr", "en", "ar"), (own.Language, english.Language, arabic.Language));
        Assert.Contains(own.Lines, line => line.Description == "Annonce de contribution");
        Assert.Contains(english.Lines, line => line.Description == "Pledge");
        Assert.Contains(arabic.Lines, line => line.Description == "تعهد");
        Assert.Equal(own.Number, english.Number);
        await Refused.ByAsync("UNKNOWN_LANGUAGE", Ask(donor, "xx"), "language");
    }

    [Fact]
    public async Task A_file_is_for_those_who_may_see_the_statement()
    {
        var donor = await HistoryAsync("Own", "en");
        var own = fund.Statements(TestIdentity.ContactOf(Guid.Parse(donor)));
        var stranger = fund.Statements(TestIdentity.ContactOf(Guid.CreateVersion7()));

        Assert.NotEmpty(
            (await Download.OfAsync(own.ExportDonorStatement(Request(donor, StatementFormat.Pdf)))).Content
        );
        Assert.Equal(StatusCode.NotFound, await StatusAsync(stranger, Request(donor, StatementFormat.Pdf)));
        Assert.Equal(StatusCode.InvalidArgument, await StatusAsync(own, Request(donor, StatementFormat.Unspecified)));
    }

    [Fact]
    public async Task A_consolidated_statement_has_the_sums_of_each_donor_and_of_all()
    {
        var donors = new[] { await HistoryAsync("Zeta", "fr"), await HistoryAsync("Alpha", "en") };
        var request = new GetConsolidatedStatementRequest
        {
            DonorIds = string.Join(',', donors),
            FromDate = "2026-03-01",
            ToDate = "2026-06-30",
        };

        var statement = (await Papers.GetConsolidatedStatementAsync(request)).Statement;
        request.DonorIds = string.Join(", ", donors.Reverse());
        var again = (await Papers.GetConsolidatedStatementAsync(request)).Statement;

        Assert.Equal(["Alpha", "Zeta"], statement.Donors.Select(row => row.Name));
        Assert.Equal(statement, again);
        var single = await AskAsync(donors[1]);
        var sums = statement.Donors[0].Sums;
        Assert.Equal(single.OpeningOutstanding, sums.OpeningOutstanding);
        Assert.Equal(single.Contributed, sums.Contributed);
        Assert.Equal(single.ContributedUsd, sums.ContributedUsd);
        Assert.Equal(single.ClosingOutstanding, sums.ClosingOutstanding);
        Assert.Equal(2 * single.ContributedUsd.MinorUnits, statement.Total.ContributedUsd.MinorUnits);
        Assert.Equal(
            single.ClosingOutstanding.Select(money => (money.CurrencyCode, 2 * money.MinorUnits)),
            statement.Total.ClosingOutstanding.Select(money => (money.CurrencyCode, money.MinorUnits))
        );
    }

    [Fact]
    public async Task A_consolidated_file_has_the_same_sums_and_those_with_nothing_to_state_are_left_out()
    {
        var donor = await HistoryAsync("Only one in Nauru", "en", "NR");
        await fund.Finance.RegisterDonorAsync(
            new RegisterDonorRequest
            {
                RequestId = DonationsFixture.NewId(),
                Kind = DonorKind.Foundation,
                Name = "Nothing yet",
                CountryCode = "NR",
            }
        );

        var statement = (
            await Papers.GetConsolidatedStatementAsync(
                new GetConsolidatedStatementRequest
                {
                    CountryCode = "NR",
                    Kind = DonorKind.Foundation,
                    FromDate = "2026-03-01",
                    ToDate = "2026-06-30",
                }
            )
        ).Statement;
        var file = await Download.OfAsync(
            Papers.ExportConsolidatedStatement(
                new ExportConsolidatedStatementRequest
                {
                    CountryCode = "NR",
                    Kind = DonorKind.Foundation,
                    FromDate = "2026-03-01",
                    ToDate = "2026-06-30",
                    Format = StatementFormat.Csv,
                }
            )
        );

        Assert.Equal(donor, Assert.Single(statement.Donors).DonorId);
        Assert.Equal($"{statement.Number}.csv", file.FileName);
        Assert.Matches(@"^C-2026-\d{6}$", statement.Number);
        var rows = Read(file.Content);
        Assert.Equal([Plain(statement.Total.ContributedUsd)], Sums(rows, "total_contributed_usd"));
        Assert.Equal(statement.Donors[0].Sums.Contributed.Select(Plain), Sums(rows, "donor_contributed"));
    }

    [Fact]
    public async Task Wrong_choices_of_donors_are_refused()
    {
        var ids = string.Join(',', Enumerable.Range(0, 101).Select(_ => DonationsFixture.NewId()));

        await Refused.ByAsync("NOT_FOUND", Consolidated(DonationsFixture.NewId()));
        await Refused.ByAsync("INVALID_FIELD", Consolidated(ids), "donor_ids");
        await Refused.ByAsync("NOT_AN_ID", Consolidated("x"), "donor_ids");
        await Refused.ByAsync("INVALID_FIELD", Consolidated(DonationsFixture.NewId(), "AT"), "donor_ids");
        await Refused.ByAsync("UNKNOWN_COUNTRY", Consolidated("", "XX"), "country_code");
    }

    private AsyncUnaryCall<GetConsolidatedStatementResponse> Consolidated(string ids, string country = "") =>
        Papers.GetConsolidatedStatementAsync(
            new GetConsolidatedStatementRequest
            {
                DonorIds = ids,
                CountryCode = country,
                FromDate = "2026-03-01",
                ToDate = "2026-06-30",
            }
        );

    /// <summary>A pledge before the range and one in it, a payment in euro, one in dollars and one that waits for a rate.</summary>
    private async Task<string> HistoryAsync(string name, string language, string country = "")
    {
        var donor = (
            await fund.Finance.RegisterDonorAsync(
                new RegisterDonorRequest
                {
                    RequestId = DonationsFixture.NewId(),
                    Kind = DonorKind.Foundation,
                    Name = name,
                    Language = language,
                    CountryCode = country,
                }
            )
        ).Donor.DonorId;
        await fund.Rates.RecordRateAsync(
            new RecordRateRequest
            {
                RequestId = DonationsFixture.NewId(),
                CurrencyCode = "EUR",
                EffectiveDate = "2026-01-01",
                UnitsPerUsd = "0.8",
            }
        );
        var pledge = await fund.PledgeAsync(donor, DonationsFixture.Amount(1_000_000_00, "EUR"), "2026-02-01");
        await fund.PledgeAsync(donor, DonationsFixture.Usd(50_00), "2026-04-01");
        await fund.ContributeAsync(donor, DonationsFixture.Amount(300_000_00, "EUR"), "2026-03-10", pledge.PledgeId);
        await fund.ContributeAsync(donor, DonationsFixture.Usd(20_07), "2026-05-05");
        await fund.ContributeAsync(donor, DonationsFixture.Amount(1_234_567, "KWD"), "2026-06-05");
        return donor;
    }

    private static IReadOnlyList<Dictionary<string, string>> Read(byte[] file)
    {
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), file[..3]);
        var lines = Encoding.UTF8.GetString(file.AsSpan(3)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        // None of the texts here needs quotes; how these are written is tested with the writer.
        var columns = lines[0].Split(',');
        return
        [
            .. lines
                .Skip(1)
                .Select(line => columns.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second)),
        ];
    }

    private static IEnumerable<string> Sums(IReadOnlyList<Dictionary<string, string>> rows, string row) =>
        rows.Where(cells => cells["row"] == row).Select(cells => cells["amount"]);

    private static string Plain(Money? amount) =>
        amount is null
            ? ""
            : new Kernel.Money(amount.MinorUnits, Currency.Parse(amount.CurrencyCode)).ToDecimalString();

    private async Task<DonorStatement> AskAsync(string donor, string language = "") =>
        (await Ask(donor, language)).Statement;

    private AsyncUnaryCall<GetDonorStatementResponse> Ask(string donor, string language) =>
        Papers.GetDonorStatementAsync(
            new GetDonorStatementRequest
            {
                DonorId = donor,
                FromDate = "2026-03-01",
                ToDate = "2026-06-30",
                Language = language,
            }
        );

    private static ExportDonorStatementRequest Request(string donor, StatementFormat format) =>
        new()
        {
            DonorId = donor,
            FromDate = "2026-03-01",
            ToDate = "2026-06-30",
            Format = format,
        };

    private Task<Download> DownloadAsync(string donor, StatementFormat format) =>
        Download.OfAsync(Papers.ExportDonorStatement(Request(donor, format)));

    private static async Task<StatusCode> StatusAsync(
        StatementsService.StatementsServiceClient client,
        ExportDonorStatementRequest request
    ) =>
        (
            await Assert.ThrowsAsync<RpcException>(() => Download.OfAsync(client.ExportDonorStatement(request)))
        ).StatusCode;
}
