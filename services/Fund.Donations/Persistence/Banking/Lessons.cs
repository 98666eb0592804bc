using Fund.Donations.Domain.Banking;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Persistence;

/// <summary>Learns from decisions on bank entries, and unlearns what was taken back.</summary>
internal static class Lessons
{
    /// <summary>The remitter of an entry is this donor.</summary>
    public static async Task TeachAsync(
        this DonationsDb db,
        BankEntry entry,
        Guid donorId,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        foreach (var (kind, key) in BankLesson.KeysOf(entry))
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into bank_lessons (kind, key, donor_id, taught, undone, last_at)
                values ({kind.ToString()}, {key}, {donorId}, 1, 0, {at})
                on conflict (kind, key, donor_id) do update
                set taught = bank_lessons.taught + 1, last_at = excluded.last_at
                """,
                cancellationToken
            );
        }

        if (entry.RemitterIban.Length > 0)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into donor_ibans (donor_id, iban, bank_entry_id)
                values ({donorId}, {entry.RemitterIban}, {entry.Id})
                on conflict do nothing
                """,
                cancellationToken
            );
        }
    }

    /// <summary>The confirmation was wrong. A donor's account is forgotten unless another one taught it too.</summary>
    public static async Task UnteachAsync(
        this DonationsDb db,
        BankEntry entry,
        Guid donorId,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        foreach (var (kind, key) in BankLesson.KeysOf(entry))
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                update bank_lessons set taught = greatest(taught - 1, 0), undone = undone + 1, last_at = {at}
                where kind = {kind.ToString()} and key = {key} and donor_id = {donorId}
                """,
                cancellationToken
            );
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            delete from donor_ibans known
            where known.donor_id = {donorId} and known.iban = {entry.RemitterIban}
              and not exists (
                  select 1 from bank_lessons lesson
                  where lesson.kind = 'Iban' and lesson.key = known.iban and lesson.donor_id = known.donor_id
                    and lesson.taught > 0
              )
            """,
            cancellationToken
        );
    }

    /// <summary>The remitter's entries are set aside.</summary>
    public static async Task TeachDismissalAsync(
        this DonationsDb db,
        BankEntry entry,
        string reason,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        foreach (var (kind, key) in BankLesson.KeysOf(entry))
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into bank_dismissals (kind, key, taught, undone, reason, last_at)
                values ({kind.ToString()}, {key}, 1, 0, {reason}, {at})
                on conflict (kind, key) do update
                set taught = bank_dismissals.taught + 1, reason = excluded.reason, last_at = excluded.last_at
                """,
                cancellationToken
            );
        }
    }

    /// <summary>The dismissal was wrong.</summary>
    public static async Task UnteachDismissalAsync(
        this DonationsDb db,
        BankEntry entry,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        foreach (var (kind, key) in BankLesson.KeysOf(entry))
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                update bank_dismissals set taught = greatest(taught - 1, 0), undone = undone + 1, last_at = {at}
                where kind = {kind.ToString()} and key = {key}
                """,
                cancellationToken
            );
        }
    }
}
