using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Whole files of a proposal: all that were sent to its own organisation, what was handed in to its readers.</summary>
public sealed class ListProposalFiles(GrantCallsDb db, TimeProvider time)
{
    public async Task<V1.ListProposalFilesResponse> HandleAsync(
        V1.ListProposalFilesRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ProposalId.ToId("proposal_id");
        var page = Page.Of(request.Page);
        var proposal = await db.ReadableAsync(id, caller, time.GetUtcNow(), cancellationToken);
        var files = db.ProposalFiles.AsNoTracking().Where(row => row.ProposalId == id && row.Sha256 != "");
        if (!caller.MayActFor(proposal.OrganisationId))
        {
            var handedIn = proposal.HandedInFiles.ToList();
            files = files.Where(row => handedIn.Contains(row.Id));
        }

        var result = await page.NewestFirstAsync(files, row => row.Id, cancellationToken);
        var response = new V1.ListProposalFilesResponse { Page = result.ToWire() };
        response.Files.AddRange(result.Items.Select(file => file.ToWire()));
        return response;
    }
}
