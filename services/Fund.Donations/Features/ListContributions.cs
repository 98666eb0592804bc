using Fund.Donations.Domain;
using Fund.Donations.Grpc;
using Fund.Donations.Persistence;
using Fund.Hosting;

namespace Fund.Donations.Features;

/// <summary>Contributions of one donor or of all, filtered and in the order asked for.</summary>
public sealed class ListContributions(DonationsDb db)
{
    public async Task<V1.ListContributionsResponse> HandleAsync(
        V1.ListContributionsRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var check = new Check();
        var filter = ContributionFilter.Of(check, Same(request));
        var order = check.OptionalChoice("order", request.Order);
        check.ThrowIfAny();
        var donorId = await db.WantedDonorAsync(caller, request.DonorId, cancellationToken);
        var wanted = (filter with { DonorId = donorId }).Apply(db);
        var found = await PageAsync(wanted, order, Page.Of(request.Page), cancellationToken);
        var correctedBy = await db.CorrectedByAsync(found.Items, cancellationToken);
        return new V1.ListContributionsResponse
        {
            Contributions =
            {
                found.Items.Select(contribution => contribution.ToWire(correctedBy.GetValueOrDefault(contribution.Id))),
            },
            Page = found.ToWire(),
        };
    }

    private Task<PageResult<Contribution>> PageAsync(
        IQueryable<Contribution> wanted,
        V1.ContributionOrder order,
        Page page,
        CancellationToken cancellationToken
    ) =>
        order switch
        {
            V1.ContributionOrder.ValueDateLast or V1.ContributionOrder.ValueDateFirst => page.SortedAsync(
                wanted,
                db.Contributions,
                row => row.ValueDate,
                row => row.Id,
                order == V1.ContributionOrder.ValueDateLast,
                cancellationToken
            ),
            V1.ContributionOrder.Largest => page.SortedAsync(
                wanted,
                db.Contributions,
                row => row.UsdCents ?? -1,
                row => row.Id,
                descending: true,
                cancellationToken
            ),
            _ => page.NewestFirstAsync(wanted, row => row.Id, cancellationToken),
        };

    private static V1.ExportContributionsRequest Same(V1.ListContributionsRequest request) =>
        new()
        {
            ValuationState = request.ValuationState,
            FromDate = request.FromDate,
            ToDate = request.ToDate,
            State = request.State,
            Channel = request.Channel,
            DonorKind = request.DonorKind,
            PledgeId = request.PledgeId,
            CurrencyCode = request.CurrencyCode,
            MinMinorUnits = request.MinMinorUnits,
            MaxMinorUnits = request.MaxMinorUnits,
        };
}
