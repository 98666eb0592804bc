using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Months whose closing was asked for, newest first.</summary>
public sealed class ListAccountingPeriods(DonationsDb db)
{
    public async Task<V1.ListAccountingPeriodsResponse> HandleAsync(
        V1.ListAccountingPeriodsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        var periods = db.Set<AccountingPeriod>().AsNoTracking();
        if (page.After is { } after)
        {
            var month = MonthOf(after);
            periods = periods.Where(period => period.Month < month);
        }

        var rows = await periods
            .OrderByDescending(period => period.Month)
            .Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        var shown = rows.Take(page.Size).ToList();
        return new V1.ListAccountingPeriodsResponse
        {
            Periods = { shown.Select(period => period.ToWire()) },
            Page = new Fund.Common.V1.PageResponse
            {
                NextPageToken = rows.Count > page.Size ? Page.TokenAfter(IdOf(shown[^1].Month)) : "",
            },
        };
    }

    /// <summary>A month has no id of its own; tokens carry one made of its day number.</summary>
    private static Guid IdOf(DateOnly month) => new(month.DayNumber, 0, 0, new byte[8]);

    private static DateOnly MonthOf(Guid id)
    {
        var day = BitConverter.ToInt32(id.ToByteArray());
        return DateOnly.FromDayNumber(Math.Clamp(day, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));
    }
}
