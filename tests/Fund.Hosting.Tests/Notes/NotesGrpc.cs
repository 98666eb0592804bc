using Fund.Hosting.Tests.Features;
using Fund.Kernel;
using Fund.Testing.V1;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fund.Hosting.Tests.Notes;

internal sealed class NotesGrpc(IServiceProvider services, NotesDb db) : NotesService.NotesServiceBase
{
    public override Task<WriteNoteResponse> WriteNote(WriteNoteRequest request, ServerCallContext context) =>
        context.Feature<WriteNote>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override async Task<GetNoteResponse> GetNote(GetNoteRequest request, ServerCallContext context)
    {
        var id = request.NoteId.ToId("note_id");
        var note = await db.Notes.SingleOrDefaultAsync(note => note.Id == id, context.CancellationToken);
        return note is null
            ? throw Refusals.NotFound("note", request.NoteId).AsException()
            : new GetNoteResponse { Text = note.Text };
    }

    public override async Task<MisbehaveResponse> Misbehave(MisbehaveRequest request, ServerCallContext context)
    {
        services.GetRequiredService<Doctor>().Called();
        switch (request.Way)
        {
            case "crash":
                throw new InvalidOperationException("secret: the vault is under the stairs");
            case "refuse":
                throw new Refusal(RefusalKind.WrongState, "NOT_ENOUGH", "Only USD 50,000.00 of 500,000.00 is there.")
                {
                    Facts = new Dictionary<string, string> { ["available"] = "5000000", ["required"] = "50000000" },
                }.AsException();
            case "unavailable":
                throw new RpcException(new Status(StatusCode.Unavailable, "not now"));
            case "deadlock":
                await db.Database.ExecuteSqlAsync($"do $$ begin raise exception using errcode = '40P01'; end $$");
                break;
            case "disk full":
                await db.Database.ExecuteSqlAsync($"do $$ begin raise exception using errcode = '53100'; end $$");
                break;
            case "slow":
                await Task.Delay(TimeSpan.FromMilliseconds(500), context.CancellationToken);
                break;
            case "hang":
                // As a peer does that ignores that nobody waits any more.
                await Task.Delay(TimeSpan.FromSeconds(5), CancellationToken.None);
                break;
        }

        return new MisbehaveResponse { Caller = context.Caller().Subject };
    }

    public override async Task<AskPeerResponse> AskPeer(AskPeerRequest request, ServerCallContext context)
    {
        var peer = services.GetRequiredService<NotesService.NotesServiceClient>();
        var response = await peer.MisbehaveAsync(
            new MisbehaveRequest { Way = request.Way },
            cancellationToken: context.CancellationToken
        );
        return new AskPeerResponse { Caller = response.Caller };
    }

    public override async Task ListNotes(
        ListNotesRequest request,
        IServerStreamWriter<ListNotesResponse> responseStream,
        ServerCallContext context
    )
    {
        await foreach (var note in db.Notes.OrderBy(note => note.Id).AsAsyncEnumerable())
        {
            await responseStream.WriteAsync(new ListNotesResponse { Text = note.Text });
        }
    }
}
