using Fund.Beneficiaries.V1;
using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Gateway.Clients;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Fund.Kernel;
using Grpc.Core;

namespace Fund.Gateway.Portal;

/// <summary>One part of the page: its content, or the fact that it cannot be shown at the moment.</summary>
public sealed record Part<T>(T? Content, bool IsDown)
    where T : class
{
    /// <summary>Why the service does not show it as things stand, such as proposals before the deadline; null when it does.</summary>
    public Refusal? Refusal { get; init; }
}

/// <summary>
/// What the public page shows, asked of the services at once as the public. A service that is down or slow takes only
/// its own part of the page with it.
/// </summary>
internal sealed class PublicFigures(
    ServiceClients clients,
    ICallerAccessor callers,
    TimeProvider time,
    ILogger<PublicFigures> log
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private const int MostAwards = 5;

    public Part<FundPosition> Position { get; private set; } = new(null, IsDown: true);

    public Part<IReadOnlyList<Call>> Calls { get; private set; } = new(null, IsDown: true);

    public Part<PublishedFigures> Published { get; private set; } = new(null, IsDown: true);

    public Part<IReadOnlyList<Award>> Awards { get; private set; } = new(null, IsDown: true);

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        callers.Current = Caller.Anonymous;
        var options = new CallOptions(
            deadline: time.GetUtcNow().Add(Patience).UtcDateTime,
            cancellationToken: cancellationToken
        );
        var position = PartAsync("position", PositionAsync(options), cancellationToken);
        var calls = PartAsync("calls", CallsAsync(options), cancellationToken);
        var published = PartAsync("published figures", PublishedAsync(options), cancellationToken);
        var awards = PartAsync("awards", AwardsAsync(options), cancellationToken);
        Position = await position;
        Calls = await calls;
        Published = await published;
        Awards = await awards;
    }

    private async Task<FundPosition?> PositionAsync(CallOptions options) =>
        (await clients.Ledger.GetFundPositionAsync(new GetFundPositionRequest(), options)).Position;

    private async Task<IReadOnlyList<Call>?> CallsAsync(CallOptions options)
    {
        var request = new ListCallsRequest { State = CallState.Open };
        return [.. (await clients.GrantCalls.ListCallsAsync(request, options)).Calls.OrderBy(call => call.ClosesAt)];
    }

    private async Task<PublishedFigures?> PublishedAsync(CallOptions options) =>
        (await clients.Beneficiaries.GetPublishedFiguresAsync(new GetPublishedFiguresRequest(), options)).Figures;

    private async Task<IReadOnlyList<Award>?> AwardsAsync(CallOptions options)
    {
        var request = new ListAwardsRequest { Page = new PageRequest { PageSize = MostAwards } };
        return (await clients.GrantCalls.ListAwardsAsync(request, options)).Awards;
    }

    private async Task<Part<T>> PartAsync<T>(string name, Task<T?> content, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return new Part<T>(await content, IsDown: false);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning("The page is shown without its part {Part}: {Status}", name, e.StatusCode);
            return new Part<T>(null, IsDown: true);
        }
    }
}
