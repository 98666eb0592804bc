using Fund.Donations.Domain;
using Fund.Donations.Domain.Banking;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// A person takes a decision on a bank entry back. What a confirmation booked is reversed by new ledger entries, what it
/// taught is unlearned, and the entry waits again.
/// </summary>
public sealed class UndoBankEntryDecision(DonationsDb db, TotalsDoor door, TimeProvider clock)
{
    /// <summary>
    /// Stands with the contribution, which the donor's contacts see. What the person wrote is about the bank's remitter,
    /// often somebody else, and stays with the decision, for staff and auditors.
    /// </summary>
    private const string ReversalReason = "The payment it was booked from is decided on anew.";

    public Task<V1.UndoBankEntryDecisionResponse> HandleAsync(
        V1.UndoBankEntryDecisionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("bank_entry_id", request.BankEntryId);
        var reason = check.Text("reason", request.Reason, ReverseContribution.LongestReason);
        check.ThrowIfAny();
        return door.PassAsync(
            () =>
                db.OnceAsync(
                    caller,
                    request.RequestId,
                    request,
                    token => UndoAsync(id, reason, caller, token),
                    cancellationToken
                ),
            cancellationToken
        );
    }

    private async Task<V1.UndoBankEntryDecisionResponse> UndoAsync(
        Guid id,
        string reason,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var entry = await db.LockEntryAsync(id, cancellationToken);
        var decidedAt = entry.DecidedAt;
        var was = entry.Undo();
        var reversed = was == BankEntryState.Confirmed ? await ReverseAsync(entry, decidedAt, cancellationToken) : [];
        if (was == BankEntryState.Dismissed)
        {
            await db.UnteachDismissalAsync(entry, clock.Moment(), cancellationToken);
        }

        var kind =
            was == BankEntryState.Confirmed ? BankDecisionKind.ConfirmationUndone : BankDecisionKind.DismissalUndone;
        db.BankDecisions.Add(new BankDecision(id, kind, reason, caller.Subject, clock.Moment()));
        return new V1.UndoBankEntryDecisionResponse
        {
            Entry = entry.ToWire([], []),
            ReversedContributionIds = { reversed.Select(contribution => contribution.Id.ToWire()) },
        };
    }

    /// <summary>Reverses what still stands; somebody may have reversed or corrected a part by itself.</summary>
    private async Task<IReadOnlyList<Contribution>> ReverseAsync(
        BankEntry entry,
        DateTimeOffset? decidedAt,
        CancellationToken cancellationToken
    )
    {
        var booked = await db
            .Contributions.AsNoTracking()
            .Where(contribution => contribution.BankEntryId == entry.Id)
            .Select(contribution => new
            {
                contribution.Id,
                contribution.DonorId,
                contribution.RecordedAt,
                Stands = contribution.ReversedOn == null,
            })
            .ToListAsync(cancellationToken);

        // Only an entry that was one donor's taught anything.
        var donors = booked
            .Where(contribution => contribution.RecordedAt == decidedAt)
            .Select(contribution => contribution.DonorId)
            .Distinct()
            .ToList();
        if (donors is [var only])
        {
            await db.UnteachAsync(entry, only, clock.Moment(), cancellationToken);
        }

        var standing = booked
            .Where(contribution => contribution.Stands)
            .Select(contribution => contribution.Id)
            .ToList();
        return standing.Count == 0 ? [] : await db.ReverseAsync(standing, ReversalReason, clock, cancellationToken);
    }
}
