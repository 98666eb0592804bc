using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;

namespace Fund.GrantCalls.Features;

/// <summary>One file and how much of it is here.</summary>
public sealed class GetProposalFile(GrantCallsDb db, TimeProvider time)
{
    public async Task<V1.GetProposalFileResponse> HandleAsync(
        V1.GetProposalFileRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var (proposalId, id) = (request.ProposalId.ToId("proposal_id"), request.FileId.ToId("file_id"));
        var file = await db.ReadableFileAsync(proposalId, id, caller, time.GetUtcNow(), cancellationToken);
        return new V1.GetProposalFileResponse { File = file.ToWire() };
    }
}
