using Fund.Beneficiaries.Domain;
using Fund.Beneficiaries.Persistence;
using Fund.Events;
using Microsoft.EntityFrameworkCore;

namespace Fund.Beneficiaries.Features;

/// <summary>
/// Notes the facts of a project: who may report for it, and for which periods. An agreement is activated once; a
/// second event about it, under another message id, changes nothing.
/// </summary>
public sealed class NoteProject(BeneficiariesDb db)
{
    public async Task HandleAsync(AgreementActivated fact, CancellationToken cancellationToken)
    {
        if (!await db.Projects.AnyAsync(project => project.AgreementId == fact.AgreementId, cancellationToken))
        {
            db.Add(Project.Of(fact));
        }
    }
}
