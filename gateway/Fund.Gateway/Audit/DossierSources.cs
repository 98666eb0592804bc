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

/// <summary>What a dossier about a record is made of: asked of the services as the person who wants it.</summary>
internal sealed class DossierSources(ServiceClients clients)
{
    /// <summary>Most rows that a list in a dossier has.</summary>
    private const int MostRows = 5_000;

    /// <summary>Kinds that have a dossier, with the kind by which the trails refer to them.</summary>
    public static IReadOnlyDictionary<string, string> Kinds { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["contribution"] = "contribution",
            ["pledge"] = "pledge",
            ["donor"] = "donor",
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
            "contribution" =>
            [
                One(kind, await clients.Donations.GetContributionAsync(new() { ContributionId = id }, Until(token))),
                ("receipts", await ReceiptsAsync(id, token)),
            ],
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
            "proposal" =>
            [
                One(kind, await clients.GrantCalls.GetProposalAsync(new() { ProposalId = id }, Until(token))),
                ("awards", await AwardsAsync(award => award.ProposalId == id, token)),
            ],
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

    /// <summary>A receipt as it was issued.</summary>
    public async Task<(string Name, byte[] Content)> PaperAsync(Receipt receipt, CancellationToken token)
    {
        using var call = clients.Statements.PrintReceipt(new() { ReceiptId = receipt.ReceiptId }, Until(token));
        using var content = new MemoryStream();
        await foreach (var part in call.ResponseStream.ReadAllAsync(token))
        {
            part.Content.WriteTo(content);
        }

        return ($"receipt-{receipt.Number.Replace('/', '-')}.pdf", content.ToArray());
    }

    private static CallOptions Until(CancellationToken token) => new(cancellationToken: token);

    private static (string Name, IReadOnlyList<IMessage> Rows) One(string name, IMessage row) => (name, [row]);

    private static IReadOnlyList<IMessage> Needed(string kind, string id, IReadOnlyList<IMessage> found) =>
        found.Count > 0 ? found : throw Refusals.NotFound(kind, id).AsException();

    private async Task<IReadOnlyList<IMessage>> ReceiptsAsync(string contributionId, CancellationToken token)
    {
        var contribution = await clients.Donations.GetContributionAsync(
            new() { ContributionId = contributionId },
            Until(token)
        );
        return await AllAsync<Receipt>(
            async page =>
            {
                var request = new ListReceiptsRequest { DonorId = contribution.Contribution.DonorId, Page = page };
                var answer = await clients.Statements.ListReceiptsAsync(request, Until(token));
                return (answer.Receipts, answer.Page);
            },
            receipt => receipt.ContributionId == contributionId
        );
    }

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

    private static async Task<IReadOnlyList<IMessage>> AllAsync<T>(
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

            // A place that does not move is the end, whatever it says.
            var next = page?.NextPageToken ?? "";
            token = next == token ? "" : next;
        } while (token.Length > 0 && rows.Count < MostRows);

        return rows;
    }
}
