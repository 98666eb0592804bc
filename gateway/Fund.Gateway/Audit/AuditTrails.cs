using System.Buffers.Text;
using System.Text;
using Fund.Audit.V1;
using Fund.Common.V1;
using Fund.Gateway.Clients;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;
using AuditEntry = Fund.Audit.V1.AuditEntry;

namespace Fund.Gateway.Audit;

/// <summary>One trail: how to search it, ask for its head and verify it.</summary>
internal sealed record Trail(
    string Service,
    Func<ListAuditEntriesRequest, CancellationToken, Task<ListAuditEntriesResponse>> Search,
    Func<ListRecordEntriesRequest, CancellationToken, Task<ListRecordEntriesResponse>> OfRecord,
    Func<GetRecordProofRequest, CancellationToken, Task<GetRecordProofResponse>> Prove,
    Func<CancellationToken, Task<GetAuditHeadResponse>> Head,
    Func<VerifyAuditChainRequest, CancellationToken, Task<VerifyAuditChainResponse>> Verify
);

/// <summary>
/// The five trails. A search asks them at the same time and merges what they answer by time; where each was left is in
/// the page token, so that no entry is lost or shown twice however they interleave.
/// </summary>
internal sealed class AuditTrails
{
    private readonly List<Trail> _all;

    public AuditTrails(ServiceClients clients, AuditSearch search, AuditProof proof, VerifyAudit verify)
    {
        _all = [.. clients.Audits.Select(Remote), Own(search, proof, verify)];
    }

    /// <summary>All five, or the one of a service.</summary>
    /// <exception cref="RefusedException">INVALID_FIELDS when there is no such service.</exception>
    public IReadOnlyList<Trail> Of(string service)
    {
        if (service.Length == 0)
        {
            return _all;
        }

        var names = string.Join(", ", _all.Select(trail => trail.Service));
        var check = new Check();
        check.That(_all.Exists(trail => trail.Service == service), "service", $"'{service}' is none of {names}.");
        check.ThrowIfAny();
        return _all.FindAll(trail => trail.Service == service);
    }

    /// <summary>Asks trails page by page and merges.</summary>
    /// <param name="trails">Which ones.</param>
    /// <param name="page">Of the merged list.</param>
    /// <param name="ask">One page of one trail.</param>
    public static async Task<Merged> MergeAsync(
        IReadOnlyList<Trail> trails,
        PageRequest? page,
        Func<Trail, PageRequest, Task<(IEnumerable<AuditEntry> Entries, PageResponse Page)>> ask
    )
    {
        var size = Page.Of(new PageRequest { PageSize = page?.PageSize ?? 0 }).Size;
        var places = Places(page?.PageToken ?? "");
        var parts = await Task.WhenAll(
            trails
                .Where(trail => !places.TryGetValue(trail.Service, out var place) || place != End)
                .Select(trail => PartAsync(trail, places.GetValueOrDefault(trail.Service, ""), size, ask))
        );
        var taken = parts
            .SelectMany(part => part.Entries)
            .OrderByDescending(entry => entry.At.ToDateTimeOffset())
            .ThenBy(entry => entry.Service, StringComparer.Ordinal)
            .ThenByDescending(entry => entry.EntryId)
            .Take(size)
            .ToList();
        foreach (var part in parts.Where(part => !part.IsDown))
        {
            var mine = taken.FindAll(entry => entry.Service == part.Service);
            var isAll = mine.Count == part.Entries.Count;
            places[part.Service] =
                isAll && !part.HasMore ? End
                : mine.Count > 0 ? AuditSearch.TokenAfter(mine.Min(entry => entry.EntryId))
                : places.GetValueOrDefault(part.Service, "");
        }

        var down = parts.Where(part => part.IsDown).Select(part => part.Service).ToList();
        var isEnd = trails.All(trail => down.Contains(trail.Service) || places[trail.Service] == End);
        return new Merged(taken, down, isEnd ? "" : Token(places));
    }

    /// <summary>The answer, or null when the service cannot be asked at the moment.</summary>
    public static async Task<T?> UnlessDownAsync<T>(Task<T> call)
        where T : class
    {
        try
        {
            return await call;
        }
        catch (RpcException e) when (e.ToRefusal() is { Kind: RefusalKind.Unavailable })
        {
            // The rest is shown; the answer names whoever is missing.
            return null;
        }
    }

    private const string End = "-";

    private static async Task<Part> PartAsync(
        Trail trail,
        string token,
        int size,
        Func<Trail, PageRequest, Task<(IEnumerable<AuditEntry> Entries, PageResponse Page)>> ask
    )
    {
        try
        {
            var (entries, page) = await ask(trail, new PageRequest { PageSize = size, PageToken = token });
            return new Part(trail.Service, [.. entries], page.NextPageToken.Length > 0, IsDown: false);
        }
        catch (RpcException e) when (e.ToRefusal() is { Kind: RefusalKind.Unavailable })
        {
            return new Part(trail.Service, [], HasMore: false, IsDown: true);
        }
    }

    private static Dictionary<string, string> Places(string token)
    {
        if (token.Length == 0)
        {
            return new Dictionary<string, string>(StringComparer.Ordinal);
        }

        if (token.Length <= 500 && Base64Url.IsValid(token))
        {
            var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split(' ');
            var pairs = parts.Select(part => part.Split(':')).ToList();
            if (pairs.TrueForAll(pair => pair.Length == 2) && pairs.DistinctBy(pair => pair[0]).Count() == pairs.Count)
            {
                return pairs.ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
            }
        }

        throw Refusal
            .OfField("PAGE_TOKEN", "page.page_token", "The page token is not one that was given out; start again.")
            .AsException();
    }

    private static string Token(Dictionary<string, string> places) =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(string.Join(' ', places.Select(place => $"{place.Key}:{place.Value}")))
        );

    private static Trail Remote((string Service, AuditService.AuditServiceClient Client) audit)
    {
        var client = audit.Client;
        return new Trail(
            audit.Service,
            (request, token) => client.ListAuditEntriesAsync(request, cancellationToken: token).ResponseAsync,
            (request, token) => client.ListRecordEntriesAsync(request, cancellationToken: token).ResponseAsync,
            (request, token) => client.GetRecordProofAsync(request, cancellationToken: token).ResponseAsync,
            token => client.GetAuditHeadAsync(new GetAuditHeadRequest(), cancellationToken: token).ResponseAsync,
            (request, token) => client.VerifyAuditChainAsync(request, cancellationToken: token).ResponseAsync
        );
    }

    private static Trail Own(AuditSearch search, AuditProof proof, VerifyAudit verify) =>
        new("gateway", search.HandleAsync, search.HandleAsync, proof.HandleAsync, verify.HeadAsync, verify.HandleAsync);

    /// <summary>One page of one trail.</summary>
    private sealed record Part(string Service, List<AuditEntry> Entries, bool HasMore, bool IsDown);
}

/// <summary>One page of several trails.</summary>
internal sealed record Merged(IReadOnlyList<AuditEntry> Entries, IReadOnlyList<string> Down, string NextPageToken)
{
    public PageResponse Page => new() { NextPageToken = NextPageToken };
}
