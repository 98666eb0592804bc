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

public sealed class ProposalFileTests(World world) : IClassFixture<World>
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

    private static Form AForm() =>
        Forms.Simple(form =>
        {
            form.Sections.Clear();
            form.Sections.Add(
                Forms.Section(
                    "annexes",
                    Forms.Field(
                        Question,
                        FieldType.File,
                        field =>
                        {
                            (field.Required, field.MaxMb) = (true, 1);
                            field.Accept.Add(["pdf", "docx"]);
                        }
                    )
                )
            );
        });

    private async Task<(Call Call, Applicant Applicant)> StartAsync()
    {
        var call = await world.OpenCallAsync(terms => terms.Questions.Clear());
        await world.SaveFormAsync(call, AForm());
        return (call, await world.StartAsync(call));
    }

    private async Task SubmitAsync(Applicant applicant)
    {
        var content = Make.Content(100_000);
        content.Answers.Clear();
        var application = await Member(applicant)
            .GetApplicationAsync(new GetApplicationRequest { ProposalId = applicant.Id });
        content.Answers.Add(application.Proposal.Content.Answers);
        applicant.Proposal = application.Proposal;
        await applicant.SaveAsync(content);
        await applicant.SubmitAsync();
    }

    private ApplicationsService.ApplicationsServiceClient Member(Applicant applicant) =>
        world.Applications(TestIdentity.MemberOf(applicant.Organisation));

    private AsyncUnaryCall<SaveSectionResponse> Save(Applicant applicant, string answer, int version) =>
        Member(applicant)
            .SaveSectionAsync(Forms.Section(applicant, "annexes", version, Forms.Answers((Question, answer))));

    private async Task AnswerAsync(Applicant applicant, string answer, int version) =>
        await Save(applicant, answer, version);

    private static BeginProposalFileRequest Beginning(
        Applicant applicant,
        string name,
        long size = 0,
        string question = Question
    ) =>
        new()
        {
            RequestId = Make.Id(),
            ProposalId = applicant.Id,
            Question = question,
            FileName = name,
            SizeBytes = size,
        };

    private AsyncUnaryCall<BeginProposalFileResponse> Begin(Applicant applicant, string name) =>
        Member(applicant).BeginProposalFileAsync(Beginning(applicant, name));

    private async Task<ProposalFile> BeginAsync(Applicant applicant, string name) =>
        (await Begin(applicant, name)).File;

    private static AsyncUnaryCall<AppendToProposalFileResponse> Append(
        ApplicationsService.ApplicationsServiceClient member,
        ProposalFile file,
        byte[] part,
        long offset,
        bool more
    ) =>
        member.AppendToProposalFileAsync(
            new AppendToProposalFileRequest
            {
                ProposalId = file.ProposalId,
                FileId = file.FileId,
                Offset = offset,
                Content = ByteString.CopyFrom(part),
                More = more,
            }
        );

    private static async Task<ProposalFile> AppendAsync(
        ApplicationsService.ApplicationsServiceClient member,
        ProposalFile file,
        byte[] part,
        long offset,
        bool more
    ) => (await Append(member, file, part, offset, more)).File;

    private async Task<ProposalFile> SendAsync(Applicant applicant, byte[] content, int partSize = int.MaxValue)
    {
        var file = await BeginAsync(applicant, "statute of 2024.pdf");
        var offset = 0;
        foreach (var part in content.Chunk(partSize))
        {
            offset += part.Length;
            file = await AppendAsync(
                Member(applicant),
                file,
                part,
                offset - part.Length,
                more: offset < content.Length
            );
        }

        return file;
    }

    private async Task<byte[]> DownloadAsync(Caller caller, Applicant applicant, ProposalFile file)
    {
        using var call = world
            .Applications(caller)
            .DownloadProposalFile(new DownloadProposalFileRequest { ProposalId = applicant.Id, FileId = file.FileId });
        var bytes = new List<byte>();
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            bytes.AddRange(call.ResponseStream.Current.Content);
        }

        return [.. bytes];
    }

    private async Task RefusedAsync(string reason, Caller caller, Applicant applicant, ProposalFile file)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(() => DownloadAsync(caller, applicant, file));
        Assert.Equal(reason, failure.ToRefusal()?.Reason);
    }

    private static byte[] Pdf(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        "%PDF-1.7\n"u8.CopyTo(content);
        "\n%%EOF"u8.CopyTo(content.AsSpan(length - 6));
        return content;
    }
}
