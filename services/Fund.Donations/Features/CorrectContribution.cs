using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>
/// Replaces a contribution that was recorded wrongly: it is reversed, and the right one, which names it, is booked the
/// same day. Both keep their own value date; what was reported before the correction stays as it was reported.
/// </summary>
public sealed class CorrectContribution(DonationsDb db, TotalsDoor door, TimeProvider clock)
{
    private sealed record Right(
        Guid DonorId,
        Kernel.Money Amount,
        DateOnly ValueDate,
        Channel Channel,
        Guid? PledgeId,
        string Earmark
    );

    public Task<V1.CorrectContributionResponse> HandleAsync(
        V1.CorrectContributionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("contribution_id", request.ContributionId);
        var reason = check.Text("reason", request.Reason, ReverseContribution.LongestReason);
        var right = new Right(
            check.Id("donor_id", request.DonorId),
            check.PositiveMoney("amount", request.Amount).Bounded("amount", check),
            check.PastDate("value_date", request.ValueDate, clock.Today()),
            (Channel)check.Choice("channel", request.Channel),
            check.OptionalId("pledge_id", request.PledgeId),
            check.OptionalText("earmark", request.Earmark, Contribution.LongestEarmark)
        );
        check.ThrowIfAny();
        return door.PassAsync(
            () =>
                db.OnceAsync(
                    caller,
                    request.RequestId,
                    request,
                    async token =>
                    {
                        var (wrong, replacement) = await CorrectAsync(id, reason, right, request.BeforePledge, token);
                        return new V1.CorrectContributionResponse
                        {
                            Contribution = replacement.ToWire(),
                            Reversed = wrong.ToWire(replacement.Id),
                        };
                    },
                    cancellationToken
                ),
            cancellationToken
        );
    }

    private async Task<(Contribution Wrong, Contribution Replacement)> CorrectAsync(
        Guid id,
        string reason,
        Right right,
        bool beforePledge,
        CancellationToken token
    )
    {
        await db.RequireDonorAsync(right.DonorId, token);
        if (right.PledgeId is { } pledgeId)
        {
            var pledge = await db.LockPledgeAsync(pledgeId, token);
            pledge.RequirePayableBy(right.DonorId, right.Amount.Currency, "pledge_id");
            if (!beforePledge)
            {
                pledge.RequireNotBefore(right.ValueDate, "value_date");
            }
        }

        var today = await db.PostingDateAsync(clock.Today(), token);
        var (wrong, opposite) = await db.TakeBackAsync(id, reason, today, clock.Moment(), token);
        if (
            right
            == new Right(wrong.DonorId, wrong.Amount, wrong.ValueDate, wrong.Channel, wrong.PledgeId, wrong.Earmark)
        )
        {
            throw DonationRefusals.NothingToCorrect(id).AsException();
        }

        var replacement = new Contribution(
            right.DonorId,
            right.Amount,
            right.ValueDate,
            right.Channel,
            right.PledgeId,
            right.Earmark,
            clock.Moment(),
            wrong.BankEntryId,
            wrong.ReversedOn,
            wrong.Id
        );
        replacement.ValueBy(await db.ReadReferencesAsync(token));
        db.Contributions.Add(replacement);
        if (replacement.DonorId != wrong.DonorId)
        {
            // The donor who gave it has not heard of it yet; to the same donor it is old news.
            db.Enqueue(replacement.ToFact());
        }

        await db.PostAndApplyAsync(
            [.. opposite, .. Postings.Received(replacement, replacement.CountsFrom)],
            clock.Moment(),
            "The correction",
            token
        );
        return (wrong, replacement);
    }
}
