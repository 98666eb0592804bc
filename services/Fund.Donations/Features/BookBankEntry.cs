using Fund.Donations.Domain;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>A part of a bank entry and whose it is.</summary>
/// <param name="PledgeField">Path of the pledge in the request, for refusals.</param>
/// <param name="BeforePledge">A value date before the pledge is meant so.</param>
public sealed record EntryPart(
    Guid DonorId,
    Guid? PledgeId,
    Money Amount,
    string Earmark,
    string PledgeField,
    bool BeforePledge = false
);

/// <summary>Books a bank entry that a person confirmed, in the running transaction: contributions, decision, lesson.</summary>
public sealed class BookBankEntry(DonationsDb db, TimeProvider clock)
{
    /// <summary>Books the parts of an entry whose row is locked.</summary>
    /// <param name="entry">From <see cref="EntryLock"/>.</param>
    /// <param name="parts">They add up to it.</param>
    /// <param name="givenDate">Day the money counts from, for an entry without any date.</param>
    /// <param name="caller">Who decided.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <exception cref="RefusedException">What the entry, its donors, its pledges or its dates do not allow.</exception>
    public async Task<IReadOnlyList<Contribution>> BookAsync(
        BankEntry entry,
        IReadOnlyList<EntryPart> parts,
        DateOnly? givenDate,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var now = clock.Moment();
        entry.Confirm([.. parts.Select(part => part.Amount)], now);
        var valueDate = ValueDate(entry, givenDate);
        await CheckAsync(parts, valueDate, cancellationToken);
        Contribution[] contributions =
        [
            .. parts.Select(part => new Contribution(
                part.DonorId,
                part.Amount,
                valueDate,
                Channel.Bank,
                part.PledgeId,
                part.Earmark,
                now,
                entry.Id
            )),
        ];
        await db.BookAsync(contributions, cancellationToken);
        db.BankDecisions.Add(new BankDecision(entry.Id, BankDecisionKind.Confirmed, "", caller.Subject, now));
        if (parts.Select(part => part.DonorId).Distinct().Count() == 1)
        {
            await db.TeachAsync(entry, parts[0].DonorId, now, cancellationToken);
        }

        return contributions;
    }

    private DateOnly ValueDate(BankEntry entry, DateOnly? given)
    {
        if (entry.CountsFrom is { } bank && given is { } other && other != bank)
        {
            throw BankRefusals.EntryHasDate(bank, other).AsException();
        }

        var valueDate = entry.CountsFrom ?? given ?? throw BankRefusals.EntryWithoutDate().AsException();
        return valueDate <= clock.Today()
            ? valueDate
            : throw Refusals.DateInFuture("value_date", valueDate, clock.Today()).AsException();
    }

    /// <summary>Donors first and then pledges, each in the order of their ids: nobody waits for another in a circle.</summary>
    private async Task CheckAsync(
        IReadOnlyList<EntryPart> parts,
        DateOnly valueDate,
        CancellationToken cancellationToken
    )
    {
        foreach (var donor in parts.Select(part => part.DonorId).Distinct().Order())
        {
            await db.RequireDonorAsync(donor, cancellationToken);
        }

        foreach (var part in parts.Where(part => part.PledgeId is not null).OrderBy(part => part.PledgeId))
        {
            var pledge = await db.LockPledgeAsync(part.PledgeId!.Value, cancellationToken);
            pledge.RequirePayableBy(part.DonorId, part.Amount.Currency, part.PledgeField);
            if (!part.BeforePledge)
            {
                pledge.RequireNotBefore(valueDate, part.PledgeField);
            }
        }
    }
}

/// <summary>One person at a time decides on an entry.</summary>
internal static class EntryLock
{
    /// <exception cref="RefusedException">NOT_FOUND.</exception>
    public static async Task<BankEntry> LockEntryAsync(
        this DonationsDb db,
        Guid entryId,
        CancellationToken cancellationToken
    )
    {
        await db.Database.ExecuteSqlAsync(
            $"select 1 from bank_entries where id = {entryId} for update",
            cancellationToken
        );
        return await db.BankEntries.SingleOrDefaultAsync(entry => entry.Id == entryId, cancellationToken)
            ?? throw Refusals.NotFound("bank entry", entryId.ToWire()).AsException();
    }
}
