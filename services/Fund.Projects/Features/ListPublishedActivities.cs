using Fund.Hosting;
using Fund.Projects.Domain;
using Fund.Projects.Grpc;
using Fund.Projects.Persistence;
using Fund.Projects.V1;
using Microsoft.EntityFrameworkCore;
using AgreementState = Fund.Projects.Domain.AgreementState;

namespace Fund.Projects.Features;

/// <summary>Projects under an agreement that both parties have signed, newest first; for everybody.</summary>
public sealed class ListPublishedActivities(ProjectsDb db)
{
    /// <summary>What is still being negotiated is not published.</summary>
    private static readonly AgreementState[] NotYet =
    [
        AgreementState.Draft,
        AgreementState.Sent,
        AgreementState.Signed,
    ];

    public Task<ListPublishedActivitiesResponse> HandleAsync(
        ListPublishedActivitiesRequest request,
        CancellationToken cancellationToken
    )
    {
        var page = Page.Of(request.Page);
        return db.ReadAsync(token => ReadAsync(page, token), cancellationToken);
    }

    private async Task<ListPublishedActivitiesResponse> ReadAsync(Page page, CancellationToken token)
    {
        var signed = db
            .Agreements.AsNoTracking()
            .Include(agreement => agreement.Steps)
            .Include(agreement => agreement.Instalments)
                .ThenInclude(instalment => instalment.Payment)
            .AsSplitQuery()
            .Where(agreement => !NotYet.Contains(agreement.State));
        var found = await page.NewestFirstAsync(signed, agreement => agreement.Id, token);
        return new ListPublishedActivitiesResponse
        {
            Activities = { found.Items.Select(agreement => agreement.ToPublished()) },
            Page = found.ToWire(),
        };
    }
}
