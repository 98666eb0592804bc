using Fund.Events;
using Fund.Hosting;
using Fund.Projects.Features;
using Fund.Projects.Persistence;
using MassTransit;

namespace Fund.Projects.Consumers;

/// <summary>An award was decided: draft its agreement.</summary>
public sealed class AwardDecidedConsumer(ProjectsDb db, DraftAgreement draft) : IConsumer<AwardDecided>
{
    public Task Consume(ConsumeContext<AwardDecided> context) =>
        db.OnceAsync(context, "draft-agreement", token => draft.HandleAsync(context.Message, token));
}
