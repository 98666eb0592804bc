using Fund.Beneficiaries.Features;
using Fund.Beneficiaries.Persistence;
using Fund.Events;
using Fund.Hosting;
using MassTransit;

namespace Fund.Beneficiaries.Consumers;

/// <summary>An agreement was signed by both: from now on its organisation may report.</summary>
public sealed class AgreementActivatedConsumer(BeneficiariesDb db, NoteProject note) : IConsumer<AgreementActivated>
{
    public Task Consume(ConsumeContext<AgreementActivated> context) =>
        db.OnceAsync(context, "note-project", token => note.HandleAsync(context.Message, token));
}
