using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Ledger entries, newest first; of one account, cause, part of the position or range when asked.</summary>
public sealed class ListLedgerEntries(DonationsDb db)
{
    public async Task<V1.ListLedgerEntriesResponse> HandleAsync(
        V1.ListLedgerEntriesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var account = check.OptionalText("account", request.Account, 100);
        var causeId = check.OptionalId("cause_id", request.CauseId);
        var narrowed = Narrowed.Of(check, request);
        check.ThrowIfAny();
        var entries = db.LedgerEntries.AsNoTracking();
        if (account.Length > 0)
        {
            entries = entries.Where(entry => entry.Account == account);
        }

        if (causeId is { } cause)
        {
            entries = entries.Where(entry => entry.CauseId == cause);
        }

        entries = await NarrowedAsync(entries, narrowed, cancellationToken);
        var page = await Page.Of(request.Page).NewestFirstAsync(entries, entry => entry.Id, cancellationToken);
        return new V1.ListLedgerEntriesResponse
        {
            Entries = { page.Items.Select(entry => entry.ToWire()) },
            Page = page.ToWire(),
        };
    }

    private async Task<IQueryable<LedgerEntry>> NarrowedAsync(
        IQueryable<LedgerEntry> entries,
        Narrowed to,
        CancellationToken cancellationToken
    )
    {
        if (to.Part is { } part)
        {
            // The position counts what the accounts hold in USD.
            var accounts = await db.Set<LedgerAccount>()
                .Where(account => account.PositionPart == part)
                .Select(account => account.Code)
                .ToListAsync(cancellationToken);
            entries = entries.Where(entry => accounts.Contains(entry.Account) && entry.Amount.Currency == Currency.Usd);
        }

        if (to.Currency is { } currency)
        {
            entries = entries.Where(entry => entry.Amount.Currency == currency);
        }

        if (to.From is { } from)
        {
            entries = entries.Where(entry => entry.EntryDate >= from);
        }

        return to.Until is { } until ? entries.Where(entry => entry.EntryDate <= until) : entries;
    }

    private sealed record Narrowed(PositionPart? Part, Currency? Currency, DateOnly? From, DateOnly? Until)
    {
        public static Narrowed Of(Check check, V1.ListLedgerEntriesRequest request)
        {
            check.OptionalChoice("position_part", request.PositionPart);
            var currency = Currency.Find(request.CurrencyCode);
            if (currency is null && request.CurrencyCode.Length > 0)
            {
                var code = request.CurrencyCode;
                check.Add(Refusals.UnknownCurrency("currency_code", code.Length <= 10 ? code : code[..10] + "…"));
            }

            return new Narrowed(
                request.PositionPart == 0 ? null : (PositionPart)request.PositionPart,
                currency,
                check.OptionalDate("from_date", request.FromDate),
                check.OptionalDate("to_date", request.ToDate)
            );
        }
    }
}
