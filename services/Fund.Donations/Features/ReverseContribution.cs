using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>
/// Takes a contribution back: money that never was, or that went back to the donor. It stays visible in its month and
/// stops counting today, by ledger transactions that name those they take back.
/// </summary>
public sealed class ReverseContribution(DonationsDb db, TotalsDoor door, TimeProvider clock)
{
    /// <summary>Characters a reason may have.</summary>
    public const int LongestReason = 500;

    public Task<V1.ReverseContributionResponse> HandleAsync(
        V1.ReverseContributionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.Id("contribution_id", request.ContributionId);
        var reason = check.Text("reason", request.Reason, LongestReason);
        check.ThrowIfAny();
        return door.PassAsync(
            () =>
                db.OnceAsync(
                    caller,
                    request.RequestId,
                    request,
                    async token =>
                    {
                        var reversed = await db.ReverseAsync([id], reason, clock, token);
                        return new V1.ReverseContributionResponse { Contribution = reversed[0].ToWire() };
                    },
                    cancellationToken
                ),
            cancellationToken
        );
    }
}
