using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Pledges of one donor or of all, with what they stood at today or at the end of any day.</summary>
public sealed class ListPledges(DonationsDb db, TimeProvider clock)
{
    public async Task<V1.ListPledgesResponse> HandleAsync(
        V1.ListPledgesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var asOf = check.AsOf(request.AsOf, clock.Today());
        var currency = check.OptionalCurrency(request.CurrencyCode);
        var state = check.OptionalChoice("state", request.State);
        var order = check.OptionalChoice("order", request.Order);
        check.ThrowIfAny();
        var donorId = await db.WantedDonorAsync(caller, request.DonorId, cancellationToken);
        var wanted = db.PledgesOn(asOf, new PledgeFilter(donorId, state, request.Overdue, currency));
        var page = Page.Of(request.Page);
        var found = order switch
        {
            V1.PledgeOrder.PledgedLast => await SortedAsync(descending: true),
            V1.PledgeOrder.PledgedFirst => await SortedAsync(descending: false),
            _ => await page.NewestFirstAsync(wanted, row => row.Pledge.Id, cancellationToken),
        };
        var standings = await db.StandingAsync(
            [.. found.Items.Select(row => (row.Pledge, row.Standing.PaidMinor))],
            asOf,
            cancellationToken
        );
        return new V1.ListPledgesResponse
        {
            Pledges = { standings.Select(standing => standing.ToWire()) },
            Page = found.ToWire(),
        };

        Task<PageResult<PledgeOnDay>> SortedAsync(bool descending) =>
            page.SortedAsync(
                wanted,
                db.PledgesOn(asOf, PledgeFilter.None),
                row => row.Pledge.PledgedOn,
                row => row.Pledge.Id,
                descending,
                cancellationToken
            );
    }
}

/// <summary>A pledge and what it stood at.</summary>
internal sealed record PledgeOnDay
{
    public required Pledge Pledge { get; init; }

    public required PledgeStandingRow Standing { get; init; }
}

/// <summary>Which pledges are wanted.</summary>
internal sealed record PledgeFilter(Guid? DonorId, V1.PledgeState State, bool Overdue, Currency? Currency)
{
    public static PledgeFilter None { get; } = new(null, V1.PledgeState.Unspecified, false, null);
}

internal static class PledgesOfADay
{
    /// <summary>Pledges made until a day, without their instalments, and what they stood at.</summary>
    public static IQueryable<PledgeOnDay> PledgesOn(this DonationsDb db, DateOnly asOf, PledgeFilter filter)
    {
        var pledges = db.Pledges.AsNoTracking();
        if (filter.DonorId is { } donorId)
        {
            pledges = pledges.Where(pledge => pledge.DonorId == donorId);
        }

        if (filter.Currency is { } currency)
        {
            pledges = pledges.Where(pledge => pledge.Amount.Currency == currency);
        }

        pledges = filter.State switch
        {
            V1.PledgeState.Cancelled => pledges.Where(pledge => pledge.CancelledOn <= asOf),
            V1.PledgeState.Unspecified => pledges,
            _ => pledges.Where(pledge => pledge.CancelledOn == null || pledge.CancelledOn > asOf),
        };
        var standing = db.StandingsOn(asOf);
        standing = filter.State switch
        {
            V1.PledgeState.Open => standing.Where(row => row.OutstandingMinor > 0),
            V1.PledgeState.Paid => standing.Where(row => row.OutstandingMinor == 0),
            _ => standing,
        };
        if (filter.Overdue)
        {
            standing = standing.Where(row => row.OverdueMinor > 0);
        }

        return pledges.Join(
            standing,
            pledge => pledge.Id,
            row => row.PledgeId,
            (pledge, row) => new PledgeOnDay { Pledge = pledge, Standing = row }
        );
    }
}
