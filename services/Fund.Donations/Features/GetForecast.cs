using System.Data;
using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// What is expected to come in by open pledges, and what is promised to projects. What was paid of a pledge fills its
/// instalments oldest first. A pledge is a promise, so nothing of this is in the position.
/// </summary>
public sealed class GetForecast(DonationsDb db, TimeProvider clock)
{
    private const int UsualMonths = 12;
    private const int MostMonths = 120;

    public async Task<V1.GetForecastResponse> HandleAsync(
        V1.GetForecastRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        new Check()
            .That(
                request.Months is >= 0 and <= MostMonths,
                "months",
                $"{request.Months} months cannot be forecast; ask for 1 to {MostMonths}."
            )
            .ThrowIfAny();
        var today = clock.Today();
        await using var snapshot = await db.Database.BeginTransactionAsync(
            IsolationLevel.RepeatableRead,
            cancellationToken
        );
        var references = await db.ReadReferencesAsync(cancellationToken);
        var expected = await ExpectedAsync(today, cancellationToken);
        var months = request.Months == 0 ? UsualMonths : request.Months;
        var forecast = new Forecast(today, months, expected, references.Rates);
        return new V1.GetForecastResponse
        {
            AsOf = today.ToWire(),
            Overdue = Wire(forecast, forecast.Overdue),
            Months = { forecast.Months.Select(month => Wire(forecast, month)) },
            Later = Wire(forecast, forecast.Later),
            Undated = Wire(forecast, forecast.Undated),
            Outgoing = await OutgoingAsync(cancellationToken),
            CurrenciesWithoutRate = { forecast.CurrenciesWithoutRate },
        };
    }

    private async Task<IReadOnlyList<ExpectedReceipt>> ExpectedAsync(
        DateOnly today,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .Database.SqlQuery<Row>(
                $"""
                with open as (
                    select p.id, p.amount_currency, s.paid_minor, s.outstanding_minor
                    from pledge_standings({today}) s
                    join pledges p on p.id = s.pledge_id
                    where s.outstanding_minor > 0
                ),
                parts as (
                    select o.amount_currency, i.due_date,
                        least(
                            i.amount_minor,
                            sum(i.amount_minor) over (partition by i.pledge_id order by i.due_date, i.number)
                                - o.paid_minor
                        ) as left_minor
                    from open o
                    join pledge_instalments i on i.pledge_id = o.id
                    union all
                    select o.amount_currency, null, o.outstanding_minor
                    from open o
                    where not exists (select from pledge_instalments i where i.pledge_id = o.id)
                )
                select amount_currency as "CurrencyCode", date_trunc('month', due_date)::date as "Month",
                    coalesce(due_date < {today}, false) as "Overdue", sum(left_minor)::bigint as "Minor",
                    count(*)::integer as "Items"
                from parts
                where left_minor > 0
                group by 1, 2, 3
                """
            )
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new ExpectedReceipt(
                row.Month,
                row.Overdue,
                new Money(row.Minor, Currency.Parse(row.CurrencyCode)),
                row.Items
            )),
        ];
    }

    private async Task<V1.OutgoingCommitments> OutgoingAsync(CancellationToken cancellationToken)
    {
        var totals = await db.ReadTotalsAsync(cancellationToken);
        return new V1.OutgoingCommitments
        {
            Committed = Money.UsdCents(totals.Committed).ToWire(),
            Awards = await db.Awards.CountAsync(
                award => award.DisbursedCents < award.CommittedCents,
                cancellationToken
            ),
            Reserved = Money.UsdCents(totals.Reserved).ToWire(),
            Calls = await db.Reservations.CountAsync(
                row => row.CommittedCents + row.ReleasedCents < row.EnvelopeCents,
                cancellationToken
            ),
        };
    }

    private static V1.ExpectedReceipts Wire(Forecast forecast, ForecastPeriod period) =>
        new()
        {
            Month = period.Month is { } month ? AccountingPeriod.Text(month) : "",
            Amounts =
            {
                period.Receipts.Select(receipt => new V1.ExpectedAmount
                {
                    Amount = receipt.Amount.ToWire(),
                    UsdValue = forecast.UsdOf(receipt.Amount)?.ToWire(),
                    Items = receipt.Items,
                }),
            },
            Usd = period
                .Receipts.Select(receipt => forecast.UsdOf(receipt.Amount))
                .OfType<Money>()
                .Aggregate(Money.Zero(Currency.Usd), (sum, usd) => sum + usd)
                .ToWire(),
        };

    private sealed record Row(string CurrencyCode, DateOnly? Month, bool Overdue, long Minor, int Items);
}
