using Fund.Donations.Domain;
using Fund.Donations.Persistence;
using Fund.Events;
using Fund.Hosting;
using MassTransit;
using Microsoft.EntityFrameworkCore;

namespace Fund.Donations.Consumers;

/// <summary>Disclosure-safe figures were published: donors are shown the newest release.</summary>
public sealed class FiguresPublishedConsumer(DonationsDb db) : IConsumer<FiguresPublished>
{
    public Task Consume(ConsumeContext<FiguresPublished> context) =>
        db.OnceAsync(
            context,
            "published-figures",
            async token =>
            {
                var release = context.Message;
                if (await db.PublishedFigures.AnyAsync(row => row.ReleaseId == release.ReleaseId, token))
                {
                    return;
                }

                db.PublishedFigures.AddRange(
                    release.Results.Select(
                        (result, position) =>
                            new PublishedFigureFact(
                                release.ReleaseId,
                                position,
                                result.Measure,
                                result.Figure,
                                release.Number,
                                release.UpTo
                            )
                    )
                );
            }
        );
}
