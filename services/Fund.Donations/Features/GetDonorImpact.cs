using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Features;

/// <summary>
/// What a donor's money did: the calls and projects it had a share in, and the Fund's published, disclosure-safe results.
/// A share is fixed by what had been received when the award was made. What is reversed or revalued later changes no
/// share, because the money was spent as if it were there; the answer says so.
/// </summary>
public sealed class GetDonorImpact(DonationsDb db, ShareOutAwards shareOut)
{
    /// <summary>Projects shown: the newest ones. Sums per call are of all.</summary>
    private const int MostProjects = 500;

    public async Task<V1.GetDonorImpactResponse> HandleAsync(
        V1.GetDonorImpactRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var donor = await db.SeenDonorAsync(caller, request.DonorId.ToId("donor_id"), cancellationToken);

        // By the clock otherwise; here for whoever asks between an award and the clock's next turn.
        await shareOut.RunAsync(cancellationToken);
        var shares = await SharesAsync(donor.Id, cancellationToken);
        var projects = shares.Where(row => row.Project is not null).Take(MostProjects);
        return new V1.GetDonorImpactResponse
        {
            Projects = { projects.Select(row => Shown(row, row.Project!)) },
            Results = { await ResultsAsync(cancellationToken) },
            Calls = { shares.GroupBy(row => row.Call.CallId).Select(group => Shown([.. group])) },
            Share = Money.UsdCents(shares.Sum(row => row.Share.ShareCents)).ToWire(),
            Received = (await ReceivedAsync(donor.Id, cancellationToken)).ToWire(),
            ReversedAfterAward = await ReversedAfterAsync(donor.Id, shares, cancellationToken),
        };
    }

    /// <summary>All shares of the donor, newest award first, with what is known of the project.</summary>
    private async Task<IReadOnlyList<ShareOfAward>> SharesAsync(Guid donorId, CancellationToken cancellationToken)
    {
        var rows = await (
            from share in db.AwardShares
            join award in db.Awards on share.AwardId equals award.AwardId
            join call in db.Reservations on award.CallId equals call.CallId
            join signed in db.ProjectFacts on award.AwardId equals signed.AwardId into facts
            from project in facts.DefaultIfEmpty()
            where share.DonorId == donorId
            orderby award.CommittedAt descending, award.AwardId descending
            select new
            {
                share,
                award,
                call,
                project,
            }
        )
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new ShareOfAward(row.share, row.award, row.call, row.project));
    }

    private async Task<Money> ReceivedAsync(Guid donorId, CancellationToken cancellationToken) =>
        Money.UsdCents(
            await db
                .Contributions.Where(row => row.DonorId == donorId && row.UsdCents != null && row.ReversedOn == null)
                .SumAsync(row => row.UsdCents ?? 0, cancellationToken)
        );

    /// <summary>True when something that counted at an award was reversed after it.</summary>
    private async Task<bool> ReversedAfterAsync(
        Guid donorId,
        IReadOnlyList<ShareOfAward> shares,
        CancellationToken cancellationToken
    )
    {
        var reversed = await db
            .Contributions.Where(row => row.DonorId == donorId && row.ReversedAt != null && row.ValuedAt != null)
            .Select(row => new { row.ValuedAt, row.ReversedAt })
            .ToListAsync(cancellationToken);
        return reversed.Any(row =>
            shares.Any(share => row.ValuedAt <= share.Award.CommittedAt && share.Award.CommittedAt < row.ReversedAt)
        );
    }

    private static V1.DonorImpactProject Shown(ShareOfAward row, ProjectFact project) =>
        new()
        {
            AgreementId = project.AgreementId.ToWire(),
            Title = project.Title,
            CountryCode = project.CountryCode,
            Awarded = row.Award.Committed.ToWire(),
            Share = Money.UsdCents(row.Share.ShareCents).ToWire(),
            ShareBasisPoints = row.Share.ShareBasisPoints,
            Disbursed = row.Award.Disbursed.ToWire(),
            AwardId = row.Award.AwardId.ToWire(),
            CallId = row.Call.CallId.ToWire(),
            AwardedOn = row.Award.CommittedOn.ToWire(),
        };

    /// <summary>One call; its shares are newest first.</summary>
    private static V1.DonorImpactCall Shown(IReadOnlyList<ShareOfAward> shares)
    {
        var (awarded, share) = (shares.Sum(row => row.Award.CommittedCents), shares.Sum(row => row.Share.ShareCents));
        var projects = shares.Select(row => row.Project).OfType<ProjectFact>().ToList();
        return new V1.DonorImpactCall
        {
            CallId = shares[0].Call.CallId.ToWire(),
            Envelope = shares[0].Call.Envelope.ToWire(),
            Pool = Money.UsdCents(shares[0].Award.PoolCents).ToWire(),
            Awards = shares.Count,
            Awarded = Money.UsdCents(awarded).ToWire(),
            Share = Money.UsdCents(share).ToWire(),
            ShareBasisPoints = (int)Math.Round((decimal)share * 10_000 / awarded, MidpointRounding.ToEven),
            Disbursed = Money.UsdCents(shares.Sum(row => row.Award.DisbursedCents)).ToWire(),
            Projects = projects.Count,
            CountryCodes = { projects.Select(project => project.CountryCode).Distinct().Order(StringComparer.Ordinal) },
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

    /// <summary>A share with what it is a share of; no project before its agreement is signed.</summary>
    private sealed record ShareOfAward(AwardShare Share, Award Award, Reservation Call, ProjectFact? Project);
}
