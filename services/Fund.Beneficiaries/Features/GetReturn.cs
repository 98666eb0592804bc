using Fund.Beneficiaries.Grpc;
using Fund.Beneficiaries.Persistence;
using Fund.Beneficiaries.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Beneficiaries.Features;

/// <summary>One return with its measures, for the organisation's own people and programme staff.</summary>
public sealed class GetReturn(BeneficiariesDb db, AuditTrail trail)
{
    public async Task<GetReturnResponse> HandleAsync(
        GetReturnRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ReturnId.ToId("return_id");
        var row =
            await db
                .Returns.AsNoTracking()
                .Include(row => row.Cells)
                .SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            ?? throw Refusals.NotFound("return", request.ReturnId).AsException();
        caller.RequireSight(row.OrganisationId, "return", request.ReturnId);
        await trail.ReadAsync([row.Reference()], cancellationToken);
        return new GetReturnResponse { BeneficiaryReturn = row.ToWire() };
    }
}
