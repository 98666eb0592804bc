using Fund.Donations.Domain;
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
        if (contribution is null || !await db.MaySeeDonorAsync(caller, contribution.DonorId, cancellationToken))
        {
            throw Refusals.NotFound("contribution", id.ToWire()).AsException();
        }

        var correctedBy = await db.CorrectedByAsync([contribution], cancellationToken);
        return new V1.GetContributionResponse
        {
            Contribution = contribution.ToWire(correctedBy.GetValueOrDefault(contribution.Id)),
        };
    }
}

internal static class Replacements
{
    /// <summary>What replaced each contribution that was corrected; null for those merely reversed.</summary>
    public static async Task<Dictionary<Guid, Guid?>> CorrectedByAsync(
        this DonationsDb db,
        IReadOnlyList<Contribution> contributions,
        CancellationToken cancellationToken
    )
    {
        var reversed = contributions.Where(row => row.IsReversed).Select(row => row.Id).ToList();
        return reversed.Count == 0
            ? []
            : await db
                .Contributions.Where(row => row.CorrectsId != null && reversed.Contains(row.CorrectsId.Value))
                .Select(row => new { Wrong = row.CorrectsId!.Value, row.Id })
                .ToDictionaryAsync(row => row.Wrong, row => (Guid?)row.Id, cancellationToken);
    }
}
