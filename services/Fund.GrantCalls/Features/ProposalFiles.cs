using Fund.Forms;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>How features find and check files of proposals.</summary>
internal static class ProposalFiles
{
    /// <summary>The whole files of a proposal whose form asks for any, by the id that is the answer.</summary>
    public static async Task<IReadOnlyDictionary<string, FileFacts>> FilesOfAsync(
        this GrantCallsDb db,
        Guid proposalId,
        FormVersion form,
        CancellationToken cancellationToken
    )
    {
        if (form.Fields.All(field => field.Type != FieldType.File))
        {
            return new Dictionary<string, FileFacts>();
        }

        var files = await db
            .ProposalFiles.AsNoTracking()
            .Where(row => row.ProposalId == proposalId && row.Sha256 != "")
            .ToListAsync(cancellationToken);
        return files.ToDictionary(file => file.Id.ToString("D"), file => file.Facts, StringComparer.Ordinal);
    }

    /// <summary>
    /// A draft may say anything but this: a file that is not there, or that belongs to another proposal, can never be an
    /// answer. An answer that is there already is not looked at again.
    /// </summary>
    public static async Task CheckFilesAsync(
        this GrantCallsDb db,
        Guid proposalId,
        FormVersion form,
        IReadOnlyList<Answer> answers,
        IReadOnlyList<Answer> before,
        Check check,
        CancellationToken cancellationToken
    )
    {
        var isNew = answers
            .Select((answer, index) => (answer, index))
            .Where(one => one.answer.Value.Length > 0 && form.FieldOf(one.answer.Key)?.Type == FieldType.File)
            .Where(one => !before.Contains(one.answer))
            .ToList();
        if (isNew.Count == 0)
        {
            return;
        }

        var files = await db.FilesOfAsync(proposalId, form, cancellationToken);
        foreach (var (answer, index) in isNew)
        {
            check.That(
                files.ContainsKey(answer.Value),
                $"content.answers[{index}].value",
                $"'{Shown.Of(answer.Value)}' is not the id of a whole file that was sent for this proposal."
            );
        }
    }

    /// <summary>A file of a proposal that the caller may read; others see what was handed in and nothing else.</summary>
    /// <exception cref="RefusedException">NOT_FOUND; SEALED_UNTIL_DEADLINE.</exception>
    public static async Task<ProposalFile> ReadableFileAsync(
        this GrantCallsDb db,
        Guid proposalId,
        Guid fileId,
        Caller caller,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var proposal = await db.ReadableAsync(proposalId, caller, now, cancellationToken);
        var file = await db
            .ProposalFiles.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == fileId && row.ProposalId == proposalId, cancellationToken);
        return
            file is not null && (caller.MayActFor(proposal.OrganisationId) || proposal.HandedInFiles.Contains(fileId))
            ? file
            : throw NotFound(fileId);
    }

    public static RefusedException NotFound(Guid fileId) => Refusals.NotFound("file", fileId.ToWire()).AsException();
}
