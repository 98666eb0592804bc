using Fund.Donations.Domain;
using Fund.Donations.Domain.Importing;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Recording;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fund.Donations.Features.Importing;

/// <summary>A gift in a file: its donor, what was paid, and the pledge it pays or brings.</summary>
internal sealed record ContributionRow(
    long Row,
    Guid? DonorId,
    string DonorName,
    DonorKind? DonorKind,
    string DonorCountry,
    Currency Currency,
    Money? Amount,
    Money? Pledged,
    DateOnly Date,
    Channel Channel,
    string PledgeReference,
    string Earmark,
    string Reference
) : IImportRow
{
    /// <summary>The donor's name as it is compared.</summary>
    public string DonorKey { get; } = DonorId is null ? NameFolding.Fold(DonorName) : "";

    /// <summary>Who gave, once looked up; empty for a donor that the import registers.</summary>
    public Guid Donor { get; set; }

    /// <summary>Pledge that is paid, once looked up.</summary>
    public Guid? Pledge { get; set; }
}

/// <summary>
/// Contributions from CSV: campaigns with many small gifts, lists of other funds, years before this system. A file of
/// past gifts sends nobody a notice. See services/decisions/0017-imports.md.
/// </summary>
internal sealed class ImportContributions(
    DonationsDb db,
    ImportFiles files,
    ContributionLookups lookups,
    IServiceScopeFactory scopes,
    TimeProvider clock
) : CsvImporter<ContributionRow>(db, files, scopes, clock)
{
    private const int Tries = 5;

    private ReferenceData? _references;

    public override ImportKind Kind => ImportKind.Contributions;

    /// <summary>What limits a load is one process of the database; two of them use two cores.</summary>
    protected override int Lanes => 2;

    /// <summary>What a row may say.</summary>
    internal static IReadOnlyList<string> AllFields { get; } =
    [
        "donorId",
        "donor",
        "donorKind",
        "donorCountry",
        "amount",
        "currency",
        "valueDate",
        "year",
        "channel",
        "pledgeReference",
        "pledgedAmount",
        "earmark",
        "reference",
    ];

    protected override IReadOnlyList<string> Fields => AllFields;

    protected override void RequireFields(CsvRows rows)
    {
        Require(rows, "donor", "donorId");
        Require(rows, "amount", "pledgedAmount");
        Require(rows, "currency");
        Require(rows, "valueDate", "year");
    }

    protected override ContributionRow? Read(CsvRows rows, CellReader cells, ImportFile import)
    {
        var currency = cells.Currency("currency");
        var amount = cells.Amount("amount", currency);
        var pledged = cells.Amount("pledgedAmount", currency);
        var donorId = cells.Id("donorId");
        var row = new ContributionRow(
            rows.Row,
            donorId,
            cells.Text("donor", Donor.LongestName, required: donorId is null && !rows.Has("donorId")),
            cells.Choice<DonorKind>("donorKind"),
            rows["donorCountry"].ToUpperInvariant(),
            currency,
            amount is { IsPositive: true } ? amount : null,
            pledged is { IsPositive: true } ? pledged : null,
            rows["valueDate"].Length > 0 || !rows.Has("year") ? cells.PastDate("valueDate") : cells.Year("year"),
            cells.Choice<Channel>("channel") ?? Channel.Bank,
            cells.Text("pledgeReference", PledgeFields.LongestReference),
            cells.Text("earmark", Contribution.LongestEarmark),
            cells.Text("reference", 100)
        );
        if (cells.Problems is null && row is { Amount: null, Pledged: null })
        {
            cells.Refuse("amount", "Nothing is paid and nothing pledged; give an amount above zero.");
        }

        if (row.DonorCountry.Length > 0 && !Countries.Exists(row.DonorCountry))
        {
            cells.Refuse("donorCountry", "That is not an ISO 3166-1 code of two capital letters.");
        }

        return cells.Problems is null ? row : null;
    }

    protected override Money? SumOf(ContributionRow row) => row.Amount;

    protected override Task ResolveAsync(
        DonationsDb db,
        ImportFile import,
        ImportBatch<ContributionRow> batch,
        CancellationToken cancellationToken
    ) => lookups.ResolveAsync(db, import, batch, cancellationToken);

    protected override async Task<(bool StandsAlone, Func<CancellationToken, Task> WriteAsync)> ReadyAsync(
        DonationsDb db,
        ImportFile import,
        ImportBatch<ContributionRow> batch,
        CancellationToken cancellationToken
    )
    {
        var references = await HoldAsync(db, cancellationToken);
        await lookups.FollowMergesAsync(db, batch, cancellationToken);
        var now = Clock.GetUtcNow();
        var bringsDonors = await RegisterDonorsAsync(db, import, batch.Rows, now, cancellationToken);
        var bringsPledges = await RecordPledgesAsync(db, batch.Rows, now, cancellationToken);
        return (bringsDonors || bringsPledges, token => WriteAsync(db, import, batch.Rows, references, now, token));
    }

    private static async Task WriteAsync(
        DonationsDb db,
        ImportFile import,
        List<ContributionRow> rows,
        ReferenceData references,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var paid = rows.FindAll(row => row.Amount is not null);
        if (paid.Count == 0)
        {
            return;
        }

        var contributions = paid.ConvertAll(row => Make(row, import, references, now));
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var transactions = await new ContributionCopy(connection).WriteAsync(
            contributions,
            references,
            now,
            cancellationToken
        );
        await ContributionLookups.KeepReferencesAsync(
            db,
            paid.Zip(contributions, (row, contribution) => (row, contribution.Id)),
            cancellationToken
        );
        db.BalanceAdditions.Add(new FundBalanceAddition(transactions));

        // Each names its import; one by one they would be as many entries of the audit trail as rows of the file.
        db.Audit.Counted("contribution", AuditVerb.Added, contributions.Count);
    }

    private static void Require(CsvRows rows, params ReadOnlySpan<string> oneOf)
    {
        foreach (var field in oneOf)
        {
            if (rows.Has(field))
            {
                return;
            }
        }

        throw new UnreadableFileException(
            $"The file has no column for {string.Join(" or ", oneOf.ToArray())}; its columns are "
                + $"{string.Join(", ", rows.Columns)}. Say which column it is, or give one value for all rows.",
            rows.Columns
        );
    }

    private static Contribution Make(
        ContributionRow row,
        ImportFile import,
        ReferenceData references,
        DateTimeOffset now
    )
    {
        var contribution = new Contribution(
            row.Donor,
            row.Amount!.Value,
            row.Date,
            row.Channel,
            row.Pledge,
            row.Earmark,
            now
        );
        contribution.CameWith(import.Id);
        contribution.ValueBy(references);
        return contribution;
    }

    /// <summary>Rates and settings that hold until the commit.</summary>
    private async Task<ReferenceData> HoldAsync(DonationsDb db, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            // The lock first: what is read or known after it is what the transaction commits with.
            await db.HoldReferencesAsync(cancellationToken);
            var version = await db.Set<ReferenceVersion>().Select(row => row.Version).SingleAsync(cancellationToken);
            if (_references is { } known && known.Version == version)
            {
                return known;
            }

            if (attempt > Tries)
            {
                throw new InvalidOperationException("Rates and settings changed under their lock.");
            }

            _references = await db.ReadReferencesAsync(cancellationToken);
        }
    }

    /// <returns>True when there were any.</returns>
    private async Task<bool> RegisterDonorsAsync(
        DonationsDb db,
        ImportFile import,
        List<ContributionRow> rows,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var fresh = new Dictionary<string, Donor>(StringComparer.Ordinal);
        foreach (var row in rows.Where(row => row.Donor == Guid.Empty))
        {
            if (!fresh.TryGetValue(row.DonorKey, out var donor))
            {
                donor = new Donor(
                    row.DonorKind ?? import.DefaultDonorKind ?? DonorKind.PrivateSector,
                    row.DonorName,
                    row.DonorCountry.Length == 0 ? null : row.DonorCountry,
                    "en",
                    publiclyAnonymous: false,
                    now
                );
                fresh.Add(row.DonorKey, donor);
                db.Donors.Add(donor);
            }

            row.Donor = donor.Id;
        }

        await db.SaveChangesAsync(cancellationToken);
        lookups.Learn(fresh);
        return fresh.Count > 0;
    }

    /// <returns>True when there were any.</returns>
    private static async Task<bool> RecordPledgesAsync(
        DonationsDb db,
        List<ContributionRow> rows,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var pledging = rows.FindAll(row => row.Pledged is not null);
        foreach (var row in pledging)
        {
            var pledge = Pledge.Promise(
                row.Donor,
                row.Pledged!.Value,
                row.Date,
                row.PledgeReference,
                [],
                now,
                row.Earmark
            );
            db.Pledges.Add(pledge);
            row.Pledge = pledge.Id;
        }

        await db.SaveChangesAsync(cancellationToken);
        return pledging.Count > 0;
    }
}
