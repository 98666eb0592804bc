using Fund.Donations.Domain;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Persistence;

/// <summary>What one pledge stood at on a date, in minor units of its currency, as the database works it out.</summary>
public sealed record PledgeStandingRow(
    Guid PledgeId,
    long PaidMinor,
    long OutstandingMinor,
    long OverpaidMinor,
    long OverdueMinor
);

/// <summary>What pledges stood at, at the end of a date.</summary>
internal static class PledgeStandings
{
    /// <summary>Every pledge made until the date; narrow it down by joining.</summary>
    public static IQueryable<PledgeStandingRow> StandingsOn(this DonationsDb db, DateOnly asOf) =>
        db.Database.SqlQuery<PledgeStandingRow>(
            $"""
            select pledge_id as "PledgeId", paid_minor as "PaidMinor", outstanding_minor as "OutstandingMinor",
                overpaid_minor as "OverpaidMinor", overdue_minor as "OverdueMinor"
            from pledge_standings({asOf})
            """
        );

    /// <summary>One pledge as it stood.</summary>
    public static async Task<PledgeStanding> StandingAsync(
        this DonationsDb db,
        Pledge pledge,
        DateOnly asOf,
        CancellationToken cancellationToken
    )
    {
        var paid = await db.StandingsOn(asOf)
            .Where(row => row.PledgeId == pledge.Id)
            .Select(row => row.PaidMinor)
            .SingleOrDefaultAsync(cancellationToken);
        return (await db.StandingAsync([(pledge, paid)], asOf, cancellationToken))[0];
    }

    /// <summary>
    /// Pledges with what was paid of them and the plan in force that day; instalments are read where they are not loaded.
    /// </summary>
    public static async Task<IReadOnlyList<PledgeStanding>> StandingAsync(
        this DonationsDb db,
        IReadOnlyList<(Pledge Pledge, long PaidMinor)> pledges,
        DateOnly asOf,
        CancellationToken cancellationToken
    )
    {
        var replanned = pledges.Where(row => row.Pledge.PlanNumber > 1).Select(row => row.Pledge.Id).ToList();
        var former =
            replanned.Count == 0
                ? []
                : await db.Set<FormerPlan>()
                    .AsNoTracking()
                    .Include(plan => plan.Instalments)
                    .Where(plan => replanned.Contains(plan.PledgeId) && plan.ReplacedOn > asOf)
                    .ToListAsync(cancellationToken);
        var formerInForce = former
            .GroupBy(plan => plan.PledgeId)
            .ToDictionary(plans => plans.Key, plans => plans.MinBy(plan => plan.Plan));
        var unread = pledges.Where(row => row.Pledge.Instalments.Count == 0).Select(row => row.Pledge.Id).ToList();
        var read = (
            unread.Count == 0
                ? []
                : await db.Set<PledgeInstalment>()
                    .AsNoTracking()
                    .Where(part => unread.Contains(part.PledgeId))
                    .ToListAsync(cancellationToken)
        ).ToLookup(part => part.PledgeId);
        return
        [
            .. pledges.Select(row => new PledgeStanding(
                row.Pledge,
                asOf,
                new Money(row.PaidMinor, row.Pledge.Amount.Currency),
                formerInForce.GetValueOrDefault(row.Pledge.Id) is { } plan
                    ? InOrder(plan.Instalments.Select(part => (part.DueDate, part.AmountMinor, part.Number)))
                    : InOrder(
                        read[row.Pledge.Id]
                            .Concat(row.Pledge.Instalments)
                            .Select(part => (part.DueDate, part.AmountMinor, part.Number))
                    )
            )),
        ];
    }

    private static IReadOnlyList<(DateOnly DueDate, long AmountMinor)> InOrder(
        IEnumerable<(DateOnly DueDate, long AmountMinor, int Number)> parts
    ) => [.. parts.OrderBy(part => part.Number).Select(part => (part.DueDate, part.AmountMinor))];
}
