using Fund.Common.V1;
using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Every entry of a range of dates as CSV, oldest first, as it comes from the database: of any size.</summary>
public sealed class ExportJournal(DonationsDb db)
{
    private static readonly string[] Header =
    [
        "entry_date",
        "transaction_id",
        "entry_id",
        "kind",
        "account",
        "account_name",
        "debit",
        "credit",
        "currency",
        "cause_id",
        "corrects_transaction_id",
        "posted_at",
    ];

    public async Task HandleAsync(
        V1.ExportJournalRequest request,
        IServerStreamWriter<FilePart> parts,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var (from, to) = check.Range(request.FromDate, request.ToDate);
        check.ThrowIfAny();
        var names = await db.ChartAsync(cancellationToken);
        await using var stream = new FilePartStream(
            parts,
            $"journal-{from:yyyy-MM-dd}-{to:yyyy-MM-dd}.csv",
            CsvFile.MediaType,
            cancellationToken
        );
        // Millions of entries are put in order before the first leaves, and the rest takes as long as its receiver does.
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        await using (var csv = await CsvFile.BeginAsync(stream, Header, cancellationToken))
        {
            var entries = db
                .LedgerEntries.AsNoTracking()
                .Where(entry => entry.EntryDate >= from && entry.EntryDate <= to)
                .OrderBy(entry => entry.EntryDate)
                .ThenBy(entry => entry.TransactionId)
                .ThenBy(entry => entry.Id)
                .AsAsyncEnumerable();
            await foreach (var entry in entries.WithCancellation(cancellationToken))
            {
                await Row(csv, entry, names[entry.Account].Name).EndRowAsync(cancellationToken);
            }
        }

        await stream.CompleteAsync();
    }

    private static CsvFile Row(CsvFile csv, LedgerEntry entry, string name)
    {
        var amount = entry.Amount;
        return csv.Date(entry.EntryDate)
            .Text(entry.TransactionId.ToWire())
            .Text(entry.Id.ToWire())
            .Text(entry.Kind)
            .Text(entry.Account)
            .Text(name)
            .Amount(amount.IsPositive ? amount : null)
            .Amount(amount.IsPositive ? null : -amount)
            .Text(amount.Currency.Code)
            .Text(entry.CauseId.ToWire())
            .Text(entry.CorrectsTransactionId.ToWire())
            .Moment(entry.PostedAt);
    }
}
