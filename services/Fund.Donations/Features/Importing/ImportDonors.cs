using Fund.Donations.Domain;
using Fund.Donations.Domain.Importing;
using Fund.Donations.Persistence;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features.Importing;

/// <summary>A donor in a file.</summary>
internal sealed record DonorRow(
    long Row,
    string Name,
    DonorKind Kind,
    string Country,
    string Language,
    bool PubliclyAnonymous
) : IImportRow
{
    public string Key { get; } = NameFolding.Fold(Name);
}

/// <summary>Donors from CSV. One whose name is known already is a problem of its row, not a second donor.</summary>
internal sealed class ImportDonors(DonationsDb db, ImportFiles files, IServiceScopeFactory scopes, TimeProvider clock)
    : CsvImporter<DonorRow>(db, files, scopes, clock)
{
    /// <summary>Names of this file so far; a list of donors is no list of gifts and stays small.</summary>
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public override ImportKind Kind => ImportKind.Donors;

    /// <summary>What a row may say.</summary>
    internal static IReadOnlyList<string> AllFields { get; } =
    ["name", "kind", "countryCode", "language", "publiclyAnonymous"];

    protected override IReadOnlyList<string> Fields => AllFields;

    protected override void RequireFields(CsvRows rows)
    {
        if (!rows.Has("name"))
        {
            throw new UnreadableFileException(
                $"The file has no column for name; its columns are {string.Join(", ", rows.Columns)}.",
                rows.Columns
            );
        }
    }

    protected override DonorRow? Read(CsvRows rows, CellReader cells, ImportFile import)
    {
        var name = cells.Text("name", Donor.LongestName, required: true);
        var kind = cells.Choice<DonorKind>("kind") ?? import.DefaultDonorKind;
        var country = rows["countryCode"].ToUpperInvariant();
        var language = rows["language"].Length == 0 ? "en" : rows["language"].ToLowerInvariant();
        if (kind is null && cells.Problems is null)
        {
            cells.Refuse("kind", "kind is required: in the row, or one for the whole file.");
        }

        if (country.Length > 0 && !Countries.Exists(country))
        {
            cells.Refuse("countryCode", "That is not an ISO 3166-1 code of two capital letters.");
        }
        else if (country.Length == 0 && kind == DonorKind.MemberState)
        {
            cells.Refuse("countryCode", DonationRefusals.CountryRequired().Sentence);
        }

        if (!Donor.Languages.Contains(language))
        {
            cells.Refuse("language", "That is not one of en, fr, es, ar, ru and zh.");
        }

        var anonymous = Flag(rows, cells);
        return cells.Problems is null ? new DonorRow(rows.Row, name, kind!.Value, country, language, anonymous) : null;
    }

    protected override Money? SumOf(DonorRow row) => null;

    protected override async Task ResolveAsync(
        DonationsDb db,
        ImportFile import,
        ImportBatch<DonorRow> batch,
        CancellationToken cancellationToken
    )
    {
        var keys = batch.Rows.ConvertAll(row => row.Key);
        var known = (
            await db
                .Donors.Where(donor => keys.Contains(donor.SearchName))
                .Select(donor => donor.SearchName)
                .ToListAsync(cancellationToken)
        ).ToHashSet(StringComparer.Ordinal);
        batch.Refuse(row =>
            known.Contains(row.Key) ? ("name", row.Name, "A donor of this name is registered already.")
            : _names.Add(row.Key) ? null
            : ("name", row.Name, "The name comes twice in the file.")
        );
    }

    protected override Task<(bool StandsAlone, Func<CancellationToken, Task> WriteAsync)> ReadyAsync(
        DonationsDb db,
        ImportFile import,
        ImportBatch<DonorRow> batch,
        CancellationToken cancellationToken
    )
    {
        var now = Clock.GetUtcNow();
        db.Donors.AddRange(
            batch.Rows.Select(row => new Donor(
                row.Kind,
                row.Name,
                row.Country.Length == 0 ? null : row.Country,
                row.Language,
                row.PubliclyAnonymous,
                now
            ))
        );
        return Task.FromResult<(bool, Func<CancellationToken, Task>)>((true, token => db.SaveChangesAsync(token)));
    }

    private static bool Flag(CsvRows rows, CellReader cells)
    {
        switch (rows["publiclyAnonymous"].ToLowerInvariant())
        {
            case "" or "no" or "false" or "0":
                return false;
            case "yes" or "true" or "1":
                return true;
            default:
                cells.Refuse("publiclyAnonymous", "That is neither yes nor no.");
                return false;
        }
    }
}
