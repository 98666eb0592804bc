using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// Closes a month that another person asked to close. Everybody who values or posts money is waited for; what they
/// prepared with the closing line before is prepared again. See services/decisions/0026-closing-a-month.md.
/// </summary>
public sealed class CloseMonth(DonationsDb db, TimeProvider clock)
{
    public Task<V1.CloseMonthResponse> HandleAsync(
        V1.CloseMonthRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var month = check.Month("month", request.Month);
        check.ThrowIfAny();
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                await db.LockReferencesAsync(token);

                // Entries that were written but not committed yet are waited for; reading goes on.
                await db.Database.ExecuteSqlAsync($"lock table ledger_entries in share row exclusive mode", token);
                var period = await CloseAsync(month, caller.Subject, token);
                return new V1.CloseMonthResponse
                {
                    Period = period.ToWire(),
                    FirstOpenDate = AccountingPeriod.LastDayOf(month).AddDays(1).ToWire(),
                };
            },
            cancellationToken
        );
    }

    private async Task<AccountingPeriod> CloseAsync(DateOnly month, string by, CancellationToken token)
    {
        AccountingPeriod.RequireCloseable(month, await db.ClosedThroughAsync(token), clock.Today());
        var period =
            await db.Set<AccountingPeriod>().SingleOrDefaultAsync(row => row.Month == month, token)
            ?? throw PeriodRefusals.ClosingNotRequested(month).AsException();
        period.Close(by, clock.Moment());
        return period;
    }
}
