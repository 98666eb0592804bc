using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Testing;

namespace Fund.Gateway.Tests.Portal;

/// <summary>Questions, drafts and submitted proposals as PDF files, in six languages.</summary>
public sealed class PaperTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private readonly string _id = Guid.CreateVersion7().ToString("D");

    public static TheoryData<string> Languages { get; } = ["en", "fr", "es", "ar", "ru", "zh"];

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Anybody_gets_the_questions_of_a_call(string language)
    {
        ApplyingFacts.Tell(gateway.Backend);
        var file = await FileAsync($"/api/v1/calls/{_id}/form/pdf?language={language}", null);
        var text = PdfText.Of(file);
        Assert.Contains("A field of the kind LongText", text, StringComparison.Ordinal);
        Assert.Contains("The first", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_draft_says_that_it_is_one_on_every_page_and_has_its_answers(string language)
    {
        Tell(ProposalState.Draft);
        var file = await FileAsync($"/api/v1/proposals/{_id}/pdf?language={language}", Role.OrganisationMember);
        var text = PdfText.Of(file);
        Assert.Contains("Beds", text, StringComparison.Ordinal);
        Assert.Contains("Flood", text, StringComparison.Ordinal);
        Assert.Contains(new string('a', 64), text, StringComparison.Ordinal);
        var mark = language switch
        {
            "en" => "DRAFT",
            "fr" => "PROJET",
            "es" => "BORRADOR",
            "ru" => "ЧЕРНОВИК",
            "zh" => "草稿",
            _ => null,
        };
        Assert.All(
            PdfText.PagesOf(file),
            page => Assert.True(mark is null || page.Any(piece => piece.Text.Contains(mark, StringComparison.Ordinal)))
        );
    }

    [Fact]
    public async Task What_was_submitted_has_its_receipt()
    {
        Tell(ProposalState.Submitted);
        var text = PdfText.Of(await FileAsync($"/api/v1/proposals/{_id}/pdf", Role.ProgrammeOfficer));
        Assert.Contains("2026-0007", text, StringComparison.Ordinal);
        Assert.Contains("Handed in by", text, StringComparison.Ordinal);
        Assert.DoesNotContain("DRAFT", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_language_that_is_not_spoken_is_refused()
    {
        ApplyingFacts.Tell(gateway.Backend);
        var answer = await gateway.SendAsync(HttpMethod.Get, $"/api/v1/calls/{_id}/form/pdf?language=de", null);
        Assert.Equal(400, answer.Status);
    }

    private void Tell(ProposalState state)
    {
        ApplyingFacts.Tell(gateway.Backend);
        var proposal = (Proposal)Samples.Of(new Proposal());
        (proposal.State, proposal.Number) = (state, "2026-0007");
        proposal.Content.Answers.Clear();
        proposal.Content.Answers.Add([
            new Answer { Key = "longtext", Value = "Beds.\nDes lits et un abri. أسرة ومأوى. 床位和住所。" },
            new Answer { Key = "table.0.what", Value = "Flood" },
            new Answer { Key = "file", Value = ApplyingFacts.FileId },
        ]);
        gateway.Backend.Answer("GetProposal", new GetProposalResponse { Proposal = proposal });
    }

    private async Task<byte[]> FileAsync(string address, Role? role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (role is { } known)
        {
            var organisation = known == Role.OrganisationMember ? Guid.CreateVersion7() : (Guid?)null;
            var token = await gateway.TokenAsync(known, organisation);
            request.Headers.Authorization = new("Bearer", token);
        }

        using var answer = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var file = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, System.Text.Encoding.UTF8.GetString(file));
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType?.MediaType);
        if (Environment.GetEnvironmentVariable("FUND_SCREENSHOTS") is { Length: > 0 } folder)
        {
            var name = address.Replace('/', '-').Replace('?', '-').Replace(_id, "", StringComparison.Ordinal);
            await System.IO.File.WriteAllBytesAsync(Path.Combine(folder, name + ".pdf"), file);
        }

        return file;
    }
}
