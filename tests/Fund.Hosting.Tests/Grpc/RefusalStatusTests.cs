using Fund.Kernel;
using Fund.Testing;
using Fund.Testing.V1;
using Grpc.Core;

namespace Fund.Hosting.Tests.Grpc;

public sealed class RefusalStatusTests(NotesFixture notes) : IClassFixture<NotesFixture>
{
    public static TheoryData<RefusalKind> Kinds => [.. Enum.GetValues<RefusalKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_refusal_of_any_kind_comes_back_as_it_was(RefusalKind kind)
    {
        var refusal = new Refusal(kind, "SOME_REASON", "Für 5 € gibt es keine 6 €; القيمة كبيرة.")
        {
            Fields = [new FieldProblem("lines[2].amount", "Too much."), new FieldProblem("title", "Missing.")],
            Facts = new Dictionary<string, string> { ["available"] = "5", ["required"] = "6" },
        };
        var back = refusal.ToRpcException().ToRefusal()!;
        Assert.Equal((refusal.Kind, refusal.Reason, refusal.Message), (back.Kind, back.Reason, back.Message));
        Assert.Equal(refusal.Fields, back.Fields);
        Assert.Equal(refusal.Facts, back.Facts);
    }

    [Fact]
    public void What_was_put_into_the_sentences_comes_along_and_is_no_fact()
    {
        var due = new DateOnly(2026, 3, 1);
        var amount = new Money(5_000, Currency.Usd);
        var refusal = new Refusal(RefusalKind.BadInput, "SOME_REASON", $"{amount} is too much on {due:yyyy-MM-dd}.")
        {
            Fields =
            [
                new FieldProblem("title", "Missing."),
                new FieldProblem("lines[2].amount", $"{amount} is too much.") { Reason = "TOO_MUCH" },
            ],
            Facts = new Dictionary<string, string> { ["available"] = "5" },
        };

        var back = refusal.ToRpcException().ToRefusal()!;

        Assert.Equal(refusal.Sentence, back.Sentence);
        Assert.Equal(["USD 50.00", "2026-03-01"], back.Sentence.Values);
        Assert.Equal(refusal.Fields, back.Fields);
        Assert.Equal(("TOO_MUCH", "USD 50.00"), (back.Fields[1].Reason, Assert.Single(back.Fields[1].Sentence.Values)));
        Assert.Equal(refusal.Facts, back.Facts);
    }

    [Fact]
    public void Thousands_of_problems_become_as_many_as_fit_into_trailers()
    {
        var problems = Enumerable.Range(0, 5_000).Select(i => new FieldProblem($"lines[{i}].amount", "Too much."));
        var failure = Refusal.OfFields([.. problems]).ToRpcException();
        var size = failure.Trailers.GetValueBytes("grpc-status-details-bin")!.Length + failure.Status.Detail.Length;
        Assert.InRange(size, 1_000, 8_000);
        var back = failure.ToRefusal()!;
        Assert.Equal("lines[0].amount", back.Fields[0].Field);
        Assert.InRange(back.Fields.Count, 50, 200);
    }

    [Fact]
    public async Task A_refusal_crosses_the_wire_with_its_figures()
    {
        var refusal = (await FailAsync("refuse")).ToRefusal()!;
        Assert.Equal((RefusalKind.WrongState, "NOT_ENOUGH"), (refusal.Kind, refusal.Reason));
        Assert.Equal("Only USD 50,000.00 of 500,000.00 is there.", refusal.Message);
        Assert.Equal("5000000", refusal.Facts["available"]);
    }

    [Fact]
    public async Task All_field_problems_come_at_once()
    {
        var request = NotesFixture.Note(text: new string('x', 201));
        request.AgreementId = "not an id";
        var e = await Assert.ThrowsAsync<RpcException>(async () => await notes.Client.WriteNoteAsync(request));
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
        Assert.Equal(["text", "agreement_id"], e.ToRefusal()!.Fields.Select(problem => problem.Field));
    }

    [Fact]
    public async Task A_defect_gives_a_reference_and_nothing_of_what_happened()
    {
        var e = await FailAsync("crash");
        Assert.Equal(StatusCode.Internal, e.StatusCode);
        Assert.Matches("the reference is [0-9a-f]{12}", e.Status.Detail);
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
        Assert.Null(e.ToRefusal());
    }

    [Theory]
    [InlineData("deadlock", StatusCode.Aborted, "TRY_AGAIN")]
    [InlineData("disk full", StatusCode.Unavailable, "DISK_FULL")]
    public async Task Failures_of_the_database_that_pass_say_so(string way, StatusCode code, string reason)
    {
        var e = await FailAsync(way);
        Assert.Equal(code, e.StatusCode);
        Assert.Equal(reason, e.ToRefusal()!.Reason);
    }

    [Fact]
    public async Task After_the_database_dropped_every_connection_the_next_calls_work_again()
    {
        await notes.Client.WriteNoteAsync(NotesFixture.Note());
        await notes.Database.DisconnectEverybodyAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    await notes.Client.WriteNoteAsync(NotesFixture.Note());
                    return true;
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
                {
                    return false;
                }
            },
            "writing works again"
        );
    }

    private async Task<RpcException> FailAsync(string way) =>
        await Assert.ThrowsAsync<RpcException>(async () =>
            await notes.Client.MisbehaveAsync(new MisbehaveRequest { Way = way })
        );
}
