using Fund.Events;
using Fund.Projects.Persistence;

namespace Fund.Projects.Features;

/// <summary>Notes that the beneficiary return of a report's period was accepted, which the report's acceptance needs.</summary>
public sealed class NoteReturnAccepted(ProjectsDb db)
{
    public async Task HandleAsync(BeneficiaryReturnAccepted accepted, CancellationToken cancellationToken)
    {
        var file = await db.OpenAgreementAsync(accepted.AgreementId, cancellationToken);
        file.Agreement.NoteReturnAccepted(accepted.ReportId);
    }
}
