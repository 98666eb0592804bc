using System.Text.Json.Nodes;
using Fund.Audit.V1;

namespace Fund.Gateway.Audit;

/// <summary>The words and the form of what is in a dossier.</summary>
internal static class DossierWords
{
    /// <summary>An entry with exactly what its hash is made of, in the order of hashing, and its place in the chain.</summary>
    public static JsonObject Hashed(ProvenEntry proven)
    {
        var entry = proven.Entry;
        return new JsonObject
        {
            ["id"] = entry.EntryId,
            ["at"] = proven.At,
            ["actor"] = entry.Actor,
            ["roles"] = string.Join(',', entry.Roles),
            ["call"] = entry.Call,
            ["outcome"] = entry.Outcome.ToString().ToLowerInvariant(),
            ["reason"] = OrNull(entry.Reason),
            ["times"] = entry.Times,
            ["request_id"] = OrNull(entry.RequestId),
            ["trace_id"] = OrNull(entry.TraceId),
            ["address"] = OrNull(entry.Address),
            ["session"] = OrNull(entry.Session),
            ["records"] = string.Join(' ', entry.Records),
            ["changes"] = entry.Changes,
            ["seal"] = proven.Seal,
            ["path"] = new JsonArray([.. proven.Path.Select(step => JsonValue.Create(step))]),
        };
    }

    public static string Readme(string kind, string id) =>
        $"""
            Dossier of the {kind} {id}

            record/     what the system holds of it, as JSON
            documents/  papers that were issued for it (receipts as copies), files it came from, and files that were handed
                        in with it; their names are ours, what they were called is in record/files.json
            ledger/     entries of the ledger that it caused
            history/    who did what on it, when and from where: one file for each service, newest first
            manifest.json  the SHA-256 of every file here, and the last seal of each trail

            Every entry of the history was sealed soon after it was written. "path" leads from the entry's hash to the root
            in its seal, and the seals lead to the last one, whose hash is in manifest.json. Who has kept that hash, or a
            later one, at the time can show that nothing was changed since. An entry with seal 0 was not sealed yet.

            To verify everything without the system that made it, on any computer with Python 3:

                deploy/verify-dossier FILE.zip

            What was said in letters, names of persons and bank accounts are not in the history; it names the field that
            changed. Records of victims are never in a dossier.

            """;

    private static JsonNode? OrNull(string text) => text.Length == 0 ? null : JsonValue.Create(text);
}
