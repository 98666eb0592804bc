using Fund.Hosting.Tests.Notes;
using Fund.Kernel;
using Fund.Testing;
using Fund.Testing.V1;
using Grpc.Core;

namespace Fund.Hosting.Tests.Grpc;

public sealed class PermissionTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    [Theory]
    [InlineData(Role.ProgrammeOfficer)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.DonorContact)]
    [InlineData(Role.OrganisationMember)]
    public async Task A_role_that_the_table_does_not_name_is_denied(Role role)
    {
        var client = notes.Service.Client<NotesService.NotesServiceClient>(TestIdentity.Staff(role));
        var e = await Assert.ThrowsAsync<RpcException>(async () => await client.WriteNoteAsync(NotesFixture.Note()));
        Assert.Equal(StatusCode.PermissionDenied, e.StatusCode);
        Assert.Equal("ROLE_MAY_NOT", e.ToRefusal()!.Reason);
    }

    [Fact]
    public async Task The_public_reads_what_is_public_and_nothing_else()
    {
        var note = await notes.Client.WriteNoteAsync(NotesFixture.Note(text: "open to all"));
        var visitor = notes.Service.Client<NotesService.NotesServiceClient>(Caller.Anonymous);
        Assert.Equal("open to all", (await visitor.GetNoteAsync(new GetNoteRequest { NoteId = note.NoteId })).Text);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await visitor.WriteNoteAsync(NotesFixture.Note()));
        Assert.Equal(StatusCode.PermissionDenied, e.StatusCode);
    }

    [Fact]
    public async Task A_stream_is_guarded_like_any_other_call()
    {
        var visitor = notes.Service.Client<NotesService.NotesServiceClient>(Caller.Anonymous);
        using var denied = visitor.ListNotes(new ListNotesRequest());
        var e = await Assert.ThrowsAsync<RpcException>(() => denied.ResponseStream.MoveNext(default));
        Assert.Equal(StatusCode.PermissionDenied, e.StatusCode);

        await notes.Client.WriteNoteAsync(NotesFixture.Note(text: "streamed"));
        using var allowed = notes.Client.ListNotes(new ListNotesRequest());
        var texts = new List<string>();
        await foreach (var note in allowed.ResponseStream.ReadAllAsync())
        {
            texts.Add(note.Text);
        }

        Assert.Contains("streamed", texts);
    }

    [Fact]
    public void A_table_that_leaves_an_rpc_out_or_names_one_that_is_not_there_stops_the_start()
    {
        var table = NotesProgram.Permissions.Where(entry => entry.Key != "AskPeer").ToDictionary();
        table["WriteNotes"] = new HashSet<Role> { Role.FinanceOfficer };
        var descriptor = NotesService.Descriptor;
        var e = Assert.Throws<InvalidOperationException>(() => new FundPermissions(table).MustMatch(descriptor));
        Assert.Contains("AskPeer", e.Message, StringComparison.Ordinal);
        Assert.Contains("WriteNotes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_rpc_without_an_entry_is_denied_to_everybody()
    {
        var permissions = new FundPermissions(new Dictionary<string, IReadOnlySet<Role>>());
        var everything = TestIdentity.Staff(Enum.GetValues<Role>());
        Assert.False(permissions.Allows("/fund.testing.v1.NotesService/WriteNote", everything));
    }
}
