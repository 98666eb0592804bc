using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Donations.Persistence.Recording;
using Fund.Events;
using Fund.Hosting;
using Fund.Kernel;

namespace Fund.Donations.Features;

/// <summary>Records money received, valued in USD when the rate of its value date is known.</summary>
public sealed class RecordContribution(ContributionWriter writer, TimeProvider clock)
{
    public Task<V1.RecordContributionResponse> HandleAsync(
        V1.RecordContributionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var donorId = check.Id("donor_id", request.DonorId);
        var amount = check.PositiveMoney("amount", request.Amount).Bounded("amount", check);
        var valueDate = check.PastDate("value_date", request.ValueDate, clock.Today());
        var channel = check.Choice("channel", request.Channel);
        var pledgeId = check.OptionalId("pledge_id", request.PledgeId);
        var earmark = check.OptionalText("earmark", request.Earmark, Contribution.LongestEarmark);
        check.ThrowIfAny();
        RequestIds.Require(request.RequestId);
        return writer.WriteAsync(
            new NewContribution(donorId, amount, valueDate, (Channel)channel, pledgeId, earmark, request.BeforePledge),
            caller,
            request.RequestId,
            RequestIds.HashOf(request),
            cancellationToken
        );
    }
}
