using Fund.Forms;
using Fund.Gateway.Clients;
using Fund.Gateway.Portal.Forms;
using Fund.GrantCalls.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.Gateway.Portal.Applying;

/// <summary>Files that came with a form, sent on in parts; what is refused is said beside its question.</summary>
internal static class FileUploads
{
    /// <summary>Most bytes of one form with all its files; what is larger goes through the API, where an upload resumes.</summary>
    public const long Most = 100L * 1024 * 1024;

    private const int PartSize = 1024 * 1024;

    /// <summary>Sends the files of a section; each that was taken is the answer of the form from then on.</summary>
    public static async Task SendAsync(
        FormState form,
        FormSection section,
        ProposalFileList files,
        ServiceClients ask,
        CancellationToken cancellationToken
    )
    {
        foreach (var field in section.Fields.Where(field => field.Type == FieldType.File))
        {
            var name = FormWords.NameOf(field.Key);
            if (form.Files[FormAnswers.FileOf(name)] is not { FileName.Length: > 0 } file)
            {
                continue;
            }

            ProposalFile? sent = null;
            var taken = await form.TryAsync(
                async () => sent = await SendAsync(field, file, files.ProposalId, ask, cancellationToken),
                BeginProposalFileRequest.Descriptor,
                name
            );
            if (taken)
            {
                files.Add(sent!);
                form.Replace(name, sent!.FileId);
                form.Replace(FormAnswers.RemoveOf(name), "");
            }
        }
    }

    private static async Task<ProposalFile> SendAsync(
        FormField field,
        IFormFile file,
        string proposalId,
        ServiceClients ask,
        CancellationToken cancellationToken
    )
    {
        var options = new CallOptions(cancellationToken: cancellationToken);
        var begin = new BeginProposalFileRequest
        {
            // Not the form's own: after a refusal the same form comes again with another file.
            RequestId = Guid.CreateVersion7().ToString("D"),
            ProposalId = proposalId,
            Question = field.Key,
            FileName = Path.GetFileName(file.FileName),
            SizeBytes = file.Length,
        };
        var known = (await ask.Applications.BeginProposalFileAsync(begin, options)).File;
        await using var content = file.OpenReadStream();
        var (part, offset) = (new byte[PartSize], 0L);
        do
        {
            var read = await content.ReadAtLeastAsync(part, PartSize, throwOnEndOfStream: false, cancellationToken);
            var append = new AppendToProposalFileRequest
            {
                ProposalId = proposalId,
                FileId = known.FileId,
                Offset = offset,
                Content = ByteString.CopyFrom(part, 0, read),
                More = offset + read < file.Length,
            };
            known = (await ask.Applications.AppendToProposalFileAsync(append, options)).File;
            offset += read;
        } while (offset < file.Length);

        return known;
    }
}
