using Fund.Donations.Domain;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Persistence;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Finds donors and pledges that could belong to bank entries; a person decides.</summary>
public sealed class ProposeMatches(DonationsDb db)
{
    /// <summary>Donors looked at for one page of entries; more would not be read by anybody.</summary>
    private const int MostDonors = 2000;

    public async Task<ILookup<Guid, Proposal>> ForAsync(
        IReadOnlyList<BankEntry> entries,
        CancellationToken cancellationToken
    )
    {
        var candidates = entries.Where(entry => entry.State == BankEntryState.Candidate).ToList();
        if (candidates.Count == 0)
        {
            return Array.Empty<Proposal>().ToLookup(_ => Guid.Empty);
        }

        var donors = await PossibleDonorsAsync(candidates, cancellationToken);
        return candidates
            .SelectMany(entry => Matching.Propose(entry, donors).Select(proposal => (entry.Id, Proposal: proposal)))
            .ToLookup(row => row.Id, row => row.Proposal);
    }

    private async Task<List<PossibleDonor>> PossibleDonorsAsync(
        List<BankEntry> candidates,
        CancellationToken cancellationToken
    )
    {
        var ibans = candidates.Select(entry => entry.RemitterIban).Where(iban => iban.Length > 0).ToHashSet();
        var words = candidates.SelectMany(entry => NameFolding.Words(entry.RemitterName)).Distinct().ToArray();
        var references = candidates.Select(entry => NameFolding.Key(entry.Reference)).Where(key => key.Length > 0);
        var haystack = string.Join(' ', references);
        var byIban = db.DonorIbans.Where(known => ibans.Contains(known.Iban)).Select(known => known.DonorId);
        var byReference = db
            .Pledges.Where(pledge =>
                pledge.CancelledOn == null
                && pledge.ReferenceKey.Length >= Matching.ShortestReference
                && haystack.Contains(pledge.ReferenceKey)
            )
            .Select(pledge => pledge.DonorId);
        var donors = await db
            .Donors.AsNoTracking()
            .Where(donor =>
                byIban.Contains(donor.Id)
                || byReference.Contains(donor.Id)
                || donor.NameWords.Any(word => words.Contains(word))
            )
            .OrderBy(donor => donor.Id)
            .Take(MostDonors)
            .ToListAsync(cancellationToken);
        var ids = donors.Select(donor => donor.Id).ToList();
        var knownIbans = await db
            .DonorIbans.AsNoTracking()
            .Where(known => ids.Contains(known.DonorId))
            .ToListAsync(cancellationToken);
        var pledges = await OpenPledgesAsync(ids, cancellationToken);
        var ibansOf = knownIbans.ToLookup(known => known.DonorId, known => known.Iban);
        return
        [
            .. donors.Select(donor => new PossibleDonor(
                donor.Id,
                donor.Name,
                ibansOf[donor.Id].ToHashSet(StringComparer.Ordinal),
                [.. pledges[donor.Id]]
            )),
        ];
    }

    private async Task<ILookup<Guid, OpenPledge>> OpenPledgesAsync(
        List<Guid> donors,
        CancellationToken cancellationToken
    )
    {
        var pledges = await db
            .Pledges.AsNoTracking()
            .Include(pledge => pledge.Instalments)
            .Where(pledge => donors.Contains(pledge.DonorId) && pledge.CancelledOn == null)
            .ToListAsync(cancellationToken);
        var paid = await db.PaidAsync([.. pledges.Select(pledge => pledge.Id)], cancellationToken);
        return pledges
            .Select(pledge => new OpenPledge(
                pledge.Id,
                pledge.DonorId,
                pledge.ReferenceKey,
                pledge.Reference,
                pledge.Outstanding(new Money(paid.GetValueOrDefault(pledge.Id), pledge.Amount.Currency)),
                [.. pledge.Instalments.Select(instalment => instalment.AmountMinor)]
            ))
            .Where(pledge => pledge.Outstanding.IsPositive)
            .ToLookup(pledge => pledge.DonorId);
    }
}
