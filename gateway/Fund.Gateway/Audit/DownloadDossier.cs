using System.Globalization;
using System.Text.Json.Nodes;
using Fund.Audit.V1;
using Fund.Common.V1;
using Fund.Gateway.Api;
using Fund.Gateway.V1;
using Fund.Hosting;
using Google.Protobuf;
using Grpc.Core;
using AuditSeal = Fund.Audit.V1.AuditSeal;

namespace Fund.Gateway.Audit;

/// <summary>Makes one zip about a record, which an auditor can verify without this system.</summary>
internal sealed class DownloadDossier(AuditTrails trails, DossierSources sources, AuditTrail own, TimeProvider time)
    : IOwnFile<DownloadDossierRequest>
{
    private static readonly JsonFormatter Wire = new(
        JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithPreserveProtoFieldNames(true)
    );

    public async Task<OwnFile> MakeAsync(
        DownloadDossierRequest request,
        ApiCall call,
        CancellationToken cancellationToken
    )
    {
        call.Caller.Require([.. AuditRoles.Exporters]);
        var (kind, id) = Checked(request);
        var records = await sources.RecordsAsync(kind, id, cancellationToken);

        // What leaves the system is told before it leaves.
        await own.ReadAsync([AuditChanges.Reference(DossierSources.Kinds[kind], id)], cancellationToken);
        var dossier = new Dossier();
        try
        {
            return await MakeAsync(dossier, kind, id, records, call.Caller, cancellationToken);
        }
        catch
        {
            await dossier.DisposeAsync();
            throw;
        }
    }

    private async Task<OwnFile> MakeAsync(
        Dossier dossier,
        string kind,
        string id,
        IReadOnlyList<(string Name, IReadOnlyList<IMessage> Rows)> records,
        Caller caller,
        CancellationToken cancellationToken
    )
    {
        await dossier.AddAsync("README.txt", DossierWords.Readme(kind, id), cancellationToken);
        foreach (var (name, rows) in records)
        {
            await dossier.AddAsync($"record/{name}.json", Json(rows), cancellationToken);
        }

        foreach (var document in sources.Documents(kind, id, records))
        {
            using var call = document.Ask(new CallOptions(cancellationToken: cancellationToken));
            await dossier.AddAsync($"documents/{document.Name}", call.ResponseStream, cancellationToken);
        }

        var ledger = await sources.LedgerAsync(id, cancellationToken);
        await dossier.AddAsync("ledger/entries.json", Json(ledger), cancellationToken);
        var heads = await AddHistoryAsync(dossier, DossierSources.Kinds[kind], id, cancellationToken);
        var about = new JsonObject
        {
            ["format"] = "fund-dossier-1",
            ["record_kind"] = kind,
            ["record_id"] = id,
            ["made_at"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["made_by"] = caller.Subject,
            ["heads"] = heads,
        };
        var content = await dossier.FinishAsync(about, cancellationToken);
        return new OwnFile($"dossier-{kind}-{id}.zip", "application/zip", content);
    }

    private static (string Kind, string Id) Checked(DownloadDossierRequest request)
    {
        var check = new Check();
        var kinds = string.Join(", ", DossierSources.Kinds.Keys);
        check.That(
            DossierSources.Kinds.ContainsKey(request.RecordKind),
            "record_kind",
            $"'{request.RecordKind}' has no dossier; there are {kinds}."
        );
        var id = check.Id("record_id", request.RecordId);
        check.ThrowIfAny();
        return (request.RecordKind, id.ToWire());
    }

    /// <summary>What the trails tell of the record, with proofs, a file for each service.</summary>
    private async Task<JsonArray> AddHistoryAsync(
        Dossier dossier,
        string reference,
        string id,
        CancellationToken cancellationToken
    )
    {
        var heads = new JsonArray();
        foreach (var trail in RecordKinds.ServicesOf(reference).SelectMany(trails.Of))
        {
            var entries = new JsonArray();
            var seals = new SortedDictionary<long, AuditSeal>();
            var page = new PageRequest { PageSize = Page.MaxSize };
            do
            {
                var request = new GetRecordProofRequest
                {
                    Page = page,
                    RecordKind = reference,
                    RecordId = id,
                };
                var proof = await trail.Prove(request, cancellationToken);
                foreach (var entry in proof.Entries)
                {
                    entries.Add(DossierWords.Hashed(entry));
                }

                foreach (var seal in proof.Seals)
                {
                    seals[seal.Number] = seal;
                }

                var next = proof.Page.NextPageToken;
                page = new PageRequest { PageSize = Page.MaxSize, PageToken = next == page.PageToken ? "" : next };
            } while (page.PageToken.Length > 0);

            var history = new JsonObject
            {
                ["service"] = trail.Service,
                ["entries"] = entries,
                ["seals"] = Json(seals.Values),
            };
            await dossier.AddAsync($"history/{trail.Service}.json", history, cancellationToken);
            if (seals.Count > 0)
            {
                heads.Add(Node(seals.Values.Last()));
            }
        }

        return heads;
    }

    private static JsonArray Json(IEnumerable<IMessage> rows) => [.. rows.Select(Node)];

    private static JsonNode? Node(IMessage row) => JsonNode.Parse(Wire.Format(row));
}
