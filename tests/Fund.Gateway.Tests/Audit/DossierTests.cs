using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Fund.Audit.V1;
using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Gateway.Persistence;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Testing;
using Microsoft.Extensions.Configuration;

namespace Fund.Gateway.Tests.Audit;

/// <summary>A dossier with a real trail behind it, verified by the script that auditors use.</summary>
public sealed class DossierTests(RunningGateway gateway) : IClassFixture<RunningGateway>, IAsyncLifetime
{
    private readonly string _id = Guid.CreateVersion7().ToString("D");
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"dossier-{Guid.CreateVersion7():N}.zip");
    private FreshDatabase _trail = null!;
    private AuditTrail _writer = null!;
    private SealAudit _sealer = null!;

    public async ValueTask InitializeAsync()
    {
        _trail = await FreshDatabase.CreateAsync();
        await new SqlMigrator(_trail.Source, typeof(GatewayDb).Assembly).MigrateAsync(default);
        var settings = new FundSettings("donations", new ConfigurationBuilder().Build());
        _writer = new AuditTrail(_trail.Source, settings);
        _sealer = new SealAudit(_trail.Source, settings);
        var proof = new AuditProof(_trail.Source, new AuditSearch(_trail.Source, settings), settings);
        gateway.Backend.Answer(
            "GetRecordProof",
            async (request, _) => await proof.HandleAsync((GetRecordProofRequest)request, default)
        );
        gateway.Backend.Answer(
            "GetContribution",
            new GetContributionResponse
            {
                Contribution = new Contribution { ContributionId = _id, DonorId = Guid.CreateVersion7().ToString("D") },
            }
        );
        gateway.Backend.Answer(
            "ListReceipts",
            new ListReceiptsResponse
            {
                Receipts =
                {
                    new Receipt
                    {
                        ReceiptId = _id,
                        ContributionId = _id,
                        Number = "R-2026/7",
                    },
                },
                Page = new PageResponse(),
            }
        );
        gateway.Backend.Answer("ListLedgerEntries", new ListLedgerEntriesResponse { Page = new PageResponse() });
    }

    public async ValueTask DisposeAsync()
    {
        await _trail.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task The_script_finds_everything_in_order_and_the_zip_has_what_it_says()
    {
        await HistoryAsync();
        await DownloadAsync(Role.Auditor);

        var (code, said) = await VerifyAsync();

        Assert.True(code == 0, said);
        Assert.Contains("3 entries, 1 of them not sealed yet", said, StringComparison.Ordinal);
        await using var zip = await ZipFile.OpenReadAsync(_file);
        Assert.Equal(
            [
                "README.txt",
                "documents/receipt-R-2026-7.pdf",
                "history/donations.json",
                "ledger/entries.json",
                "manifest.json",
                "record/contribution.json",
                "record/receipts.json",
            ],
            zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("record/contribution.json", "{", "[")]
    [InlineData("history/donations.json", "RecordContribution", "ReverseContribution")]
    [InlineData("history/donations.json", "gift", "GIFT")]
    [InlineData("manifest.json", "sha256", "sha255")]
    public async Task Whatever_is_changed_in_a_dossier_is_found(string path, string from, string to)
    {
        await HistoryAsync();
        await DownloadAsync(Role.FundManager);
        await ChangeAsync(path, from, to);

        var (code, said) = await VerifyAsync();

        Assert.True(code != 0, said);
    }

    [Fact]
    public async Task A_history_that_was_changed_together_with_its_manifest_is_found_by_its_seal()
    {
        await HistoryAsync();
        await DownloadAsync(Role.Auditor);
        var old = await ReadAsync("history/donations.json");
        var forged = old.Replace("RecordContribution", "ReverseContribution", StringComparison.Ordinal);
        await ChangeAsync("history/donations.json", old, forged);
        await ChangeAsync("manifest.json", Hash(old), Hash(forged));
        await ChangeAsync(
            "manifest.json",
            $"\"bytes\": {Encoding.UTF8.GetByteCount(old)}",
            $"\"bytes\": {Encoding.UTF8.GetByteCount(forged)}"
        );

        var (code, said) = await VerifyAsync();

        Assert.Equal(1, code);
        Assert.Contains("was changed", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.FinanceOfficer)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.DonorContact)]
    public async Task A_dossier_is_for_auditors_and_the_fund_manager(Role role)
    {
        var answer = await SendAsync(role, $"/api/v1/dossiers/contribution/{_id}/file");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task There_is_no_dossier_of_just_anything()
    {
        var answer = await SendAsync(Role.Auditor, $"/api/v1/dossiers/case_record/{_id}/file");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("import", "DownloadImport", "text/csv; charset=utf-8", "documents/import.csv")]
    [InlineData("bank_statement", "DownloadBankStatement", "application/xml", "documents/bank-statement.xml")]
    [InlineData("receipt", "PrintReceipt", "application/pdf", "documents/receipt-R-2026-7.pdf")]
    public async Task Files_that_belong_to_a_record_are_in_it_under_names_of_ours(
        string kind,
        string rpc,
        string mediaType,
        string path
    )
    {
        var content = string.Concat(Enumerable.Repeat("as it was sent\n", 100));
        gateway.Backend.Answer(
            rpc,
            new FilePart
            {
                FileName = "../../../etc/cron.d/import.sh",
                MediaType = mediaType,
                Content = Google.Protobuf.ByteString.CopyFromUtf8(content),
            }
        );
        gateway.Backend.Answer(
            "GetReceipt",
            new GetReceiptResponse
            {
                Receipt = new Receipt { ReceiptId = _id, Number = "R-2026/7" },
            }
        );

        await DownloadAsync(Role.Auditor, kind);

        var (code, said) = await VerifyAsync();
        Assert.True(code == 0, said);
        // The stub streams its answer twice: a file comes in parts.
        Assert.Equal(content + content, await ReadAsync(path));
        await using var zip = await ZipFile.OpenReadAsync(_file);
        Assert.DoesNotContain(zip.Entries, entry => entry.FullName.Contains("..", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proposals_dossier_has_its_form_reviews_interests_decision_and_letters_and_no_others()
    {
        var other = Guid.CreateVersion7().ToString("D");
        gateway.Backend.Answer(
            "GetProposal",
            new GetProposalResponse
            {
                Proposal = new Proposal
                {
                    ProposalId = _id,
                    CallId = other,
                    Number = "2026-0007",
                    DecisionReasons = "Best score.",
                },
            }
        );
        gateway.Backend.Answer(
            "ListAssignments",
            new ListAssignmentsResponse
            {
                Assignments =
                {
                    new Assignment { ProposalId = _id, OrganisationName = "Ours" },
                    new Assignment { ProposalId = other, OrganisationName = "Theirs" },
                },
            }
        );
        gateway.Backend.Answer(
            "ListLetters",
            new ListLettersResponse
            {
                Letters =
                {
                    new Letter { ProposalId = _id, Text = "We are glad." },
                    new Letter { ProposalId = other, Text = "Not for us." },
                },
            }
        );

        await DownloadAsync(Role.Auditor, "proposal");

        var (code, said) = await VerifyAsync();
        Assert.True(code == 0, said);
        await using (var zip = await ZipFile.OpenReadAsync(_file))
        {
            string[] parts = ["proposal", "call", "form", "interests", "reviews", "consensus", "portfolio", "letters"];
            var names = zip.Entries.Select(entry => entry.FullName).ToList();
            Assert.All(parts, part => Assert.Contains($"record/{part}.json", names));
            Assert.Contains("record/submission_attempts.json", names);
        }

        Assert.Contains("Best score.", await ReadAsync("record/proposal.json"), StringComparison.Ordinal);
        var (reviews, letters) = (await ReadAsync("record/reviews.json"), await ReadAsync("record/letters.json"));
        Assert.Contains("Ours", reviews, StringComparison.Ordinal);
        Assert.DoesNotContain("Theirs", reviews, StringComparison.Ordinal);
        Assert.Contains("We are glad.", letters, StringComparison.Ordinal);
        Assert.DoesNotContain("Not for us.", letters, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_files_of_a_proposal_are_in_its_dossier_with_their_hashes()
    {
        gateway.Backend.Answer(
            "GetProposal",
            new GetProposalResponse
            {
                Proposal = new Proposal { ProposalId = _id, CallId = Guid.CreateVersion7().ToString("D") },
            }
        );
        gateway.Backend.Answer(
            "ListProposalFiles",
            new ListProposalFilesResponse
            {
                Files =
                {
                    new ProposalFile
                    {
                        FileId = Guid.CreateVersion7().ToString("D"),
                        ProposalId = _id,
                        Question = "statute",
                        FileName = "../../our statute.pdf",
                        Kind = "pdf",
                    },
                },
                Page = new PageResponse(),
            }
        );
        gateway.Backend.Answer(
            "DownloadProposalFile",
            new FilePart
            {
                FileName = "../../our statute.pdf",
                MediaType = "application/octet-stream",
                Content = Google.Protobuf.ByteString.CopyFromUtf8("%PDF-"),
            }
        );

        await DownloadAsync(Role.Auditor, "proposal");

        var (code, said) = await VerifyAsync();
        Assert.True(code == 0, said);
        Assert.Equal("%PDF-%PDF-", await ReadAsync("documents/annex-1-statute.pdf"));
        Assert.Contains(Hash("%PDF-%PDF-"), await ReadAsync("manifest.json"), StringComparison.Ordinal);
        Assert.Contains("our statute.pdf", await ReadAsync("record/files.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_in_a_dossier_is_a_copy_and_leaves_the_original_to_the_donor()
    {
        await DownloadAsync(Role.FundManager);
        Assert.True(((PrintReceiptRequest)gateway.Backend.Last("PrintReceipt").Request).Copy);
    }

    private static string Hash(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private async Task HistoryAsync()
    {
        for (var i = 0; i < 2; i++)
        {
            await WriteAsync("RecordContribution");
            await WriteAsync("Unrelated", "donor:x");
            await _sealer.RunAsync(default);
        }

        await WriteAsync("IssueReceipt");
    }

    private Task WriteAsync(string call, string? record = null) =>
        _writer.WriteAsync(
            [
                new AuditLine("somebody", "finance_officer", call)
                {
                    RequestId = "né à Köln",
                    Records = [record ?? $"contribution:{_id}"],
                    Changes = new AuditChanges().Added("contribution", _id, ("note", "a gift — 礼物")).Parts()[0].Json,
                },
            ],
            default
        );

    private async Task<HttpResponseMessage> SendAsync(Role role, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await gateway.TokenAsync(role));
        return await gateway.Http.SendAsync(request);
    }

    private async Task DownloadAsync(Role role, string kind = "contribution")
    {
        var answer = await SendAsync(role, $"/api/v1/dossiers/{kind}/{_id}/file");
        var body = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, Encoding.UTF8.GetString(body));
        Assert.Equal("application/zip", answer.Content.Headers.ContentType!.MediaType);
        await File.WriteAllBytesAsync(_file, body);
    }

    private async Task<string> ReadAsync(string path)
    {
        await using var zip = await ZipFile.OpenReadAsync(_file);
        await using var content = await zip.GetEntry(path)!.OpenAsync();
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync();
    }

    private async Task ChangeAsync(string path, string from, string to)
    {
        var text = (await ReadAsync(path)).Replace(from, to, StringComparison.Ordinal);
        await using var zip = await ZipFile.OpenAsync(_file, ZipArchiveMode.Update);
        zip.GetEntry(path)!.Delete();
        await using var content = await zip.CreateEntry(path).OpenAsync();
        await content.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    private async Task<(int Code, string Said)> VerifyAsync()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "deploy", "verify-dossier")))
        {
            folder = folder.Parent;
        }

        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(folder.FullName, "deploy", "verify-dossier"));
        start.ArgumentList.Add(_file);
        using var script = Process.Start(start)!;
        var errors = script.StandardError.ReadToEndAsync();
        var said = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        return (script.ExitCode, said + await errors);
    }
}
