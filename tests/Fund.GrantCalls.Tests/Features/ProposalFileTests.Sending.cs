using Fund.Forms.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.GrantCalls.Tests.Features;

/// <summary>How these tests ask for files and send them.</summary>
public sealed partial class ProposalFileTests
{
    private Task ForgetAsync() =>
        world.Service.InScopeAsync<GrantCalls.Features.ForgetUnfinishedFiles>(work =>
            work.RunAsync(CancellationToken.None)
        );

    private static Form AForm(int megabytes = 1) =>
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
                            (field.Required, field.MaxMb) = (true, megabytes);
                            field.Accept.Add(["pdf", "docx"]);
                        }
                    )
                )
            );
        });

    private async Task<(Call Call, Applicant Applicant)> StartAsync(int megabytes = 1)
    {
        var call = await world.OpenCallAsync(terms => terms.Questions.Clear());
        await world.SaveFormAsync(call, AForm(megabytes));
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
