using Fund.Donations.Domain;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Asks for a month to be closed, and says what of it is still open: contributions without a rate and bank entries that
/// wait for a person would count in a later month. Another person may ask again instead of who asked first.
/// </summary>
public sealed class RequestMonthClosing(DonationsDb db, TimeProvider clock)
{
    public Task<V1.RequestMonthClosingResponse> HandleAsync(
        V1.RequestMonthClosingRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var month = check.Month("month", request.Month);
        var note = check.OptionalText("note", request.Note, AccountingPeriod.LongestNote);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.LockReferencesAsync(token);
                AccountingPeriod.RequireCloseable(month, await db.ClosedThroughAsync(token), clock.Today());
                var period = await RequestAsync(month, caller.Subject, note, token);
                return await WithOpenItemsAsync(period, token);
            },
            cancellationToken
        );
    }

    private async Task<AccountingPeriod> RequestAsync(DateOnly month, string by, string note, CancellationToken token)
    {
        var known = await db.Set<AccountingPeriod>().SingleOrDefaultAsync(row => row.Month == month, token);
        if (known is null)
        {
            var period = new AccountingPeriod(month, by, note, clock.Moment());
            db.Add(period);
            return period;
        }

        known.RequestAgain(by, note, clock.Moment());
        return known;
    }

    private async Task<V1.RequestMonthClosingResponse> WithOpenItemsAsync(
        AccountingPeriod period,
        CancellationToken token
    )
    {
        var last = AccountingPeriod.LastDayOf(period.Month);
        return new V1.RequestMonthClosingResponse
        {
            Period = period.ToWire(),
            ContributionsAwaitingRate = await db.Contributions.CountAsync(
                row => row.UsdCents == null && row.ValueDate <= last,
                token
            ),
            BankEntriesWaiting = await db.BankEntries.CountAsync(
                row => row.State == BankEntryState.Candidate && (row.ValueDate ?? row.BookingDate) <= last,
                token
            ),
        };
    }
}
