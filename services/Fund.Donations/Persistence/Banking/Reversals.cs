using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Persistence;

/// <summary>
/// Finds the entry that a reversal takes back: of the same account and amount, in the other direction, with the same
/// reference of the bank, the same end-to-end id, the same remittance or the same other account. Each is taken back
/// once, and one of either may come first.
/// </summary>
internal static class Reversals
{
    public static async Task LinkAsync(DonationsDb db, string account, CancellationToken cancellationToken)
    {
        var open = await db.BankEntries.AnyAsync(
            entry => entry.Account == account && entry.IsReversal && entry.ReversesEntryId == null,
            cancellationToken
        );
        if (!open)
        {
            return;
        }

        // Four equalities, one after the other, so that the database joins by hashing whatever the amounts are.
        await db.Database.ExecuteSqlAsync(
            $"""
            with open as (
                select id, currency_code, amount_minor, is_credit, bank_reference, end_to_end_id, reference, remitter_iban
                from bank_entries
                where account = {account} and is_reversal and reverses_entry_id is null and amount_minor is not null
            ), possible as (
                select id, currency_code, amount_minor, is_credit, bank_reference, end_to_end_id, reference, remitter_iban,
                       coalesce(booking_date, value_date) as day
                from bank_entries
                where account = {account} and not is_reversal and reversed_by_entry_id is null
                  and bank_status = 'BOOK' and amount_minor in (select amount_minor from open)
            ), pairs as (
                select r.id as reversal, o.id as original, 1 as rank, o.day
                from open r join possible o using (currency_code, amount_minor, bank_reference)
                where bank_reference <> '' and r.is_credit <> o.is_credit
                union all
                select r.id, o.id, 2, o.day
                from open r join possible o using (currency_code, amount_minor, end_to_end_id)
                where end_to_end_id <> '' and r.is_credit <> o.is_credit
                union all
                select r.id, o.id, 3, o.day
                from open r join possible o using (currency_code, amount_minor, reference)
                where reference <> '' and r.is_credit <> o.is_credit
                union all
                select r.id, o.id, 4, o.day
                from open r join possible o using (currency_code, amount_minor, remitter_iban)
                where remitter_iban <> '' and r.is_credit <> o.is_credit
            ), best as (
                select distinct on (reversal) reversal, original from pairs order by reversal, rank, day desc, original
            ), once as (
                select distinct on (original) reversal, original from best order by original, reversal
            ), taken_back as (
                update bank_entries set reversed_by_entry_id = once.reversal from once where id = once.original
            )
            update bank_entries set reverses_entry_id = once.original from once where id = once.reversal
            """,
            cancellationToken
        );
    }
}
