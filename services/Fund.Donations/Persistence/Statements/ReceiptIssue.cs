using Fund.Donations.Domain;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Persistence.Statements;

/// <summary>A receipt and what became of its contribution since.</summary>
internal sealed record KnownReceipt
{
    /// <summary>As it was issued.</summary>
    public required Receipt Receipt { get; init; }

    /// <summary>Donor to whom the contribution belongs now.</summary>
    public required Guid Owner { get; init; }

    /// <summary>Day of the reversal that made it void; null while it holds.</summary>
    public required DateOnly? VoidSince { get; init; }
}

/// <summary>Issues receipts in the running transaction, and finds them.</summary>
internal static class ReceiptIssue
{
    /// <summary>Receipts with their owners, and whether they still hold.</summary>
    public static IQueryable<KnownReceipt> KnownReceipts(this DonationsDb db) =>
        from receipt in db.Receipts.AsNoTracking()
        join contribution in db.Contributions on receipt.ContributionId equals contribution.Id
        select new KnownReceipt
        {
            Receipt = receipt,
            Owner = contribution.DonorId,
            VoidSince = contribution.ReversedOn,
        };

    /// <summary>
    /// Lets nobody else issue receipts of a year until the transaction ends: the next numbers are this transaction's,
    /// and go back when it fails.
    /// </summary>
    public static Task LockReceiptsAsync(this DonationsDb db, int year, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"select pg_advisory_xact_lock(hashtextextended('receipt numbers', {year}))",
            cancellationToken
        );

    /// <summary>
    /// Issues a receipt for each contribution, numbered in the order given, with what is known of it now.
    /// </summary>
    /// <param name="db">The context; <see cref="LockReceiptsAsync"/> was called and none of them has a receipt.</param>
    /// <param name="contributions">Which ones.</param>
    /// <param name="language">Language of all of them; empty for the donor's own.</param>
    /// <param name="issuedBy">Account that asks.</param>
    /// <param name="at">Now.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    public static async Task IssueAsync(
        this DonationsDb db,
        IReadOnlyList<Guid> contributions,
        string language,
        string issuedBy,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var (day, form) = (DateOnly.FromDateTime(at.UtcDateTime), Receipt.CurrentForm);
        Guid[] ids = [.. contributions.Select(_ => Guid.CreateVersion7(at))];
        Guid[] wanted = [.. contributions];
        string[] spoken = [.. Donor.Languages];
        var issued = await db.Database.ExecuteSqlAsync(
            $"""
            insert into receipts (
                id, contribution_id, donor_id, year, number, issued_on, issued_at, issued_by, language, form,
                donor_name, donor_search_name, donor_country_code, amount_minor, amount_currency, value_date, channel,
                earmark, pledge_reference, usd_cents, units_per_usd, rate_effective_date)
            select g.id, c.id, c.donor_id, {day.Year}, last.number + g.place, {day}, {at}, {issuedBy},
                case when {language} <> '' then {language} when d.language = any ({spoken}) then d.language else 'en' end,
                {form}, d.name, d.search_name, d.country_code, c.amount_minor, c.amount_currency, c.value_date, c.channel,
                c.earmark, coalesce(p.reference, ''), c.usd_cents, c.units_per_usd, c.rate_effective_date
            from unnest({ids}, {wanted}) with ordinality as g (id, contribution_id, place)
            cross join (select coalesce(max(number), 0) as number from receipts where year = {day.Year}) as last
            join contributions c on c.id = g.contribution_id
            join donors d on d.id = c.donor_id
            left join pledges p on p.id = c.pledge_id
            """,
            cancellationToken
        );
        if (issued != wanted.Length)
        {
            throw new InvalidOperationException($"{issued} of {wanted.Length} receipts were issued.");
        }

        for (var i = 0; i < ids.Length; i++)
        {
            db.Audit.Added("receipt", ids[i].ToWire(), ("contribution_id", wanted[i]));
        }
    }
}
