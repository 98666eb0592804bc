using Fund.Donations.Domain;
using Fund.Donations.Domain.Statements;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Grpc;

/// <summary>
/// Statements as CSV files. Column names and the words in the column <c>row</c> are for programs: they never change and
/// are in no language; only the description is in the statement's.
/// </summary>
internal static class StatementCsv
{
    private static readonly string[] Columns =
    [
        "statement_number",
        "donor_id",
        "donor_name",
        "from_date",
        "to_date",
        "row",
        "date",
        "kind",
        "id",
        "currency",
        "amount",
        "rate",
        "usd_value",
        "description",
    ];

    private static readonly string[] SumColumns =
    [
        "statement_number",
        "from_date",
        "to_date",
        "donor_id",
        "donor_name",
        "country_code",
        "row",
        "currency",
        "amount",
    ];

    public static async Task WriteAsync(Stream stream, StatementDocument document, CancellationToken cancellationToken)
    {
        await using var file = await CsvFile.BeginAsync(stream, Columns, cancellationToken);
        foreach (var amount in document.Figures.Opening)
        {
            await SumAsync(file, document, "opening_outstanding", amount, cancellationToken);
        }

        foreach (var line in document.Figures.Lines)
        {
            Begin(file, document, "line")
                .Date(line.Date)
                .Text(line.Kind)
                .Text(line.Id.ToWire())
                .Text(line.Amount?.Currency.Code)
                .Amount(line.Amount)
                .Text(line.Rate)
                .Amount(line.Usd)
                .Text(StatementWords.Describe(line, document.Language));
            await file.EndRowAsync(cancellationToken);
        }

        foreach (var amount in document.Figures.Contributed)
        {
            await SumAsync(file, document, "contributed", amount, cancellationToken);
        }

        await SumAsync(file, document, "contributed_usd", document.Figures.ContributedUsd, cancellationToken);
        foreach (var amount in document.Figures.Closing)
        {
            await SumAsync(file, document, "closing_outstanding", amount, cancellationToken);
        }

        // Not money: a kind of row of their own, so that nobody adds them up with it.
        foreach (var gift in document.Figures.InKind)
        {
            Begin(file, document, "in_kind")
                .Date(gift.GivenOn)
                .Text("in_kind")
                .Text(gift.Id.ToWire())
                .Text(gift.Estimate?.Currency.Code)
                .Amount(gift.Estimate)
                .Text("")
                .Amount(null)
                .Text(gift.Description);
            await file.EndRowAsync(cancellationToken);
        }
    }

    public static async Task WriteAsync(
        Stream stream,
        ConsolidatedDocument document,
        CancellationToken cancellationToken
    )
    {
        await using var file = await CsvFile.BeginAsync(stream, SumColumns, cancellationToken);
        foreach (var (donor, figures) in document.Donors)
        {
            await SumsAsync(file, document, donor, figures, "donor", cancellationToken);
        }

        await SumsAsync(file, document, null, document.Total, "total", cancellationToken);
    }

    private static CsvFile Begin(CsvFile file, StatementDocument document, string row) =>
        file.Text(document.Number)
            .Text(document.Donor.Id.ToWire())
            .Text(document.Donor.Name)
            .Date(document.From)
            .Date(document.To)
            .Text(row);

    private static ValueTask SumAsync(
        CsvFile file,
        StatementDocument document,
        string row,
        Money amount,
        CancellationToken cancellationToken
    )
    {
        Begin(file, document, row).Date(null).Text("").Text("").Text(amount.Currency.Code).Amount(amount);
        file.Text("").Amount(row == "contributed_usd" ? amount : null).Text("");
        return file.EndRowAsync(cancellationToken);
    }

    private static async Task SumsAsync(
        CsvFile file,
        ConsolidatedDocument document,
        Donor? donor,
        DonorStatement figures,
        string whose,
        CancellationToken cancellationToken
    )
    {
        IEnumerable<(string Row, Money Amount)> sums =
        [
            .. figures.Opening.Select(amount => ("opening_outstanding", amount)),
            .. figures.Contributed.Select(amount => ("contributed", amount)),
            ("contributed_usd", figures.ContributedUsd),
            .. figures.Closing.Select(amount => ("closing_outstanding", amount)),
        ];
        foreach (var (row, amount) in sums)
        {
            file.Text(document.Number).Date(document.From).Date(document.To);
            file.Text(donor?.Id.ToWire()).Text(donor?.Name).Text(donor?.CountryCode);
            file.Text($"{whose}_{row}").Text(amount.Currency.Code).Amount(amount);
            await file.EndRowAsync(cancellationToken);
        }
    }
}
