using System.Security.Cryptography;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>
/// Takes the next part of a file. The offset makes it safe to repeat: a part that is here already is answered as it was.
/// With the last part the whole is read once more, one part in memory at a time, hashed and checked.
/// </summary>
public sealed class AppendToProposalFile(GrantCallsDb db, TimeProvider time)
{
    public async Task<V1.AppendToProposalFileResponse> HandleAsync(
        V1.AppendToProposalFileRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var (proposalId, id) = (request.ProposalId.ToId("proposal_id"), request.FileId.ToId("file_id"));
        if (request.Content.Length > ProposalFile.LargestPart)
        {
            throw FileRefusals.PartTooLarge(request.Content.Length, ProposalFile.LargestPart).AsException();
        }

        await RequireWritableAsync(proposalId, caller, cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var file = await LockAsync(proposalId, id, cancellationToken);
        if (file.Receive(request.Offset, request.Content.Span, request.More))
        {
            if (!request.Content.IsEmpty)
            {
                db.Add(new ProposalFilePart(id, request.Offset, request.Content.ToByteArray()));
                await db.SaveChangesAsync(cancellationToken);
            }

            if (!request.More)
            {
                await FinishAsync(file, cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new V1.AppendToProposalFileResponse { File = file.ToWire() };
    }

    /// <summary>The own organisation's draft, of a call that is open.</summary>
    private async Task RequireWritableAsync(Guid proposalId, Caller caller, CancellationToken cancellationToken)
    {
        var proposal = await db
            .Proposals.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == proposalId, cancellationToken);
        if (proposal is null || !caller.MayActFor(proposal.OrganisationId))
        {
            throw Refusals.NotFound("proposal", proposalId.ToWire()).AsException();
        }

        var call = await db.Calls.AsNoTracking().SingleAsync(row => row.Id == proposal.CallId, cancellationToken);
        call.RequireOpen(time.GetUtcNow());
        proposal.RequireWritable();
    }

    private async Task<ProposalFile> LockAsync(Guid proposalId, Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"select 1 from proposal_files where id = {id} for update",
            cancellationToken
        );
        return await db.ProposalFiles.SingleOrDefaultAsync(
                row => row.Id == id && row.ProposalId == proposalId,
                cancellationToken
            ) ?? throw ProposalFiles.NotFound(id);
    }

    /// <summary>Hashes and checks the whole; content that is refused is not kept, so that the file can be sent again.</summary>
    private async Task FinishAsync(ProposalFile file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var inspection = file.Inspect();
        var parts = db
            .ProposalFileParts.AsNoTracking()
            .Where(part => part.FileId == file.Id)
            .OrderBy(part => part.FirstByte)
            .Select(part => part.Content)
            .AsAsyncEnumerable();
        await foreach (var part in parts.WithCancellation(cancellationToken))
        {
            hash.AppendData(part);
            inspection.Append(part);
        }

        try
        {
            file.Finish(Convert.ToHexStringLower(hash.GetHashAndReset()), inspection.Finish());
        }
        catch (RefusedException)
        {
            // Said to the sender all the same; only what came before it is committed to be forgotten.
            file.StartAgain();
            await db.ProposalFileParts.Where(part => part.FileId == file.Id).ExecuteDeleteAsync(cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await db.Database.CurrentTransaction!.CommitAsync(cancellationToken);
            throw;
        }
    }
}
