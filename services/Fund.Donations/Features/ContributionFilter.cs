using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>Which contributions are wanted, in lists and files alike.</summary>
/// <param name="DonorId">Only this donor's; null for all.</param>
/// <param name="Valued">Only those with, or without, a USD value; null for all.</param>
/// <param name="From">First value date.</param>
/// <param name="To">Last value date.</param>
/// <param name="Reversed">Only reversed ones, or only others; null for all.</param>
/// <param name="Channel">Only by this channel.</param>
/// <param name="DonorKind">Only of donors of this kind.</param>
/// <param name="PledgeId">Only those that pay this pledge.</param>
/// <param name="Currency">Only in this currency; then least and most are in it, otherwise in US cents.</param>
/// <param name="Least">Minor units; zero for no limit.</param>
/// <param name="Most">Minor units; zero for no limit.</param>
internal sealed record ContributionFilter(
    Guid? DonorId,
    bool? Valued,
    DateOnly? From,
    DateOnly? To,
    bool? Reversed,
    Channel? Channel,
    DonorKind? DonorKind,
    Guid? PledgeId,
    Currency? Currency,
    long Least,
    long Most
)
{
    /// <summary>The filter that a request states; the two kinds of request say the same.</summary>
    public static ContributionFilter Of(Check check, V1.ExportContributionsRequest request)
    {
        var (from, to) = check.OptionalRange(request.FromDate, request.ToDate);
        var valuation = check.OptionalChoice("valuation_state", request.ValuationState);
        var state = check.OptionalChoice("state", request.State);
        var channel = check.OptionalChoice("channel", request.Channel);
        var kind = check.OptionalChoice("donor_kind", request.DonorKind);
        var (least, most) = (request.MinMinorUnits, request.MaxMinorUnits);
        check.That(least >= 0, "min_minor_units", $"{least} is below zero; no contribution is.");
        check.That(most >= 0, "max_minor_units", $"{most} is below zero; no contribution is.");
        if (most > 0 && least > most)
        {
            check.Add(DonationRefusals.RangeOfAmounts(least, most));
        }

        return new ContributionFilter(
            null,
            valuation == V1.ValuationState.Unspecified ? null : valuation == V1.ValuationState.Valued,
            from,
            to,
            state == V1.ContributionState.Unspecified ? null : state == V1.ContributionState.Reversed,
            channel == V1.Channel.Unspecified ? null : (Channel)channel,
            kind == V1.DonorKind.Unspecified ? null : (DonorKind)kind,
            check.OptionalId("pledge_id", request.PledgeId),
            check.OptionalCurrency(request.CurrencyCode),
            least,
            most
        );
    }

    /// <summary>Only what was asked for goes into the query, so that each has a plan of its own.</summary>
    public IQueryable<Contribution> Apply(DonationsDb db)
    {
        var rows = db.Contributions.AsNoTracking();
        rows = DonorId is { } donor ? rows.Where(row => row.DonorId == donor) : rows;
        rows = PledgeId is { } pledge ? rows.Where(row => row.PledgeId == pledge) : rows;
        rows = From is { } from ? rows.Where(row => row.ValueDate >= from) : rows;
        rows = To is { } to ? rows.Where(row => row.ValueDate <= to) : rows;
        rows = Channel is { } channel ? rows.Where(row => row.Channel == channel) : rows;
        rows = Valued switch
        {
            true => rows.Where(row => row.UsdCents != null),
            false => rows.Where(row => row.UsdCents == null),
            null => rows,
        };
        rows = Reversed switch
        {
            true => rows.Where(row => row.ReversedOn != null),
            false => rows.Where(row => row.ReversedOn == null),
            null => rows,
        };
        rows = DonorKind is { } kind
            ? rows.Where(row => db.Donors.Any(giver => giver.Id == row.DonorId && giver.Kind == kind))
            : rows;
        return Between(rows);
    }

    private IQueryable<Contribution> Between(IQueryable<Contribution> rows)
    {
        var (least, most) = (Least, Most);
        if (Currency is { } currency)
        {
            rows = rows.Where(row => row.Amount.Currency == currency);
            rows = least > 0 ? rows.Where(row => row.Amount.MinorUnits >= least) : rows;
            return most > 0 ? rows.Where(row => row.Amount.MinorUnits <= most) : rows;
        }

        rows = least > 0 ? rows.Where(row => row.UsdCents >= least) : rows;
        return most > 0 ? rows.Where(row => row.UsdCents <= most) : rows;
    }
}

internal static class OptionalRanges
{
    /// <summary>A range of dates that may be open on both sides.</summary>
    public static (DateOnly? From, DateOnly? To) OptionalRange(this Check check, string fromDate, string toDate)
    {
        var from = check.OptionalDate("from_date", fromDate);
        var to = check.OptionalDate("to_date", toDate);
        if (check.IsFine && from > to)
        {
            check.Add(DonationRefusals.RangeReversed(from.Value, to.Value));
        }

        return (from, to);
    }
}
