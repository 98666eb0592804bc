using Fund.Hosting.Tests.Notes;
using Fund.Kernel;
using Fund.Testing.V1;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.Hosting.Tests.Data;

public sealed class IdempotencyTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    [Fact]
    public async Task The_same_request_twice_has_one_effect_and_one_answer()
    {
        var request = NotesFixture.Note(text: "twice");
        var first = await notes.Client.WriteNoteAsync(request);
        var second = await notes.Client.WriteNoteAsync(request);
        Assert.Equal(first, second);
        Assert.Equal(1, await CountAsync("twice"));
    }

    [Fact]
    public async Task The_same_request_id_with_other_input_is_refused()
    {
        var request = NotesFixture.Note(text: "original");
        await notes.Client.WriteNoteAsync(request);
        request.Text = "forged";
        var refusal = await RefusalOf(request);
        Assert.Equal((RefusalKind.AlreadyUsed, "REQUEST_ID_REUSED"), (refusal.Kind, refusal.Reason));
        Assert.Equal(0, await CountAsync("forged"));
    }

    [Fact]
    public async Task A_hundred_at_the_same_time_have_one_effect_and_one_answer()
    {
        var request = NotesFixture.Note(text: "hundred");
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => notes.Client.WriteNoteAsync(request).ResponseAsync)
        );
        Assert.Single(answers.Distinct());
        Assert.Equal(1, await CountAsync("hundred"));
    }

    [Fact]
    public async Task Two_callers_may_use_the_same_request_id()
    {
        var request = NotesFixture.Note(text: "two callers");
        var other = notes.Service.Client<NotesService.NotesServiceClient>(
            Fund.Testing.TestIdentity.OtherFinanceOfficer
        );
        await notes.Client.WriteNoteAsync(request);
        await other.WriteNoteAsync(request);
        Assert.Equal(2, await CountAsync("two callers"));
    }

    [Fact]
    public async Task A_refused_request_leaves_nothing_and_may_be_sent_again_corrected()
    {
        var request = NotesFixture.Note(text: "");
        Assert.Equal("REQUIRED", (await RefusalOf(request)).Reason);
        request.Text = "corrected";
        await notes.Client.WriteNoteAsync(request);
        Assert.Equal(1, await CountAsync("corrected"));
    }

    [Fact]
    public async Task What_failed_work_had_added_is_not_written_by_the_next_save_of_the_same_context()
    {
        await notes.Service.InScopeAsync<NotesDb>(async db =>
        {
            var request = NotesFixture.Note();
            await Assert.ThrowsAsync<RefusedException>(() =>
                db.OnceAsync<WriteNoteRequest, WriteNoteResponse>(
                    NotesFixture.Finance,
                    request.RequestId,
                    request,
                    _ =>
                    {
                        db.Add(new Note("half done"));
                        throw Refusals.Required("something").AsException();
                    },
                    default
                )
            );
            db.Add(new Note("whole"));
            await db.SaveChangesAsync();
        });
        Assert.Equal(0, await CountAsync("half done"));
        Assert.Equal(1, await CountAsync("whole"));
    }

    [Fact]
    public async Task Of_two_who_change_the_same_record_the_second_is_told()
    {
        var note = new Note("contested");
        await notes.Service.InScopeAsync<NotesDb>(async db =>
        {
            db.Add(note);
            await db.SaveChangesAsync();
        });
        var refused = await Assert.ThrowsAsync<RefusedException>(() =>
            notes.Service.InScopeAsync<NotesDb>(async db =>
            {
                var mine = await db.Notes.SingleAsync(row => row.Id == note.Id);
                await notes.Database.ExecuteAsync($"update notes set version = 7 where id = '{note.Id}'");
                mine.Rewrite("mine");
                var request = NotesFixture.Note();
                await db.OnceAsync(
                    NotesFixture.Finance,
                    request.RequestId,
                    request,
                    _ => Task.FromResult(new WriteNoteResponse()),
                    default
                );
            })
        );
        Assert.Equal((RefusalKind.Conflict, "CHANGED_MEANWHILE"), (refused.Refusal.Kind, refused.Refusal.Reason));
    }

    [Fact]
    public async Task The_answer_of_a_request_can_be_asked_for_before_it_is_repeated()
    {
        var request = NotesFixture.Note();
        Task<WriteNoteResponse?> FindAsync(WriteNoteRequest asked) =>
            notes.Service.InScopeAsync<NotesDb, WriteNoteResponse?>(db =>
                db.FindAnswerAsync<WriteNoteRequest, WriteNoteResponse>(
                    NotesFixture.Finance,
                    asked.RequestId,
                    asked,
                    default
                )
            );
        Assert.Null(await FindAsync(request));
        var answer = await notes.Client.WriteNoteAsync(request);
        Assert.Equal(answer, await FindAsync(request));
        request.Text = "other";
        await Assert.ThrowsAsync<RefusedException>(() => FindAsync(request));
    }

    [Theory]
    [InlineData(0, "REQUIRED")]
    [InlineData(101, "TOO_LONG")]
    public async Task A_missing_or_overlong_request_id_is_refused_with_its_field(int length, string reason)
    {
        var refusal = await RefusalOf(NotesFixture.Note(requestId: new string('x', length)));
        Assert.Equal(reason, refusal.Reason);
        Assert.Equal("request_id", Assert.Single(refusal.Fields).Field);
    }

    private async Task<Refusal> RefusalOf(WriteNoteRequest request)
    {
        var e = await Assert.ThrowsAsync<RpcException>(async () => await notes.Client.WriteNoteAsync(request));
        return e.ToRefusal()!;
    }

    private Task<long> CountAsync(string text) =>
        notes.Database.ScalarAsync<long>($"select count(*) from notes where text = '{text}'");
}
