using Fund.Beneficiaries.V1;
using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;

namespace Fund.Gateway.OpenData;

/// <summary>Published records as tables for spreadsheets. Names of columns are for programs and never change.</summary>
internal static class Tables
{
    public static IReadOnlyList<string> ContributionColumns { get; } =
    ["year", "donor", "donor_kind", "country_code", "named", "amount", "currency"];

    public static IReadOnlyList<string> AwardColumns { get; } =
    [
        "award_id",
        "call_id",
        "decided_on",
        "organisation",
        "title",
        "country_code",
        "months",
        "amount",
        "currency",
        "agreement",
        "state",
        "signed_on",
        "starts_on",
        "ends_on",
        "paid",
    ];

    public static IReadOnlyList<string> ApplicationColumns { get; } =
    ["call_id", "closed_on", "by", "key", "applications", "awards", "success_percent", "requested_usd", "awarded_usd"];

    public static IReadOnlyList<string> FigureColumns { get; } =
    ["release", "up_to", "table", "row", "column", "count", "protected"];

    public static Task<byte[]> ContributionsAsync(IEnumerable<RegisterLine> lines) =>
        WriteAsync(
            ContributionColumns,
            lines,
            (file, line) =>
                Money(
                    file.Number(line.Year)
                        .Text(line.DonorName)
                        .Text(Wire.Word(line.Kind))
                        .Text(line.CountryCode)
                        .Text(line.Named ? "true" : "false"),
                    line.Amount
                )
        );

    public static Task<byte[]> AwardsAsync(IEnumerable<Grant> grants) =>
        WriteAsync(
            AwardColumns,
            grants,
            (file, grant) =>
            {
                var (award, agreement) = (grant.Award, grant.Agreement);
                file.Text(award.AwardId)
                    .Text(award.CallId)
                    .Text(award.DecidedOn)
                    .Text(award.OrganisationName)
                    .Text(award.Title)
                    .Text(award.CountryCode)
                    .Number(award.DurationMonths);
                Money(file, award.Amount)
                    .Text(agreement?.AgreementNumber)
                    .Text(agreement is null ? null : Wire.Word(agreement.State))
                    .Text(agreement?.SignedOn)
                    .Text(agreement?.StartsOn)
                    .Text(agreement?.EndsOn)
                    .Amount(Kernel.Money.UsdCents(grant.PaidMinor));
            }
        );

    /// <summary>Regions that are told of together stand in one cell, with a plus sign between them.</summary>
    public static Task<byte[]> ApplicationsAsync(IEnumerable<PublishedStatistics> calls) =>
        WriteAsync(
            ApplicationColumns,
            from call in calls
            from row in call.Rows
            select (call, row),
            (file, line) =>
                file.Text(line.call.CallId)
                    .Text(line.call.ClosedOn)
                    .Text(Wire.Word(line.row.Kind))
                    .Text(string.Join('+', line.row.Keys))
                    .Number(line.row.Applications)
                    .Number(line.row.Awards)
                    .Number(line.row.SuccessHundredths / 100m)
                    .Amount(OrNull(line.row.Requested))
                    .Amount(OrNull(line.row.Awarded))
        );

    /// <summary>A protected figure has no count: an empty cell is not a zero.</summary>
    public static Task<byte[]> FiguresAsync(IEnumerable<PublishedFigures> releases) =>
        WriteAsync(
            FigureColumns,
            from release in releases
            from table in release.Tables
            from cell in table.Cells
            select (release, table, cell),
            (file, row) =>
                file.Number(row.release.Number)
                    .Text(row.release.UpTo)
                    .Text(row.table.Key)
                    .Text(row.cell.Row)
                    .Text(row.cell.Column)
                    .Number(row.cell.HasCount ? row.cell.Count : (long?)null)
                    .Text(row.cell.Protected ? "true" : "false")
        );

    private static CsvFile Money(CsvFile file, Money? money) => file.Amount(OrNull(money)).Text(money?.CurrencyCode);

    private static Kernel.Money? OrNull(Money? money) =>
        money is null ? null : new Kernel.Money(money.MinorUnits, Kernel.Currency.Parse(money.CurrencyCode));

    private static async Task<byte[]> WriteAsync<T>(
        IReadOnlyList<string> columns,
        IEnumerable<T> rows,
        Action<CsvFile, T> write
    )
    {
        using var target = new MemoryStream();
        await using (var file = await CsvFile.BeginAsync(target, columns, CancellationToken.None))
        {
            foreach (var row in rows)
            {
                write(file, row);
                await file.EndRowAsync(CancellationToken.None);
            }
        }

        return target.ToArray();
    }
}
