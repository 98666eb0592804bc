using System.Security.Cryptography;
using System.Text;
using Fund.Forms.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;

namespace Fund.GrantCalls.Tests.Features;

public sealed partial class ProposalFileTests(World world) : IClassFixture<World>
{
    private const string Question = "statute";

    [Fact]
    public async Task A_file_comes_in_parts_answers_its_question_and_is_read_by_those_who_may_read_the_proposal()
    {
        var (call, applicant) = await StartAsync();
        var content = Pdf(700_000);
        var replaced = await SendAsync(applicant, Pdf(100));
        var file = await SendAsync(applicant, content, 300_000);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), file.Sha256);
        Assert.Equal(
            ("statute of 2024.pdf", "pdf", content.Length),
            (file.FileName, file.Kind, (int)file.ReceivedBytes)
        );
        await AnswerAsync(applicant, replaced.FileId, 0);
        await AnswerAsync(applicant, file.FileId, 1);
        Assert.Equal(content, await DownloadAsync(TestIdentity.MemberOf(applicant.Organisation), applicant, file));

        var officer = TestIdentity.ProgrammeOfficer;
        await SubmitAsync(applicant);
        await RefusedAsync("SEALED_UNTIL_DEADLINE", officer, applicant, file);
        world.PassDeadline(call);
        Assert.Equal(content, await DownloadAsync(officer, applicant, file));
        var listed = await world
            .Applications(officer)
            .ListProposalFilesAsync(new ListProposalFilesRequest { ProposalId = applicant.Id });
        Assert.Equal(file, Assert.Single(listed.Files));

        // What was replaced before the submission is the organisation's own affair.
        await RefusedAsync("NOT_FOUND", officer, applicant, replaced);
        await RefusedAsync("NOT_FOUND", TestIdentity.MemberOf(world.Projects.Know()), applicant, file);
    }

    [Fact]
    public async Task A_reviewer_reads_the_files_after_the_declaration_and_never_when_recused()
    {
        var (call, applicant) = await StartAsync();
        var file = await SendAsync(applicant, Pdf(100));
        await AnswerAsync(applicant, file.FileId, 0);
        await SubmitAsync(applicant);
        world.PassDeadline(call);
        await world.ScreenAsync(applicant);
        var (reviewer, recused) = (TestIdentity.Reviewer(), TestIdentity.Staff(Role.Reviewer, Role.ProgrammeOfficer));
        var assignment = await world.AssignAsync(applicant, reviewer);
        await RefusedAsync("NOT_FOUND", reviewer, applicant, file);
        await world.DeclareAsync(assignment, reviewer);
        Assert.NotEmpty(await DownloadAsync(reviewer, applicant, file));

        await world.DeclareAsync(await world.AssignAsync(applicant, recused), recused, conflict: true);
        await RefusedAsync("NOT_FOUND", recused, applicant, file);
        var files = world.Applications(recused);
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            files.ListProposalFilesAsync(new ListProposalFilesRequest { ProposalId = applicant.Id })
        );
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            files.GetProposalFileAsync(new GetProposalFileRequest { ProposalId = applicant.Id, FileId = file.FileId })
        );
    }

    [Fact]
    public async Task Whoever_reads_slowly_holds_nothing_of_the_database_meanwhile()
    {
        // More than lies in all the buffers on the way.
        var (_, applicant) = await StartAsync(megabytes: 20);
        var content = Pdf(20_000_000);
        var file = await SendAsync(applicant, content, 1_000_000);
        var member = world.Applications(TestIdentity.MemberOf(applicant.Organisation));
        var stop = TestContext.Current.CancellationToken;
        using var call = member.DownloadProposalFile(
            new DownloadProposalFileRequest { ProposalId = applicant.Id, FileId = file.FileId }
        );
        Assert.True(await call.ResponseStream.MoveNext(stop));
        await Eventually.EqualAsync(
            0L,
            () =>
                world.Database.ScalarAsync<long>(
                    """
                    select count(*) from pg_stat_activity
                    where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
                        and query like '%proposal_file_parts%'
                    """
                ),
            "connections at work for a slow reader"
        );

        var sum = call.ResponseStream.Current.Content.Length;
        while (await call.ResponseStream.MoveNext(stop))
        {
            sum += call.ResponseStream.Current.Content.Length;
        }

        Assert.Equal(content.Length, sum);
    }

    [Fact]
    public async Task A_cut_line_goes_on_where_it_was()
    {
        var (_, applicant) = await StartAsync();
        var (content, member) = (Pdf(1_000), Member(applicant));
        var file = await BeginAsync(applicant, "statute.pdf");
        await AppendAsync(member, file, content[..600], 0, more: true);

        // The answer was lost: the same part again, and then one that leaves a gap.
        await AppendAsync(member, file, content[..600], 0, more: true);
        var refusal = await World.RefusedAsync(
            RefusalKind.WrongState,
            "WRONG_OFFSET",
            Append(member, file, content[700..], 700, more: false)
        );
        Assert.Equal("600", refusal.Facts["expected_offset"]);
        var known = await member.GetProposalFileAsync(
            new GetProposalFileRequest { ProposalId = applicant.Id, FileId = file.FileId }
        );
        Assert.Equal((600, ""), (known.File.ReceivedBytes, known.File.Sha256));
        await World.RefusedAsync(Save(applicant, file.FileId, 0));

        var whole = await AppendAsync(member, file, content[600..], 600, more: false);
        Assert.Equal(whole, await AppendAsync(member, file, content[600..], 600, more: false));
        Assert.Equal(content, await DownloadAsync(TestIdentity.MemberOf(applicant.Organisation), applicant, whole));

        // Nothing is ever added to a whole file.
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "WRONG_OFFSET",
            Append(member, file, "more"u8.ToArray(), content.Length, more: false)
        );
    }

    [Theory]
    [InlineData("report.pdf.exe", "program")]
    [InlineData("report.docm", "program")]
    [InlineData("report\u202Efdp.pdf", "U+202E")]
    [InlineData("report.png", "PDF, DOCX")]
    public async Task A_name_that_hides_what_it_is_is_refused(string name, string said)
    {
        var (_, applicant) = await StartAsync();
        var refusal = await World.RefusedAsync(RefusalKind.BadInput, "FILE_NAME", Begin(applicant, name));
        Assert.Equal("file_name", Assert.Single(refusal.Fields).Field);
        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_that_is_not_what_the_name_says_is_refused_and_not_kept()
    {
        var (_, applicant) = await StartAsync();
        var (file, member) = (await BeginAsync(applicant, "statute.pdf"), Member(applicant));
        var program = Encoding.ASCII.GetBytes("MZ" + new string('x', 200));
        await World.RefusedAsync(RefusalKind.BadInput, "FILE_CONTENT", Append(member, file, program, 0, more: false));

        // Short first parts are looked at with the whole.
        await AppendAsync(member, file, program[..50], 0, more: true);
        await World.RefusedAsync(
            RefusalKind.BadInput,
            "FILE_CONTENT",
            Append(member, file, program[50..], 50, more: false)
        );
        var id = Guid.Parse(file.FileId);
        Assert.Equal(0, await world.LookAsync(db => db.ProposalFileParts.CountAsync(part => part.FileId == id)));

        var good = await AppendAsync(member, file, Pdf(100), 0, more: false);
        Assert.NotEmpty(good.Sha256);
    }

    [Fact]
    public async Task What_is_too_large_or_empty_is_refused_as_early_as_it_is_known()
    {
        var (_, applicant) = await StartAsync();
        var member = Member(applicant);
        await World.RefusedAsync(
            RefusalKind.TooMuch,
            "FILE_TOO_LARGE",
            member.BeginProposalFileAsync(Beginning(applicant, "statute.pdf", size: (1024 * 1024) + 1))
        );
        var file = await BeginAsync(applicant, "statute.pdf");
        Assert.Equal(1024 * 1024, file.MaxBytes);
        await AppendAsync(member, file, Pdf(1024 * 1024), 0, more: true);
        await World.RefusedAsync(
            RefusalKind.TooMuch,
            "FILE_TOO_LARGE",
            Append(member, file, [1], 1024 * 1024, more: false)
        );
        var empty = await BeginAsync(applicant, "statute.pdf");
        await World.RefusedAsync(RefusalKind.BadInput, "EMPTY_FILE", Append(member, empty, [], 0, more: false));
        var refusal = await World.RefusedAsync(
            member.BeginProposalFileAsync(Beginning(applicant, "statute.pdf", question: "need"))
        );
        Assert.Equal("question", Assert.Single(refusal.Fields).Field);
    }

    [Fact]
    public async Task A_required_file_is_missed_and_only_a_file_of_the_own_proposal_is_an_answer()
    {
        var (call, applicant) = await StartAsync();
        var refusal = await World.RefusedAsync(applicant.TrySubmit());
        var missing = refusal.Fields.Single(field => field.Field == "content.answers.statute");
        Assert.Equal("\"What about statute?\" must be answered.", missing.Problem);

        var other = await world.StartAsync(call);
        var theirs = await SendAsync(other, Pdf(100));
        refusal = await World.RefusedAsync(Save(applicant, theirs.FileId, 0));
        Assert.Equal("content.answers[0].value", Assert.Single(refusal.Fields).Field);
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            Append(Member(applicant), theirs, Pdf(20), 0, more: false)
        );

        var own = await SendAsync(applicant, Pdf(100));
        await AnswerAsync(applicant, own.FileId, 0);
        await AnswerAsync(applicant, "", 1);
        refusal = await World.RefusedAsync(applicant.TrySubmit());
        Assert.Contains(refusal.Fields, field => field.Field == "content.answers.statute");
    }

    [Fact]
    public async Task A_file_survives_another_form_and_is_looked_at_with_the_form_in_force()
    {
        var (call, applicant) = await StartAsync();
        var file = await SendAsync(applicant, Pdf(100));
        await AnswerAsync(applicant, file.FileId, 0);
        var photos = AForm();
        photos.Sections[0].Fields[0].Accept.Clear();
        photos.Sections[0].Fields[0].Accept.Add("png");
        await world.SaveFormAsync(call, photos, loaded: 1);
        var refusal = await World.RefusedAsync(applicant.TrySubmit());
        Assert.Contains(
            "takes PNG; the file is of the kind PDF",
            refusal.Fields.Single(field => field.Field == "content.answers.statute").Problem,
            StringComparison.Ordinal
        );

        await world.SaveFormAsync(call, AForm(), loaded: 2);
        await SubmitAsync(applicant);
    }

    [Fact]
    public async Task Nothing_is_taken_for_what_was_handed_in_or_after_the_deadline()
    {
        var (call, applicant) = await StartAsync();
        var (file, late) = (await SendAsync(applicant, Pdf(100)), await BeginAsync(applicant, "late.pdf"));
        await AnswerAsync(applicant, file.FileId, 0);
        await SubmitAsync(applicant);
        await World.RefusedAsync(RefusalKind.WrongState, "PROPOSAL_STATE", Begin(applicant, "late.pdf"));
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "PROPOSAL_STATE",
            Append(Member(applicant), late, Pdf(20), 0, more: false)
        );
        await applicant.TryWithdraw();
        world.PassDeadline(call);
        await World.RefusedAsync(RefusalKind.WrongState, "DEADLINE_PASSED", Begin(applicant, "late.pdf"));
        await World.RefusedAsync(
            RefusalKind.WrongState,
            "DEADLINE_PASSED",
            Append(Member(applicant), late, Pdf(20), 0, more: false)
        );
    }

    [Fact]
    public async Task A_file_that_never_became_whole_is_forgotten_after_three_days_and_no_other()
    {
        var call = await world.OpenCallAsync(terms =>
        {
            terms.Questions.Clear();
            terms.ClosesAtLocal = Make.Local(world.Clock.Now.AddDays(10));
        });
        await world.SaveFormAsync(call, AForm());
        var applicant = await world.StartAsync(call);
        var member = Member(applicant);
        var whole = await SendAsync(applicant, Pdf(100));
        var old = await BeginAsync(applicant, "statute.pdf");
        await AppendAsync(member, old, Pdf(1_000)[..600], 0, more: true);
        world.Clock.Now = world.Clock.Now.AddDays(2);
        var young = await BeginAsync(applicant, "statute.pdf");
        await ForgetAsync();
        await AppendAsync(member, old, Pdf(1_000)[600..900], 600, more: true);

        world.Clock.Now = world.Clock.Now.AddDays(1).AddMinutes(1);
        await ForgetAsync();

        var id = Guid.Parse(old.FileId);
        Assert.Equal(0, await world.LookAsync(db => db.ProposalFileParts.CountAsync(part => part.FileId == id)));
        await World.RefusedAsync(
            RefusalKind.NotFound,
            "NOT_FOUND",
            Append(member, old, Pdf(1_000)[900..], 900, more: false)
        );
        await AppendAsync(member, young, Pdf(100), 0, more: false);
        Assert.NotEmpty(await DownloadAsync(TestIdentity.MemberOf(applicant.Organisation), applicant, whole));
    }

    [Fact]
    public async Task A_pdf_file_that_runs_something_is_refused_and_said_what_it_is()
    {
        var (_, applicant) = await StartAsync();
        var file = await BeginAsync(applicant, "statute.pdf");
        var active = Encoding.ASCII.GetBytes(
            "%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>\n%%EOF\n"
        );
        var refusal = await World.RefusedAsync(
            RefusalKind.BadInput,
            "FILE_CONTENT",
            Append(Member(applicant), file, active, 0, more: false)
        );
        Assert.Equal("content", Assert.Single(refusal.Fields).Field);
        Assert.Contains("contains JavaScript", refusal.Message, StringComparison.Ordinal);
    }
}
