using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Events;
using Fund.Hosting;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Consumers;

/// <summary>An agreement was signed: from now on donors are told of its project.</summary>
public sealed class AgreementActivatedConsumer(DonationsDb db) : IConsumer<AgreementActivated>
{
    public Task Consume(ConsumeContext<AgreementActivated> context) =>
        db.OnceAsync(
            context,
            "project-facts",
            async token =>
            {
                var agreement = context.Message;
                if (await db.ProjectFacts.AnyAsync(row => row.AwardId == agreement.AwardId, token))
                {
                    return;
                }

                db.ProjectFacts.Add(
                    new ProjectFact(
                        agreement.AgreementId,
                        agreement.AwardId,
                        agreement.Title,
                        agreement.CountryCode,
                        agreement.AmountUsdCents
                    )
                );
            }
        );
}
