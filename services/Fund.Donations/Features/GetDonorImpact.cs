using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>What a donor's money did: the projects it had a share in, and the Fund's published results.</summary>
public sealed class GetDonorImpact(DonationsDb db, ShareOutAwards shareOut)
{
    /// <summary>Projects shown: the newest ones.</summary>
    private const int MostProjects = 500;

    public async Task<V1.GetDonorImpactResponse> HandleAsync(
        V1.GetDonorImpactRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var donor = await db.SeenDonorAsync(caller, request.DonorId.ToId("donor_id"), cancellationToken);
        var donorId = donor.Id;

        // By the clock otherwise; here for whoever asks between an award and the clock's next turn.
        await shareOut.RunAsync(cancellationToken);
        var projects = await (
            from share in db.AwardShares
            join award in db.Awards on share.AwardId equals award.AwardId
            join project in db.ProjectFacts on award.AwardId equals project.AwardId
            where share.DonorId == donorId
            orderby award.CommittedAt descending, project.AgreementId descending
            select new
            {
                project,
                award,
                share,
            }
        )
            .AsNoTracking()
            .Take(MostProjects)
            .ToListAsync(cancellationToken);
        return new V1.GetDonorImpactResponse
        {
            Projects =
            {
                projects.Select(row => new V1.DonorImpactProject
                {
                    AgreementId = row.project.AgreementId.ToWire(),
                    Title = row.project.Title,
                    CountryCode = row.project.CountryCode,
                    Awarded = row.award.Committed.ToWire(),
                    Share = Money.UsdCents(row.share.ShareCents).ToWire(),
                    ShareBasisPoints = row.share.ShareBasisPoints,
                    Disbursed = row.award.Disbursed.ToWire(),
                }),
            },
            Results = { await ResultsAsync(cancellationToken) },
        };
    }

    private async Task<IEnumerable<V1.PublishedResult>> ResultsAsync(CancellationToken cancellationToken)
    {
        var figures = await db
            .PublishedFigures.AsNoTracking()
            .Where(figure => figure.ReleaseNumber == db.PublishedFigures.Max(any => any.ReleaseNumber))
            .OrderBy(figure => figure.Position)
            .ToListAsync(cancellationToken);
        return figures.Select(figure => new V1.PublishedResult
        {
            Measure = figure.Measure,
            Figure = figure.Figure,
            Release = $"Release {figure.ReleaseNumber}, up to {figure.UpTo:yyyy-MM-dd}",
        });
    }
}
