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

        var keys = candidates.SelectMany(BankLesson.KeysOf).ToLookup(key => key.Kind, key => key.Key);
        var ibans = keys[LessonKind.Iban].Distinct().ToList();
        var names = keys[LessonKind.Name].Distinct().ToList();
        var lessons = await db
            .BankLessons.AsNoTracking()
            .Where(lesson =>
                (lesson.Kind == LessonKind.Iban && ibans.Contains(lesson.Key))
                || (lesson.Kind == LessonKind.Name && names.Contains(lesson.Key))
            )
            .ToListAsync(cancellationToken);
        var dismissed = await db
            .BankDismissals.Where(lesson =>
                (lesson.Kind == LessonKind.Iban && ibans.Contains(lesson.Key))
                || (lesson.Kind == LessonKind.Name && names.Contains(lesson.Key))
            )
            .Select(lesson => new DismissedRemitter(lesson.Kind, lesson.Key, lesson.Taught, lesson.Reason))
            .ToListAsync(cancellationToken);
        var donors = await PossibleDonorsAsync(candidates, lessons, cancellationToken);
        return candidates
            .SelectMany(entry =>
                Matching.Propose(entry, donors, dismissed).Select(proposal => (entry.Id, Proposal: proposal))
            )
            .ToLookup(row => row.Id, row => row.Proposal);
    }

    private async Task<List<PossibleDonor>> PossibleDonorsAsync(
        List<BankEntry> candidates,
        List<BankLesson> lessons,
        CancellationToken cancellationToken
    )
    {
        var words = candidates.SelectMany(entry => NameFolding.Words(entry.RemitterName)).ToHashSet();
        var beginnings = words.Select(word => word.Length <= 4 ? word : word[..4]).Distinct().ToArray();
        var references = candidates
            .Select(entry => NameFolding.Key($"{entry.Reference} {entry.Information}"))
            .Where(key => key.Length > 0);
        var haystack = string.Join(' ', references);
        var taught = lessons.Select(lesson => lesson.DonorId).ToHashSet();
        var byReference = db
            .Pledges.Where(pledge =>
                pledge.CancelledOn == null
                && pledge.ReferenceKey.Length >= Matching.ShortestReference
                && haystack.Contains(pledge.ReferenceKey)
            )
            .Select(pledge => pledge.DonorId);
        var byName = db.Database.SqlQuery<Guid>(
            $"select coalesce(merged_into, id) as \"Value\" from donors where name_beginnings(name_words) && {beginnings} order by id limit {MostDonors}"
        );
        var named = await byName.ToListAsync(cancellationToken);
        var donors = await db
            .Donors.AsNoTracking()
            .Where(donor => donor.MergedInto == null)
            .Where(donor => taught.Contains(donor.Id) || byReference.Contains(donor.Id) || named.Contains(donor.Id))
            .Select(donor => new { donor.Id, donor.Name })
            .ToListAsync(cancellationToken);
        var pledges = await OpenPledgesAsync([.. donors.Select(donor => donor.Id)], cancellationToken);
        var sharing = lessons
            .Where(lesson => lesson.Taught > 0)
            .CountBy(lesson => (lesson.Kind, lesson.Key))
            .ToDictionary();
        var remitters = lessons.ToLookup(
            lesson => lesson.DonorId,
            lesson => new KnownRemitter(
                lesson.Kind,
                lesson.Key,
                lesson.Taught,
                lesson.Undone,
                sharing.GetValueOrDefault((lesson.Kind, lesson.Key))
            )
        );
        return
        [
            .. donors.Select(donor => new PossibleDonor(
                donor.Id,
                donor.Name,
                [.. remitters[donor.Id]],
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
            .Select(pledge => Open(pledge, paid.GetValueOrDefault(pledge.Id)))
            .Where(pledge => pledge.Outstanding.IsPositive)
            .ToLookup(pledge => pledge.DonorId);
    }

    /// <summary>What was paid pays the instalments in the order in which they are due.</summary>
    private static OpenPledge Open(Pledge pledge, long paid)
    {
        var left = paid;
        var instalments = new List<OpenInstalment>();
        foreach (var instalment in pledge.Instalments.OrderBy(instalment => instalment.Number))
        {
            if (left >= instalment.AmountMinor)
            {
                left -= instalment.AmountMinor;
                continue;
            }

            instalments.Add(new OpenInstalment(instalment.DueDate, instalment.AmountMinor - left));
            left = 0;
        }

        return new OpenPledge(
            pledge.Id,
            pledge.DonorId,
            pledge.ReferenceKey,
            pledge.Reference,
            pledge.Outstanding(new Money(paid, pledge.Amount.Currency)),
            instalments
        );
    }
}
