using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>One contribution. A donor contact sees their own donor's only.</summary>
public sealed class GetContribution(DonationsDb db)
{
    public async Task<V1.GetContributionResponse> HandleAsync(
        V1.GetContributionRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ContributionId.ToId("contribution_id");
        var contribution = await db
            .Contributions.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return contribution is not null && caller.MaySeeDonor(contribution.DonorId)
            ? new V1.GetContributionResponse { Contribution = contribution.ToWire() }
            : throw Refusals.NotFound("contribution", id.ToWire()).AsException();
    }
}
