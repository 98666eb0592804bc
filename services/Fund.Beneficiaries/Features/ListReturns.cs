using Fund.Beneficiaries.Domain;
using Fund.Beneficiaries.Grpc;
using Fund.Beneficiaries.Persistence;
using Fund.Beneficiaries.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;
using BeneficiaryReturn = Fund.Beneficiaries.Domain.BeneficiaryReturn;

namespace Fund.Beneficiaries.Features;

/// <summary>Returns of one agreement, or of all that the asker may see, newest first.</summary>
public sealed class ListReturns(BeneficiariesDb db, AuditTrail trail)
{
    public async Task<ListReturnsResponse> HandleAsync(
        ListReturnsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var agreementId = check.OptionalId("agreement_id", request.AgreementId);
        check.ThrowIfAny();
        var page = Page.Of(request.Page);
        IQueryable<BeneficiaryReturn> returns = db.Returns.AsNoTracking().Include(row => row.Cells).AsSplitQuery();
        if (!caller.MayReadAll)
        {
            returns = returns.Where(row => row.OrganisationId == caller.OrganisationId);
        }

        if (agreementId is { } id)
        {
            await RequireSightAsync(id, caller, cancellationToken);
            returns = returns.Where(row => row.AgreementId == id);
        }

        var found = await page.NewestFirstAsync(returns, row => row.Id, cancellationToken);
        await trail.ReadAsync(found.Items.Select(row => row.Reference()), cancellationToken);
        return new ListReturnsResponse { Returns = { found.Items.Select(row => row.ToWire()) }, Page = found.ToWire() };
    }

    private async Task RequireSightAsync(Guid agreementId, Caller caller, CancellationToken cancellationToken)
    {
        var project =
            await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.AgreementId == agreementId, cancellationToken)
            ?? throw Refusals.NotFound("agreement", agreementId.ToWire()).AsException();
        caller.RequireSight(project.OrganisationId, "agreement", agreementId.ToWire());
    }
}
