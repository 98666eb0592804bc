using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Persistence.Statements;

/// <summary>Running numbers of statements: the same question always gets the same one, a year's have no gaps.</summary>
internal static class StatementNumbers
{
    /// <summary>As it stands on the statement: <c>S-2026-000017</c>.</summary>
    public static string Text(int year, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"S-{year:0000}-{number:000000}");

    /// <summary>Gives the next number to a question that has none yet, and says which it has.</summary>
    public static async Task<string> GiveAsync(
        this DonationsDb db,
        Guid donorId,
        DateOnly from,
        DateOnly to,
        int year,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // One at a time within a year, so that numbers have no gaps and nobody gets two.
        await db.Database.ExecuteSqlAsync(
            $"select pg_advisory_xact_lock(hashtextextended('statement numbers', {year}))",
            cancellationToken
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into statement_numbers (donor_id, from_date, to_date, year, number)
            select {donorId}, {from}, {to}, {year}, coalesce(max(number), 0) + 1
            from statement_numbers where year = {year}
            on conflict (donor_id, from_date, to_date) do nothing
            """,
            cancellationToken
        );
        var row = await db
            .StatementNumbers.AsNoTracking()
            .SingleAsync(
                number => number.DonorId == donorId && number.FromDate == from && number.ToDate == to,
                cancellationToken
            );
        await transaction.CommitAsync(cancellationToken);
        return Text(row.Year, row.Number);
    }

    /// <summary>The number of a consolidated statement: the one the question got before, or the next.</summary>
    public static async Task<string> GiveConsolidatedAsync(
        this DonationsDb db,
        byte[] question,
        int year,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"select pg_advisory_xact_lock(hashtextextended('consolidated statement numbers', {year}))",
            cancellationToken
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into consolidated_numbers (question, year, number)
            select {question}, {year}, coalesce(max(number), 0) + 1 from consolidated_numbers where year = {year}
            on conflict (question) do nothing
            """,
            cancellationToken
        );
        var row = await db.Set<ConsolidatedNumber>()
            .AsNoTracking()
            .SingleAsync(number => number.Question == question, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"C-{row.Year:0000}-{row.Number:000000}");
    }
}

/// <summary>The running number of a consolidated statement.</summary>
internal sealed class ConsolidatedNumber
{
    private ConsolidatedNumber() { }

    /// <summary>SHA-256 of donors and range.</summary>
    public byte[] Question { get; private set; } = [];

    public int Year { get; private set; }

    public int Number { get; private set; }
}
