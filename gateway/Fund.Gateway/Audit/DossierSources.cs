using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Gateway.Clients;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Fund.Projects.V1;
using Google.Protobuf;
using Grpc.Core;

namespace Fund.Gateway.Audit;

/// <summary>A file that belongs to a record, fetched while the dossier is written.</summary>
/// <param name="Name">Of the file in the dossier: ours, never what somebody called the file that they uploaded.</param>
/// <param name="Ask">Asks the service for it.</param>
internal sealed record DossierDocument(string Name, Func<CallOptions, AsyncServerStreamingCall<FilePart>> Ask);

/// <summary>What a dossier about a record is made of: asked of the services as the person who wants it.</summary>
internal sealed class DossierSources(ServiceClients clients, ProposalSources proposals)
{
    /// <summary>Most rows that a list in a dossier has; a longer one is refused, for a dossier is whole.</summary>
    private const int MostRows = 100_000;

    /// <summary>Kinds that have a dossier, with the kind by which the trails refer to them.</summary>
    public static IReadOnlyDictionary<string, string> Kinds { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["contribution"] = "contribution",
            ["pledge"] = "pledge",
            ["donor"] = "donor",
            ["receipt"] = "receipt",
            ["bank_entry"] = "bank_entry",
            ["bank_statement"] = "bank_statement",
            ["import"] = "import_file",
            ["call"] = "call",
            ["proposal"] = "proposal",
            ["award"] = "award",
            ["agreement"] = "agreement",
            ["instalment"] = "instalment",
            ["report"] = "report",
            ["return"] = "beneficiary_return",
        };

    /// <summary>The record and what belongs to it, by the name of its file.</summary>
    /// <exception cref="RpcException">NOT_FOUND and every other refusal of the services.</exception>
    public async Task<IReadOnlyList<(string Name, IReadOnlyList<IMessage> Rows)>> RecordsAsync(
        string kind,
        string id,
        CancellationToken token
    ) =>
        kind switch
        {
            "contribution" => await ContributionAsync(id, token),
            "receipt" =>
            [
                One(kind, (await clients.Statements.GetReceiptAsync(new() { ReceiptId = id }, Until(token))).Receipt),
            ],
            "bank_entry" =>
            [
                One(kind, await clients.Banking.GetBankEntryAsync(new() { BankEntryId = id }, Until(token))),
            ],
            "bank_statement" =>
            [
                One(kind, await clients.Banking.GetBankStatementAsync(new() { BankStatementId = id }, Until(token))),
                ("entries", await BankEntriesAsync(id, token)),
            ],
            "import" => [One(kind, await clients.Imports.GetImportAsync(new() { ImportId = id }, Until(token)))],
            "pledge" =>
            [
                One(kind, await clients.Donations.GetPledgeAsync(new() { PledgeId = id }, Until(token))),
                ("contributions", await ContributionsAsync(new ListContributionsRequest { PledgeId = id }, token)),
            ],
            "donor" =>
            [
                One(kind, await clients.Donations.GetDonorAsync(new() { DonorId = id }, Until(token))),
                ("pledges", await PledgesAsync(id, token)),
                ("contributions", await ContributionsAsync(new ListContributionsRequest { DonorId = id }, token)),
            ],
            "call" =>
            [
                One(kind, await clients.GrantCalls.GetCallAsync(new() { CallId = id }, Until(token))),
                ("awards", await AwardsAsync(award => award.CallId == id, token)),
            ],
            "proposal" => await proposals.RecordsAsync(id, token),
            "award" => [(kind, Needed(kind, id, await AwardsAsync(award => award.AwardId == id, token)))],
            "agreement" =>
            [
                One(kind, await clients.Projects.GetAgreementAsync(new() { AgreementId = id }, Until(token))),
            ],
            "instalment" => [("agreement", Needed(kind, id, await AgreementsAsync(id, token)))],
            "report" => [One(kind, await clients.Projects.GetReportAsync(new() { ReportId = id }, Until(token)))],
            _ => [One(kind, await clients.Beneficiaries.GetReturnAsync(new() { ReturnId = id }, Until(token)))],
        };

    /// <summary>Ledger entries that the record caused.</summary>
    public Task<IReadOnlyList<IMessage>> LedgerAsync(string id, CancellationToken token) =>
        AllAsync<LedgerEntry>(
            async page =>
            {
                var request = new ListLedgerEntriesRequest { CauseId = id, Page = page };
                var answer = await clients.Ledger.ListLedgerEntriesAsync(request, Until(token));
                return (answer.Entries, answer.Page);
            },
            _ => true
        );

    /// <summary>The files that belong to the record: papers issued for it, files it came from.</summary>
    /// <param name="kind">Of the record.</param>
    /// <param name="id">Of the record.</param>
    /// <param name="records">What <see cref="RecordsAsync"/> found.</param>
    public IEnumerable<DossierDocument> Documents(
        string kind,
        string id,
        IReadOnlyList<(string Name, IReadOnlyList<IMessage> Rows)> records
    )
    {
        foreach (var receipt in records.SelectMany(part => part.Rows).OfType<Receipt>())
        {
            var request = new PrintReceiptRequest { ReceiptId = receipt.ReceiptId, Copy = true };
            yield return new(
                $"receipt-{receipt.Number.Replace('/', '-')}.pdf",
                options => clients.Statements.PrintReceipt(request, options)
            );
        }

        foreach (var (i, file) in records.SelectMany(part => part.Rows).OfType<ProposalFile>().Index())
        {
            var request = new DownloadProposalFileRequest { ProposalId = file.ProposalId, FileId = file.FileId };
            yield return new(
                $"annex-{i + 1}-{file.Question}.{file.Kind}",
                options => clients.Applications.DownloadProposalFile(request, options)
            );
        }

        if (kind == "bank_statement")
        {
            var request = new DownloadBankStatementRequest { BankStatementId = id };
            yield return new("bank-statement", options => clients.Banking.DownloadBankStatement(request, options));
        }

        if (kind == "import")
        {
            var file = new DownloadImportRequest { ImportId = id };
            yield return new("import.csv", options => clients.Imports.DownloadImport(file, options));
            var problems = new DownloadImportProblemsRequest { ImportId = id };
            yield return new("problems.csv", options => clients.Imports.DownloadImportProblems(problems, options));
        }
    }

    private static CallOptions Until(CancellationToken token) => new(cancellationToken: token);

    private static (string Name, IReadOnlyList<IMessage> Rows) One(string name, IMessage row) => (name, [row]);

    private static IReadOnlyList<IMessage> Needed(string kind, string id, IReadOnlyList<IMessage> found) =>
        found.Count > 0 ? found : throw Refusals.NotFound(kind, id).AsException();

    private async Task<IReadOnlyList<(string Name, IReadOnlyList<IMessage> Rows)>> ContributionAsync(
        string id,
        CancellationToken token
    )
    {
        var found = await clients.Donations.GetContributionAsync(new() { ContributionId = id }, Until(token));
        var receipts = await AllAsync<Receipt>(
            async page =>
            {
                var request = new ListReceiptsRequest { DonorId = found.Contribution.DonorId, Page = page };
                var answer = await clients.Statements.ListReceiptsAsync(request, Until(token));
                return (answer.Receipts, answer.Page);
            },
            receipt => receipt.ContributionId == id
        );
        List<(string, IReadOnlyList<IMessage>)> parts = [One("contribution", found), ("receipts", receipts)];
        if (found.Contribution.BankEntryId is { Length: > 0 } entry)
        {
            parts.Add(
                One("bank_entry", await clients.Banking.GetBankEntryAsync(new() { BankEntryId = entry }, Until(token)))
            );
        }

        return parts;
    }

    private Task<IReadOnlyList<IMessage>> BankEntriesAsync(string statementId, CancellationToken token) =>
        AllAsync<BankEntry>(
            async page =>
            {
                var request = new ListBankEntriesRequest { BankStatementId = statementId, Page = page };
                var answer = await clients.Banking.ListBankEntriesAsync(request, Until(token));
                return (answer.Entries, answer.Page);
            },
            _ => true
        );

    private Task<IReadOnlyList<IMessage>> ContributionsAsync(
        ListContributionsRequest request,
        CancellationToken token
    ) =>
        AllAsync<Contribution>(
            async page =>
            {
                request.Page = page;
                var answer = await clients.Donations.ListContributionsAsync(request, Until(token));
                return (answer.Contributions, answer.Page);
            },
            _ => true
        );

    private Task<IReadOnlyList<IMessage>> PledgesAsync(string donorId, CancellationToken token) =>
        AllAsync<Pledge>(
            async page =>
            {
                var request = new ListPledgesRequest { DonorId = donorId, Page = page };
                var answer = await clients.Donations.ListPledgesAsync(request, Until(token));
                return (answer.Pledges, answer.Page);
            },
            _ => true
        );

    private Task<IReadOnlyList<IMessage>> AwardsAsync(
        Func<Fund.GrantCalls.V1.Award, bool> wanted,
        CancellationToken token
    ) =>
        AllAsync<Fund.GrantCalls.V1.Award>(
            async page =>
            {
                var request = new ListAwardsRequest { Page = page };
                var answer = await clients.GrantCalls.ListAwardsAsync(request, Until(token));
                return (answer.Awards, answer.Page);
            },
            wanted
        );

    private Task<IReadOnlyList<IMessage>> AgreementsAsync(string instalmentId, CancellationToken token) =>
        AllAsync<Agreement>(
            async page =>
            {
                var request = new ListAgreementsRequest { Page = page };
                var answer = await clients.Projects.ListAgreementsAsync(request, Until(token));
                return (answer.Agreements, answer.Page);
            },
            agreement => agreement.Instalments.Any(instalment => instalment.InstalmentId == instalmentId)
        );

    internal static async Task<IReadOnlyList<IMessage>> AllAsync<T>(
        Func<PageRequest, Task<(IEnumerable<T> Rows, PageResponse Page)>> ask,
        Func<T, bool> wanted
    )
        where T : IMessage
    {
        var rows = new List<IMessage>();
        var token = "";
        do
        {
            var (found, page) = await ask(new PageRequest { PageSize = Page.MaxSize, PageToken = token });
            rows.AddRange(found.Where(wanted).Cast<IMessage>());
            if (rows.Count > MostRows)
            {
                throw new Refusal(
                    RefusalKind.TooMuch,
                    "DOSSIER_TOO_LARGE",
                    $"More than {MostRows} rows of one kind belong to this record, which is the most a dossier holds."
                ).AsException();
            }

            // A place that does not move is the end, whatever it says.
            var next = page?.NextPageToken ?? "";
            token = next == token ? "" : next;
        } while (token.Length > 0);

        return rows;
    }
}
