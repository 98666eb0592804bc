using System.Linq.Expressions;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Bank entries as searched and sorted, with the donors and pledges proposed for those that wait.</summary>
public sealed class ListBankEntries(DonationsDb db, ProposeMatches propose)
{
    private const int LongestSearch = 100;

    // Not the calendar's own ends, which are infinity to the database.
    private static readonly DateOnly Never = new(9999, 12, 30);
    private static readonly DateOnly Always = new(1, 1, 2);

    public async Task<V1.ListBankEntriesResponse> HandleAsync(
        V1.ListBankEntriesRequest request,
        CancellationToken cancellationToken
    )
    {
        var entries = Filtered(request);
        var page = Page.Of(request.Page);
        var rows = await PageAsync(entries, page, request.Order, cancellationToken);
        var shown = rows.Take(page.Size).ToList();
        var proposals = await propose.ForAsync(shown, cancellationToken);
        var booked = await db.BookedFromAsync([.. shown.Select(entry => entry.Id)], cancellationToken);
        return new V1.ListBankEntriesResponse
        {
            Entries = { shown.Select(entry => entry.ToWire(proposals[entry.Id], booked[entry.Id])) },
            Page = new PageResult<BankEntry>(
                shown,
                rows.Count > page.Size ? Page.TokenAfter(shown[^1].Id) : ""
            ).ToWire(),
        };
    }

    private IQueryable<BankEntry> Filtered(V1.ListBankEntriesRequest request)
    {
        var check = new Check();
        var statementId = check.OptionalId("bank_statement_id", request.BankStatementId);
        var search = SearchText.Fold(check.OptionalText("search", request.Search, LongestSearch));
        var account = CamtTransaction.Compact(check.OptionalText("account", request.Account, LongestSearch));
        var from = check.OptionalDate("from_date", request.FromDate);
        var to = check.OptionalDate("to_date", request.ToDate);
        check.That(
            from is null || to is null || from <= to,
            "to_date",
            $"The range ends on {request.ToDate}, before it begins on {request.FromDate}."
        );
        check.OptionalChoice("state", request.State);
        check.OptionalChoice("order", request.Order);
        CheckAmounts(check, request);
        check.ThrowIfAny();

        var entries = db.BankEntries.AsNoTracking();
        entries = statementId is { } statement ? entries.Where(entry => entry.BankStatementId == statement) : entries;
        entries = account.Length > 0 ? entries.Where(entry => entry.Account == account) : entries;
        entries =
            search.Length > 0
                ? entries.Where(entry => EF.Property<string>(entry, BankTables.SearchText).Contains(search))
                : entries;
        entries = from is { } first ? entries.Where(entry => (entry.ValueDate ?? entry.BookingDate) >= first) : entries;
        entries = to is { } last ? entries.Where(entry => (entry.ValueDate ?? entry.BookingDate) <= last) : entries;
        if (request.State != V1.BankEntryState.Unspecified)
        {
            var state = (BankEntryState)request.State;
            entries = entries.Where(entry => entry.State == state);
        }

        return OfAmount(entries, request);
    }

    private static void CheckAmounts(Check check, V1.ListBankEntriesRequest request)
    {
        var hasAmount = request.HasMinMinorUnits || request.HasMaxMinorUnits;
        check.That(
            !hasAmount || request.CurrencyCode.Length > 0,
            "currency_code",
            "An amount is searched for in one currency; say which."
        );
        if (request.CurrencyCode.Length > 0 && Currency.Find(request.CurrencyCode) is null)
        {
            check.Add(Refusals.UnknownCurrency("currency_code", CamtCursor.Cut(request.CurrencyCode, 20)));
        }

        check.That(
            !request.HasMinMinorUnits || !request.HasMaxMinorUnits || request.MinMinorUnits <= request.MaxMinorUnits,
            "max_minor_units",
            $"The largest amount, {request.MaxMinorUnits}, is below the smallest, {request.MinMinorUnits}."
        );
    }

    private static IQueryable<BankEntry> OfAmount(IQueryable<BankEntry> entries, V1.ListBankEntriesRequest request)
    {
        if (request.CurrencyCode.Length > 0)
        {
            var currency = request.CurrencyCode;
            entries = entries.Where(entry => entry.CurrencyCode == currency);
        }

        if (request.HasMinMinorUnits)
        {
            var least = request.MinMinorUnits;
            entries = entries.Where(entry => entry.AmountMinor >= least);
        }

        if (request.HasMaxMinorUnits)
        {
            var most = request.MaxMinorUnits;
            entries = entries.Where(entry => entry.AmountMinor <= most);
        }

        return entries;
    }

    private Task<List<BankEntry>> PageAsync(
        IQueryable<BankEntry> entries,
        Page page,
        V1.BankEntryOrder order,
        CancellationToken cancellationToken
    )
    {
        // What an entry is ordered by, so that larger comes later; without one it comes last in either direction.
        Expression<Func<BankEntry, long>>? key = order switch
        {
            V1.BankEntryOrder.Date => entry => (entry.ValueDate ?? entry.BookingDate ?? Never).DayNumber,
            V1.BankEntryOrder.DateDescending => entry =>
                -(long)(entry.ValueDate ?? entry.BookingDate ?? Always).DayNumber,
            V1.BankEntryOrder.Amount => entry => entry.AmountMinor ?? long.MaxValue,
            V1.BankEntryOrder.AmountDescending => entry => -(entry.AmountMinor ?? -long.MaxValue),
            _ => null,
        };
        return key is null
            ? NewestAsync(entries, page, cancellationToken)
            : OrderedAsync(entries, page, key, cancellationToken);
    }

    private static Task<List<BankEntry>> NewestAsync(
        IQueryable<BankEntry> entries,
        Page page,
        CancellationToken cancellationToken
    )
    {
        entries = page.After is { } after ? entries.Where(entry => entry.Id < after) : entries;
        return entries.OrderByDescending(entry => entry.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
    }

    private async Task<List<BankEntry>> OrderedAsync(
        IQueryable<BankEntry> entries,
        Page page,
        Expression<Func<BankEntry, long>> key,
        CancellationToken cancellationToken
    )
    {
        if (page.After is { } after)
        {
            var last = await db
                .BankEntries.Where(entry => entry.Id == after)
                .Select(key)
                .Select(value => (long?)value)
                .SingleOrDefaultAsync(cancellationToken);
            var entry = key.Parameters[0];
            Expression<Func<long>> value = () => last ?? long.MaxValue;
            Expression<Func<Guid>> id = () => after;
            var entryId = Expression.Property(entry, nameof(BankEntry.Id));
            var later = Expression.OrElse(
                Expression.GreaterThan(key.Body, value.Body),
                Expression.AndAlso(Expression.Equal(key.Body, value.Body), Expression.GreaterThan(entryId, id.Body))
            );
            entries = entries.Where(Expression.Lambda<Func<BankEntry, bool>>(later, entry));
        }

        return await entries.OrderBy(key).ThenBy(entry => entry.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
    }
}

/// <summary>Which contributions were booked from which bank entry and stand.</summary>
internal static class BookedFrom
{
    public static async Task<ILookup<Guid, Guid>> BookedFromAsync(
        this DonationsDb db,
        IReadOnlyCollection<Guid> entries,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .Contributions.Where(contribution =>
                contribution.BankEntryId != null
                && entries.Contains(contribution.BankEntryId.Value)
                && contribution.ReversedOn == null
            )
            .OrderBy(contribution => contribution.Id)
            .Select(contribution => new { EntryId = contribution.BankEntryId!.Value, contribution.Id })
            .ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.EntryId, row => row.Id);
    }
}
