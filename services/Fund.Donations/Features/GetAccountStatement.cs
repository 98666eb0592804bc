using System.Data;
using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Statement of one account in one currency: balance before the range, its entries by date with the balance after each,
/// and the balance at its end. Every page is of one snapshot and begins with the balance the page before ended with.
/// </summary>
public sealed class GetAccountStatement(DonationsDb db)
{
    public async Task<V1.GetAccountStatementResponse> HandleAsync(
        V1.GetAccountStatementRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var asked = Asked.Of(request);
        await using var snapshot = await db.Database.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancellationToken
        );
        var account =
            await db.Set<LedgerAccount>()
                .AsNoTracking()
                .SingleOrDefaultAsync(row => row.Code == asked.Account, cancellationToken)
            ?? throw Refusals.NotFound("account", asked.Account).AsException();
        var opening = await OpeningAsync(asked, cancellationToken);
        var moved = await MovedAsync(asked, cancellationToken);
        var (rows, before, next) = await PageAsync(asked, Page.Of(request.Page), cancellationToken);
        return new V1.GetAccountStatementResponse
        {
            Account = account.ToWire(),
            FromDate = asked.From.ToWire(),
            ToDate = asked.To.ToWire(),
            Opening = asked.Money(opening).ToWire(),
            Entries = { Running(asked, rows, opening + before) },
            Debit = asked.Money(moved.Debit).ToWire(),
            Credit = asked.Money(moved.Credit).ToWire(),
            Closing = asked.Money(opening + moved.Debit - moved.Credit).ToWire(),
            Page = new Fund.Common.V1.PageResponse { NextPageToken = next },
        };
    }

    private async Task<long> OpeningAsync(Asked asked, CancellationToken cancellationToken)
    {
        if (asked.From == DateOnly.MinValue)
        {
            return 0;
        }

        var day = asked.From.AddDays(-1);
        var after = await db.SummedThroughAsync(day, cancellationToken);
        var summed = await db.Set<LedgerMonthSum>()
            .Where(sum => sum.Account == asked.Account && sum.CurrencyCode == asked.Currency.Code && sum.Month <= after)
            .SumAsync(sum => sum.DebitMinor - sum.CreditMinor, cancellationToken);
        var since = await Entries(asked, after.DayNumber == 0 ? after : after.AddDays(1), day)
            .SumAsync(entry => entry.Amount.MinorUnits, cancellationToken);
        return summed + since;
    }

    private async Task<(long Debit, long Credit)> MovedAsync(Asked asked, CancellationToken cancellationToken)
    {
        var sums = await Entries(asked, asked.From, asked.To)
            .GroupBy(entry => entry.Amount.MinorUnits > 0)
            .Select(group => new { IsDebit = group.Key, Sum = group.Sum(entry => entry.Amount.MinorUnits) })
            .ToListAsync(cancellationToken);
        return (
            sums.Where(row => row.IsDebit).Sum(row => row.Sum),
            -sums.Where(row => !row.IsDebit).Sum(row => row.Sum)
        );
    }

    /// <summary>Entries of a page, and what the entries of the range before it add up to.</summary>
    private async Task<(List<LedgerEntry> Rows, long Before, string Next)> PageAsync(
        Asked asked,
        Page page,
        CancellationToken cancellationToken
    )
    {
        var rest = Entries(asked, asked.From, asked.To);
        var before = 0L;
        if (page.After is { } id)
        {
            var last =
                await rest.SingleOrDefaultAsync(entry => entry.Id == id, cancellationToken)
                ?? throw Refusals.NotFound("entry that the page token names", id.ToWire()).AsException();
            before = await rest.Where(entry =>
                    entry.EntryDate < last.EntryDate || (entry.EntryDate == last.EntryDate && entry.Id <= id)
                )
                .SumAsync(entry => entry.Amount.MinorUnits, cancellationToken);
            rest = rest.Where(entry =>
                entry.EntryDate > last.EntryDate || (entry.EntryDate == last.EntryDate && entry.Id > id)
            );
        }

        var rows = await rest.OrderBy(entry => entry.EntryDate)
            .ThenBy(entry => entry.Id)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        if (rows.Count <= page.Size)
        {
            return (rows, before, "");
        }

        rows.RemoveAt(page.Size);
        return (rows, before, Page.TokenAfter(rows[^1].Id));
    }

    private IQueryable<LedgerEntry> Entries(Asked asked, DateOnly from, DateOnly to) =>
        db
            .LedgerEntries.AsNoTracking()
            .Where(entry =>
                entry.Account == asked.Account
                && entry.Amount.Currency == asked.Currency
                && entry.EntryDate >= from
                && entry.EntryDate <= to
            );

    private static IEnumerable<V1.StatementEntry> Running(Asked asked, List<LedgerEntry> rows, long balance)
    {
        foreach (var entry in rows)
        {
            balance += entry.Amount.MinorUnits;
            yield return new V1.StatementEntry { Entry = entry.ToWire(), Balance = asked.Money(balance).ToWire() };
        }
    }

    private sealed record Asked(string Account, Currency Currency, DateOnly From, DateOnly To)
    {
        public static Asked Of(V1.GetAccountStatementRequest request)
        {
            var check = new Check();
            var account = check.Text("account", request.Account, 100);
            var code = request.CurrencyCode.Length == 0 ? Currency.Usd.Code : request.CurrencyCode;
            if (Currency.Find(code) is null)
            {
                check.Add(Refusals.UnknownCurrency("currency_code", code.Length <= 10 ? code : code[..10] + "…"));
            }

            var (from, to) = check.Range(request.FromDate, request.ToDate);
            check.ThrowIfAny();
            return new Asked(account, Currency.Parse(code), from, to);
        }

        public Money Money(long minorUnits) => new(minorUnits, Currency);
    }
}

/// <summary>Ranges of dates.</summary>
internal static class Ranges
{
    /// <summary>Two required dates, <c>from_date</c> and <c>to_date</c>, in order.</summary>
    public static (DateOnly From, DateOnly To) Range(this Check check, string from, string to)
    {
        var first = check.Date("from_date", from);
        var last = check.Date("to_date", to);
        if (check.IsFine && last < first)
        {
            check.Add(DonationRefusals.RangeReversed(first, last));
        }

        return (first, last);
    }
}
