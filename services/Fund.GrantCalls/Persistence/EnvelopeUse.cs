using Fund.GrantCalls.Domain;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Persistence;

/// <summary>
/// The only two ways in which the awarded part of an envelope changes: conditional updates in the database, so that two
/// awards at the same moment can never both take the last dollar. A check constraint holds the same rule once more.
/// </summary>
internal static class EnvelopeUse
{
    /// <summary>Holds an amount of the envelope; false, and nothing changed, when less than that is left.</summary>
    public static async Task<bool> HoldAsync(
        this GrantCallsDb db,
        Guid callId,
        Money amount,
        CancellationToken cancellationToken
    ) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            update calls set awarded_usd_cents = awarded_usd_cents + {amount.MinorUnits}
            where id = {callId} and awarded_usd_cents + {amount.MinorUnits} <= envelope_usd_cents
            """,
            cancellationToken
        ) == 1;

    /// <summary>Gives back what was held for an award that did not come about.</summary>
    public static Task GiveBackAsync(
        this GrantCallsDb db,
        Guid callId,
        Money amount,
        CancellationToken cancellationToken
    ) =>
        db.Database.ExecuteSqlAsync(
            $"update calls set awarded_usd_cents = awarded_usd_cents - {amount.MinorUnits} where id = {callId}",
            cancellationToken
        );
}
