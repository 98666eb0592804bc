using Fund.Donations.Domain;
using Fund.Donations.Domain.Importing;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Importing;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features.Importing;

/// <summary>Finds the donors, pledges and references that rows of a file name, many rows at a time.</summary>
internal sealed class ContributionLookups
{
    /// <summary>Donors kept in mind by name; then they are forgotten and asked for again.</summary>
    private const int MostDonors = 50_000;

    private readonly Dictionary<string, Guid> _donors = new(StringComparer.Ordinal);

    /// <summary>References of this file so far, so that one that comes twice is seen: 8 bytes each.</summary>
    private readonly HashSet<long> _references = [];

    /// <summary>Fills in donors and pledges; rows that name what is not there, or a gift that is, are refused.</summary>
    public async Task ResolveAsync(
        DonationsDb db,
        ImportFile import,
        ImportBatch<ContributionRow> batch,
        CancellationToken cancellationToken
    )
    {
        await FindByIdAsync(db, batch, cancellationToken);
        await FindByNameAsync(db, import, batch, cancellationToken);
        await FindPledgesAsync(db, batch, cancellationToken);
        await FindReferencesAsync(db, batch, cancellationToken);
    }

    /// <summary>Rows of donors that were merged since they were found are those of the survivors, until the commit.</summary>
    public async Task FollowMergesAsync(
        DonationsDb db,
        ImportBatch<ContributionRow> batch,
        CancellationToken cancellationToken
    )
    {
        var donors = batch.Rows.Select(row => row.Donor).Distinct().ToList();
        var merged = await db
            .Donors.Where(donor => donor.MergedInto != null && donors.Contains(donor.Id))
            .ToDictionaryAsync(donor => donor.Id, donor => donor.MergedInto!.Value, cancellationToken);
        if (merged.Count > 0)
        {
            _donors.Clear();
            batch.Rows.ForEach(row => row.Donor = merged.GetValueOrDefault(row.Donor, row.Donor));
        }
    }

    /// <summary>Donors that were just registered.</summary>
    public void Learn(IReadOnlyDictionary<string, Donor> donors)
    {
        foreach (var (key, donor) in donors)
        {
            _donors[key] = donor.Id;
        }
    }

    /// <summary>Notes the senders' references, in the running transaction.</summary>
    public static async Task KeepReferencesAsync(
        DonationsDb db,
        IEnumerable<(ContributionRow Row, Guid ContributionId)> taken,
        CancellationToken cancellationToken
    )
    {
        var kept = taken.Where(pair => pair.Row.Reference.Length > 0).ToList();
        if (kept.Count == 0)
        {
            return;
        }

        var donors = kept.ConvertAll(pair => pair.Row.Donor);
        var references = kept.ConvertAll(pair => pair.Row.Reference);
        var contributions = kept.ConvertAll(pair => pair.ContributionId);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into contribution_references (donor_id, reference, contribution_id)
            select * from unnest({donors}, {references}, {contributions})
            """,
            cancellationToken
        );
    }

    private static async Task FindByIdAsync(
        DonationsDb db,
        ImportBatch<ContributionRow> batch,
        CancellationToken cancellationToken
    )
    {
        var ids = batch.Rows.Select(row => row.DonorId).OfType<Guid>().Distinct().ToList();
        if (ids.Count == 0)
        {
            return;
        }

        // The id of a merged duplicate stands for the donor that it is now.
        var known = await db
            .Donors.Where(donor => ids.Contains(donor.Id))
            .ToDictionaryAsync(donor => donor.Id, donor => donor.MergedInto ?? donor.Id, cancellationToken);
        batch.Refuse(row =>
        {
            row.Donor = row.DonorId is { } stated ? known.GetValueOrDefault(stated) : Guid.Empty;
            return row.DonorId is { } id && !known.ContainsKey(id)
                ? ("donorId", id.ToString("D"), "There is no donor with this id.")
                : null;
        });
    }

    private async Task FindByNameAsync(
        DonationsDb db,
        ImportFile import,
        ImportBatch<ContributionRow> batch,
        CancellationToken cancellationToken
    )
    {
        var unknown = batch
            .Rows.Where(row => row.DonorId is null && !_donors.ContainsKey(row.DonorKey))
            .Select(row => row.DonorKey)
            .Distinct()
            .ToList();
        var several = new HashSet<string>(StringComparer.Ordinal);
        if (unknown.Count > 0)
        {
            if (_donors.Count + unknown.Count > MostDonors)
            {
                _donors.Clear();
                unknown = batch.Rows.Where(row => row.DonorId is null).Select(row => row.DonorKey).Distinct().ToList();
            }

            var found = await db
                .Donors.Where(donor => unknown.Contains(donor.SearchName))
                .Select(donor => new { donor.SearchName, Id = donor.MergedInto ?? donor.Id })
                .Distinct()
                .ToListAsync(cancellationToken);
            foreach (var name in found.GroupBy(donor => donor.SearchName, StringComparer.Ordinal))
            {
                if (name.Count() == 1)
                {
                    _donors[name.Key] = name.Single().Id;
                }
                else
                {
                    several.Add(name.Key);
                }
            }
        }

        batch.Refuse(row => Name(import, row, several));
    }

    private (string, string, Sentence)? Name(ImportFile import, ContributionRow row, HashSet<string> several)
    {
        if (row.DonorId is not null)
        {
            return null;
        }

        if (_donors.TryGetValue(row.DonorKey, out var donor))
        {
            row.Donor = donor;
            return null;
        }

        if (several.Contains(row.DonorKey))
        {
            return ("donor", row.DonorName, "Several donors have this name; give the donor's id.");
        }

        if (!import.CreateMissingDonors)
        {
            return ("donor", row.DonorName, "No donor has this name; register the donor, or let the import do so.");
        }

        var kind = row.DonorKind ?? import.DefaultDonorKind;
        if (kind is null)
        {
            return ("donorKind", "", "The donor is new: say of which kind, for the row or for the whole file.");
        }

        row.Donor = Guid.Empty;
        return null;
    }

    private static async Task FindPledgesAsync(
        DonationsDb db,
        ImportBatch<ContributionRow> batch,
        CancellationToken cancellationToken
    )
    {
        // A row with an amount pledged brings its pledge, and the reference is that one's.
        var keys = batch
            .Rows.Where(row => row.Pledged is null && row.PledgeReference.Length > 0)
            .Select(row => NameFolding.Key(row.PledgeReference))
            .Distinct()
            .ToList();
        if (keys.Count == 0)
        {
            return;
        }

        var pledges = (
            await db
                .Pledges.Where(pledge => keys.Contains(pledge.ReferenceKey))
                .Select(pledge => new
                {
                    pledge.Id,
                    pledge.DonorId,
                    pledge.ReferenceKey,
                    pledge.Amount.Currency,
                    pledge.PledgedOn,
                    Cancelled = pledge.CancelledOn != null,
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(pledge => (pledge.DonorId, pledge.ReferenceKey));
        batch.Refuse(row =>
        {
            if (row.Pledged is not null || row.PledgeReference.Length == 0)
            {
                return null;
            }

            var named = pledges[(row.Donor, NameFolding.Key(row.PledgeReference))].ToList();
            var fitting = named.Where(pledge => pledge.Currency.Equals(row.Currency) && !pledge.Cancelled).ToList();
            if (named.Count == 0)
            {
                return ("pledgeReference", row.PledgeReference, "The donor has no pledge with this reference.");
            }

            if (fitting.Count != 1)
            {
                return (
                    "pledgeReference",
                    row.PledgeReference,
                    $"The donor has {fitting.Count} open pledges in {row.Currency.Code} with this reference, not one."
                );
            }

            row.Pledge = fitting[0].Id;
            return row.Date < fitting[0].PledgedOn
                ? (
                    "valueDate",
                    row.Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                    $"The gift is dated before its pledge of {fitting[0].PledgedOn:yyyy-MM-dd}."
                )
                : null;
        });
    }

    private async Task FindReferencesAsync(
        DonationsDb db,
        ImportBatch<ContributionRow> batch,
        CancellationToken cancellationToken
    )
    {
        var given = batch.Rows.Where(row => row.Reference.Length > 0).Select(row => row.Reference).Distinct().ToList();
        if (given.Count == 0)
        {
            return;
        }

        var known = (
            await db.Set<ContributionReference>()
                .Where(reference => given.Contains(reference.Reference))
                .Select(reference => new { reference.DonorId, reference.Reference })
                .ToListAsync(cancellationToken)
        )
            .Select(reference => (reference.DonorId, reference.Reference))
            .ToHashSet();
        batch.Refuse(row =>
        {
            if (row.Reference.Length == 0)
            {
                return null;
            }

            if (known.Contains((row.Donor, row.Reference)))
            {
                return ("reference", row.Reference, "A contribution of this donor has this reference already.");
            }

            return _references.Add(Hash(row))
                ? null
                : ("reference", row.Reference, "The reference comes twice in the file.");
        });
    }

    private static long Hash(ContributionRow row)
    {
        Span<byte> hash = stackalloc byte[32];
        var text = $"{row.DonorId:D}\n{row.DonorKey}\n{row.Reference}";
        System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text), hash);
        return BitConverter.ToInt64(hash);
    }
}
