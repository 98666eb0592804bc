using Fund.Events;
using Fund.Kernel;
using Fund.Projects.Domain;
using Fund.Projects.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Fund.Projects.Features;

/// <summary>An award becomes one draft agreement, however often the award is told.</summary>
public sealed class DraftAgreement(ProjectsDb db, TimeProvider clock)
{
    /// <summary>
    /// Runs within the transaction of the inbox. Deliveries of one award wait for each other, so that the later ones see
    /// the agreement instead of failing on the unique index, which is the last guard.
    /// </summary>
    public async Task HandleAsync(AwardDecided award, CancellationToken cancellationToken)
    {
        var key = award.AwardId.ToString("D");
        await db.Database.ExecuteSqlAsync(
            $"select pg_advisory_xact_lock(hashtextextended({key}, 0))",
            cancellationToken
        );
        if (await db.Agreements.AnyAsync(agreement => agreement.AwardId == award.AwardId, cancellationToken))
        {
            return;
        }

        var number = await db.NextAgreementNumberAsync(award.DecidedOn.Year, cancellationToken);
        db.Agreements.Add(Agreement.Draft(Of(award), number, clock.GetUtcNow()));
    }

    private static Award Of(AwardDecided award) =>
        new(
            award.AwardId,
            award.CallId,
            award.ProposalId,
            award.ProposalNumber,
            award.OrganisationId,
            award.Title,
            award.CountryCode,
            Money.UsdCents(award.AmountUsdCents),
            award.DurationMonths,
            [.. award.Budget.Select(line => new BudgetTerm(line.Category, Money.UsdCents(line.AmountUsdCents)))],
            award.DecidedOn
        );
}
