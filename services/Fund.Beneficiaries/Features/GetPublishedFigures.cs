using Fund.Beneficiaries.Domain;
using Fund.Beneficiaries.Grpc;
using Fund.Beneficiaries.Persistence;
using Fund.Beneficiaries.V1;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.Beneficiaries.Features;

/// <summary>A release as it was published: for everybody, the same answer every time.</summary>
public sealed class GetPublishedFigures(BeneficiariesDb db)
{
    public async Task<GetPublishedFiguresResponse> HandleAsync(
        GetPublishedFiguresRequest request,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var id = check.OptionalId("release_id", request.ReleaseId);
        check.ThrowIfAny();
        IQueryable<Release> releases = db.Releases.AsNoTracking().Include(release => release.Cells);
        var release = id is null
            ? await releases.OrderByDescending(release => release.Number).FirstOrDefaultAsync(cancellationToken)
            : await releases.SingleOrDefaultAsync(release => release.Id == id, cancellationToken)
                ?? throw Refusals.NotFound("release", request.ReleaseId).AsException();
        return new GetPublishedFiguresResponse { Figures = release?.ToWire() };
    }
}
