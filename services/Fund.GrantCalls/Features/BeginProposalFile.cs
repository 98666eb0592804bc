using Fund.Forms;
using Fund.GrantCalls.Domain;
using Fund.GrantCalls.Grpc;
using Fund.GrantCalls.Persistence;
using Fund.Hosting;
using Fund.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Features;

/// <summary>Begins a file for a question of a draft. The draft names it once it is whole and saved as the answer.</summary>
public sealed class BeginProposalFile(GrantCallsDb db, CallForms forms, TimeProvider time)
{
    public Task<V1.BeginProposalFileResponse> HandleAsync(
        V1.BeginProposalFileRequest request,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        var id = request.ProposalId.ToId("proposal_id");
        return db.OnceAsync(
            caller,
            request.RequestId,
            request,
            async token =>
            {
                var proposal = await db.LockOwnProposalAsync(id, caller, token);
                var call = await db.Calls.AsNoTracking().SingleAsync(row => row.Id == proposal.CallId, token);
                var form = await forms.InForceAsync(db, call, token);
                var now = time.GetUtcNow();
                call.RequireOpen(now);
                proposal.RequireWritable();
                var question = QuestionOf(form, request.Question);
                Check(request, question);
                var sent = await db.ProposalFiles.CountAsync(row => row.ProposalId == id, token);
                if (sent >= ProposalFile.MostOfOneProposal)
                {
                    throw FileRefusals.TooMany(sent).AsException();
                }

                var file = new ProposalFile(id, question, request.FileName, caller.Subject, now);
                db.Add(file);
                return new V1.BeginProposalFileResponse { File = file.ToWire() };
            },
            cancellationToken
        );
    }

    private static FormField QuestionOf(FormVersion form, string key)
    {
        var check = new Check();
        var question = form.Fields.FirstOrDefault(field => field.Key == key && field.Type == FieldType.File);
        check.That(question is not null, "question", $"No question with the key '{Shown.Of(key)}' asks for a file.");
        check.ThrowIfAny();
        return question!;
    }

    private static void Check(V1.BeginProposalFileRequest request, FormField question)
    {
        if (FileNames.ProblemOf(request.FileName, question) is { } wrong)
        {
            throw FileRefusals.Name(wrong, request.FileName, question).AsException();
        }

        var most = FileKinds.BytesOf(question);
        if (request.SizeBytes > most)
        {
            throw FileRefusals.TooLarge(most).AsException();
        }
    }
}
