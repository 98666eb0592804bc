using Fund.Kernel;

namespace Fund.Donations.Domain;

/// <summary>How far a pledge is. The numbers are those of the wire.</summary>
public enum PledgeState
{
    /// <summary>Something is outstanding.</summary>
    Open = 1,

    /// <summary>All of it was paid, or more.</summary>
    Paid = 2,

    Cancelled = 3,
}

/// <summary>An instalment and what was paid of it: payments fill instalments oldest first.</summary>
public readonly record struct InstalmentStanding(DateOnly DueDate, Money Amount, Money Paid, bool Overdue);

/// <summary>
/// What a pledge stood at, at the end of a day: a payment counts from its value date until it is reversed, a
/// cancellation from its day. The database's pledge_standings says the same of many at once.
/// </summary>
/// <param name="Pledge">The pledge.</param>
/// <param name="AsOf">The day, not before the pledge was made.</param>
/// <param name="Paid">Paid against it until then, in its currency.</param>
/// <param name="Plan">Due date and minor units of the instalments in force that day, by due date; may be empty.</param>
public sealed record PledgeStanding(
    Pledge Pledge,
    DateOnly AsOf,
    Money Paid,
    IReadOnlyList<(DateOnly DueDate, long AmountMinor)> Plan
)
{
    private Money Nothing => Money.Zero(Pledge.Amount.Currency);

    public bool IsCancelled => Pledge.CancelledOn <= AsOf;

    /// <summary>Pledged less paid, never below zero; zero once cancelled.</summary>
    public Money Outstanding => IsCancelled || Paid >= Pledge.Amount ? Nothing : Pledge.Amount - Paid;

    /// <summary>Paid beyond what was pledged.</summary>
    public Money Overpaid => Paid > Pledge.Amount ? Paid - Pledge.Amount : Nothing;

    /// <summary>Instalments due before that day and not paid, as far as they were not paid.</summary>
    public Money Overdue =>
        Instalments.Where(part => part.Overdue).Aggregate(Nothing, (sum, part) => sum + (part.Amount - part.Paid));

    public PledgeState State =>
        IsCancelled ? PledgeState.Cancelled
        : Outstanding.IsPositive ? PledgeState.Open
        : PledgeState.Paid;

    /// <summary>The plan with what was paid of each instalment.</summary>
    public IReadOnlyList<InstalmentStanding> Instalments
    {
        get
        {
            var parts = new List<InstalmentStanding>(Plan.Count);
            var left = Paid.MinorUnits;
            foreach (var (due, minor) in Plan)
            {
                var filled = Math.Min(left, minor);
                left -= filled;
                parts.Add(
                    new InstalmentStanding(
                        due,
                        new Money(minor, Pledge.Amount.Currency),
                        new Money(filled, Pledge.Amount.Currency),
                        !IsCancelled && due < AsOf && filled < minor
                    )
                );
            }

            return parts;
        }
    }
}
