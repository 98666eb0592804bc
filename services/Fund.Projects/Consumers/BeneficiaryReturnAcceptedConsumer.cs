using Fund.Events;
using Fund.Hosting;
using Fund.Projects.Features;
using Fund.Projects.Persistence;
using MassTransit;

namespace Fund.Projects.Consumers;

/// <summary>A beneficiary return was accepted: the report of its period may be accepted too.</summary>
public sealed class BeneficiaryReturnAcceptedConsumer(ProjectsDb db, NoteReturnAccepted note)
    : IConsumer<BeneficiaryReturnAccepted>
{
    public Task Consume(ConsumeContext<BeneficiaryReturnAccepted> context) =>
        db.OnceAsync(context, "note-return-accepted", token => note.HandleAsync(context.Message, token));
}
