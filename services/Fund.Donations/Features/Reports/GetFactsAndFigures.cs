using Fund.Donations.Domain;
using Fund.Donations.Domain.Reports;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence.Reports;
using Fund.Hosting;

namespace Fund.Donations.Features.Reports;

/// <summary>The facts and figures of the Fund's public reports on a date.</summary>
public sealed class GetFactsAndFigures(FactRows rows, TimeProvider clock)
{
    public async Task<V1.GetFactsAndFiguresResponse> HandleAsync(
        V1.GetFactsAndFiguresRequest request,
        CancellationToken cancellationToken
    )
    {
        var today = clock.Today();
        var check = new Check();
        var asOf = request.AsOf.Length == 0 ? today : check.PastDate("as_of", request.AsOf, today);
        var since = check.OptionalDate("since", request.Since);
        if (since > asOf)
        {
            check.Add(ReportRefusals.SinceAfter(since.Value, asOf));
        }

        check.ThrowIfAny();
        var facts = await rows.FactsAsync(asOf, since, cancellationToken);
        return new V1.GetFactsAndFiguresResponse { Facts = facts.ToWire() };
    }
}
