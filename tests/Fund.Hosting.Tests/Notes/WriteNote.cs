using Fund.Events;
using Fund.Hosting.Tests.Notes;
using Fund.Testing.V1;

namespace Fund.Hosting.Tests.Features;

internal sealed class WriteNote(NotesDb db)
{
    public Task<WriteNoteResponse> HandleAsync(WriteNoteRequest request, Caller caller, CancellationToken token) =>
        db.OnceAsync(
            caller,
            request.RequestId,
            request,
            _ =>
            {
                var check = new Check();
                var text = check.Text("text", request.Text, max: 200);
                var agreement = check.OptionalId("agreement_id", request.AgreementId);
                check.ThrowIfAny();
                var note = new Note(text);
                db.Add(note);
                if (agreement is { } id)
                {
                    var today = new DateOnly(2026, 10, 1);
                    db.Enqueue(new InstalmentPaid(note.Id, id, Guid.Empty, request.Number, 100, today));
                }

                return Task.FromResult(new WriteNoteResponse { NoteId = note.Id.ToWire() });
            },
            token
        );
}
