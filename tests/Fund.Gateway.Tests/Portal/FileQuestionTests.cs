using System.Text;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Testing;
using Fund.Testing.Browser;
using Google.Protobuf;
using Microsoft.Playwright;

namespace Fund.Gateway.Tests.Portal;

/// <summary>A question that a file answers, as an applicant meets it, with scripts and without.</summary>
public sealed class FileQuestionTests(RunningGateway gateway, Chromium chromium)
    : IClassFixture<RunningGateway>,
        IClassFixture<Chromium>
{
    private const string Answer = "[name='content.answers.file']";
    private const string Input = "[name='content.answers.file.file']";

    private readonly string _proposal = Guid.CreateVersion7().ToString("D");
    private readonly string _file = Guid.CreateVersion7().ToString("D");

    [Fact]
    public async Task With_scripts_a_file_is_sent_in_parts_and_a_cut_line_goes_on_where_it_was()
    {
        Tell();
        var content = Encoding.ASCII.GetBytes("%PDF-1.7 " + new string('x', 600_000));
        var received = new MemoryStream();
        var cut = false;
        gateway.Backend.Answer(
            "AppendToProposalFile",
            (request, _) =>
            {
                var part = (AppendToProposalFileRequest)request;
                if (part.Offset > 0 && !cut)
                {
                    // The part is here and its answer is lost: the sender asks how far it is.
                    cut = true;
                    received.Write(part.Content.Span);
                    throw new Refusal(RefusalKind.WrongState, "WRONG_OFFSET", "Go on.").ToRpcException();
                }

                Assert.Equal(received.Length, part.Offset);
                received.Write(part.Content.Span);
                return Task.FromResult<IMessage>(new AppendToProposalFileResponse { File = File(received.Length) });
            }
        );
        gateway.Backend.Answer(
            "GetProposalFile",
            (_, _) => Task.FromResult<IMessage>(new GetProposalFileResponse { File = File(received.Length) })
        );
        await using var view = await OpenAsync(script: true);
        var page = view.Page;
        await page.SetInputFilesAsync(Input, Pdf(content));
        await Eventually.TrueAsync(
            async () => await page.InputValueAsync(Answer) == _file,
            "the file is here and is the answer",
            TimeSpan.FromSeconds(30)
        );
        Assert.Equal(content, received.ToArray());
        Assert.Contains("statute.pdf", await page.TextContentAsync("[data-upload-status]"), StringComparison.Ordinal);
        await view.PictureAsync("file-sent");

        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await page.WaitForURLAsync("**?done=section-saved");
        Assert.Equal(_file, Saved("file"));
        Assert.Single(Begun);
    }

    [Fact]
    public async Task Without_scripts_a_file_goes_with_the_form()
    {
        Tell();
        gateway.Backend.Answer(
            "AppendToProposalFile",
            (request, _) =>
            {
                var part = (AppendToProposalFileRequest)request;
                var whole = part.Offset + part.Content.Length;
                return Task.FromResult<IMessage>(new AppendToProposalFileResponse { File = File(whole) });
            }
        );
        await using var view = await OpenAsync(script: false);
        var page = view.Page;
        Assert.Contains("PDF, DOCX; at most 2 MB.", await page.TextContentAsync("main"), StringComparison.Ordinal);
        await page.SetInputFilesAsync(Input, Pdf(new byte[1_500_000]));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await page.WaitForURLAsync("**?done=section-saved");

        var begun = Assert.Single(Begun);
        Assert.Equal(("file", "statute.pdf", 1_500_000), (begun.Question, begun.FileName, begun.SizeBytes));
        var parts = gateway
            .Backend.Calls.Select(call => call.Request)
            .OfType<AppendToProposalFileRequest>()
            .Where(part => part.FileId == _file)
            .ToList();
        Assert.Equal([(0, true), (1024 * 1024, false)], parts.Select(part => ((int)part.Offset, part.More)));
        Assert.Equal(_file, Saved("file"));
    }

    [Fact]
    public async Task What_is_refused_is_said_beside_the_question_and_nothing_is_lost()
    {
        Tell();
        gateway.Backend.Refuse(
            "BeginProposalFile",
            Refusal.OfField("FILE_NAME", "file_name", "'a.exe' is not of a kind that is taken here.")
        );
        await using var view = await OpenAsync(script: false);
        var page = view.Page;
        var before = gateway.Backend.Calls.Count(call => call.Rpc == "SaveSection");
        await page.FillAsync("[name='content.answers.longtext']", "Beds.");
        await page.SetInputFilesAsync(Input, Pdf([1]));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await page.WaitForSelectorAsync(".govuk-error-summary");
        var said = await page.TextContentAsync("#f-content-answers-file-error");
        Assert.Contains("is not of a kind", said, StringComparison.Ordinal);
        Assert.Equal("Beds.", await page.InputValueAsync("[name='content.answers.longtext']"));
        Assert.Equal(before, gateway.Backend.Calls.Count(call => call.Rpc == "SaveSection"));
        await view.PictureAsync("file-refused");
    }

    [Fact]
    public async Task The_file_there_is_can_be_saved_on_disk_and_taken_out()
    {
        Tell();
        await using var view = await OpenAsync(script: false);
        var page = view.Page;
        var link = page.Locator("a[download]");
        Assert.Contains("statute.pdf", await link.TextContentAsync(), StringComparison.Ordinal);
        gateway.Backend.Answer(
            "DownloadProposalFile",
            new Fund.Common.V1.FilePart
            {
                FileName = "statute.pdf",
                MediaType = "application/octet-stream",
                Content = ByteString.CopyFromUtf8("%PDF"),
            }
        );
        var answer = await view.Context.APIRequest.GetAsync(
            new Uri(gateway.Http.BaseAddress!, await link.GetAttributeAsync("href")).ToString()
        );
        Assert.Equal("nosniff", answer.Headers["x-content-type-options"]);
        Assert.StartsWith("attachment", answer.Headers["content-disposition"], StringComparison.Ordinal);

        await page.CheckAsync("[name='content.answers.file.remove']");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await page.WaitForURLAsync("**?done=section-saved");
        Assert.Null(Saved("file"));
    }

    private IEnumerable<BeginProposalFileRequest> Begun =>
        gateway
            .Backend.Calls.Select(call => call.Request)
            .OfType<BeginProposalFileRequest>()
            .Where(begun => begun.ProposalId == _proposal);

    private string? Saved(string key) =>
        ((SaveSectionRequest)gateway.Backend.Last("SaveSection").Request)
            .Content.Answers.FirstOrDefault(answer => answer.Key == key)
            ?.Value;

    private ProposalFile File(long received) =>
        new()
        {
            FileId = _file,
            ProposalId = _proposal,
            FileName = "statute.pdf",
            Kind = "pdf",
            ReceivedBytes = received,
            MaxBytes = 2 * 1024 * 1024,
        };

    private void Tell()
    {
        ApplyingFacts.Tell(gateway.Backend);
        gateway.Backend.Answer("SaveSection", Samples.Of(new SaveSectionResponse()));
        gateway.Backend.Answer("BeginProposalFile", new BeginProposalFileResponse { File = File(0) });
    }

    private static FilePayload Pdf(byte[] content) =>
        new()
        {
            Name = "statute.pdf",
            MimeType = "application/pdf",
            Buffer = content,
        };

    private async Task<BrowserView> OpenAsync(bool script)
    {
        var token = await gateway.TokenAsync(Role.OrganisationMember, organisation: Guid.CreateVersion7());
        var view = await chromium.OpenAsync(gateway.Http.BaseAddress!, token, script: script);
        await view.Page.GotoAsync($"/en/organisation/proposals/{_proposal}/sections/{ApplyingFacts.Section}");
        return view;
    }
}
