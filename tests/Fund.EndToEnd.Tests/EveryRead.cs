using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Fund.Testing;
using Fund.Testing.OpenApi;

namespace Fund.EndToEnd.Tests;

/// <summary>Something that an answer showed.</summary>
internal sealed record Shown(string Operation, string Address, string What);

/// <summary>
/// Asks every operation of the description that answers with something — every GET, every preview, everything that is
/// about one proposal — as one person, with the ids of a record wherever an id is taken, and looks for words in all that
/// comes back: JSON, CSV, PDF, and whatever lies in a zip.
/// </summary>
/// <param name="http">The gateway.</param>
/// <param name="document">Its description.</param>
/// <param name="ids">Ids by the name of the parameter; those in <paramref name="more"/> are tried one after the other.</param>
/// <param name="more">Further values of a parameter, and pairs of kind and id for what takes any record.</param>
/// <param name="search">A word to look for, where a text is taken.</param>
internal sealed class EveryRead(
    HttpClient http,
    ApiDocument document,
    IReadOnlyDictionary<string, string> ids,
    IReadOnlyList<IReadOnlyDictionary<string, string>> more,
    string search
)
{
    /// <summary>How often a question is asked that is to be asked later.</summary>
    private const int MostAttempts = 10;

    /// <summary>How parameters are called that look for a text.</summary>
    private static readonly string[] Searching = ["search", "query", "text", "name", "title"];

    /// <summary>Answers that were read.</summary>
    public int Asked { get; private set; }

    /// <summary>Of those, the ones that were no refusal.</summary>
    public int Answered { get; private set; }

    /// <summary>Everything that was shown of what is looked for.</summary>
    public async Task<IReadOnlyList<Shown>> RunAsync(string? token, IReadOnlyList<string> words, CancellationToken stop)
    {
        var found = new List<Shown>();
        foreach (var operation in document.Operations.Where(IsRead))
        {
            foreach (var address in Addresses(operation).Distinct(StringComparer.Ordinal))
            {
                var (text, echoed) = await AskAsync(operation, address, token, stop);
                found.AddRange(
                    words
                        .Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))
                        .Where(word => !echoed.Contains(word, StringComparison.OrdinalIgnoreCase))
                        .Select(word => new Shown(operation.Id, address, word))
                );
            }
        }

        return found;
    }

    private static bool IsRead(ApiOperation operation) =>
        operation.Method == "GET"
        || operation.Id.StartsWith("preview", StringComparison.Ordinal)
        || operation.Path.Contains("{proposalId}", StringComparison.Ordinal);

    /// <summary>With nothing asked for, with every id that can be, and with a word to look for.</summary>
    private IEnumerable<string> Addresses(ApiOperation operation)
    {
        var parameters = operation.Json["parameters"]!.AsArray().Where(one => one!["in"] is not null).ToList();
        var query = parameters
            .Where(one => one!["in"]!.GetValue<string>() == "query")
            .Select(one => one!["name"]!.GetValue<string>())
            .ToList();
        foreach (var values in more.Select(variant => With(ids, variant)).Prepend(ids))
        {
            var path = operation.Path;
            foreach (var parameter in parameters.Where(one => one!["in"]!.GetValue<string>() == "path"))
            {
                var name = parameter!["name"]!.GetValue<string>();
                var value = values.GetValueOrDefault(name, parameter["example"]!.ToString());
                path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
            }

            yield return path;
            var known = query.Where(values.ContainsKey).Select(name => $"{name}={Uri.EscapeDataString(values[name])}");
            var size = query.Contains("pageSize") ? ["pageSize=500"] : Array.Empty<string>();
            yield return path + "?" + string.Join('&', known.Concat(size));
            foreach (var name in query.Intersect(Searching, StringComparer.Ordinal))
            {
                yield return $"{path}?{name}={search}";
            }
        }
    }

    private static Dictionary<string, string> With(
        IReadOnlyDictionary<string, string> all,
        IReadOnlyDictionary<string, string> some
    )
    {
        var both = new Dictionary<string, string>(all);
        foreach (var (name, value) in some)
        {
            both[name] = value;
        }

        return both;
    }

    /// <summary>
    /// The answer; and of a refusal what was asked, because it may say what it refuses. Who is asked to wait asks again:
    /// a busy Fund that answers nothing would look like one that hides everything.
    /// </summary>
    private async Task<(string Text, string Echoed)> AskAsync(
        ApiOperation operation,
        string address,
        string? token,
        CancellationToken stop
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = Question(operation, address, token);
            using var answer = await http.SendAsync(request, stop);
            if (answer.Headers.RetryAfter?.Delta is { } wait && attempt < MostAttempts)
            {
                await Task.Delay(wait, stop);
                continue;
            }

            var status = (int)answer.StatusCode;
            var isAnswer = status < 500 && answer.StatusCode != HttpStatusCode.TooManyRequests;
            Assert.True(isAnswer, $"{operation.Id} {address}: {status}");
            Assert.True(token is null || status != 401, $"{operation.Id} {address}: not signed in any more");
            Asked++;
            Answered += answer.IsSuccessStatusCode ? 1 : 0;
            var content = await answer.Content.ReadAsByteArrayAsync(stop);
            var echoed = answer.IsSuccessStatusCode
                ? ""
                : address + (operation.BodyExample is { } given ? Body(given) : "");
            return (TextOf(content, answer.Content.Headers.ContentType?.MediaType), echoed);
        }
    }

    private HttpRequestMessage Question(ApiOperation operation, string address, string? token)
    {
        var request = new HttpRequestMessage(new HttpMethod(operation.Method), address);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.CreateVersion7().ToString());
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        if (operation.BodyExample is { } example)
        {
            request.Content = new StringContent(Body(example), Encoding.UTF8, "application/json");
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return request;
    }

    /// <summary>The example with the ids, and without what it tries out: whatever is there is to be shown.</summary>
    private string Body(JsonNode example)
    {
        var body = (JsonObject)example.DeepClone();
        body.Remove("terms");
        body.Remove("reviewerIds");
        foreach (var name in body.Select(member => member.Key).Where(ids.ContainsKey).ToList())
        {
            body[name] = ids[name];
        }

        return body.ToJsonString();
    }

    private static string TextOf(byte[] content, string? mediaType)
    {
        switch (mediaType)
        {
            case "application/pdf":
                return PdfText.Of(content);
            case "application/zip":
                using (var zip = new ZipArchive(new MemoryStream(content)))
                {
                    return string.Join('\n', zip.Entries.Select(entry => entry.FullName + '\n' + TextOf(entry)));
                }

            default:
                return Encoding.UTF8.GetString(content);
        }
    }

    private static string TextOf(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return TextOf(
            memory.ToArray(),
            entry.Name.EndsWith(".pdf", StringComparison.Ordinal) ? "application/pdf" : null
        );
    }
}
