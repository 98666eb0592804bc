using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Gateway.Clients;
using Fund.Gateway.V1;
using Fund.Hosting;
using Route = Fund.Gateway.Api.Route;

namespace Fund.Gateway.Operations;

/// <summary>Contributions that get their USD value after a new or corrected rate.</summary>
internal sealed class ValuationOperations(ServiceClients clients) : IOperationSource
{
    private readonly RatesService.RatesServiceClient _rates = new(clients.InvokerOf(RatesService.Descriptor)!);

    public OperationKind Kind => OperationKind.Valuation;

    /// <summary>There is no RPC for one valuation: it is the first of the list that begins after the id that follows.</summary>
    public async Task<Operation> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        var page = new PageRequest { PageSize = 1, PageToken = Page.TokenAfter(Following(id)) };
        var one = (await ListAsync(page, cancellationToken)).FirstOrDefault();
        var name = new OperationId(Kind, id).ToString();
        return one?.OperationId == name ? one : throw OperationId.Missing(name);
    }

    public async Task<IReadOnlyList<Operation>> ListAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var request = new ListValuationsRequest { Page = page };
        var answer = await _rates.ListValuationsAsync(request, cancellationToken: cancellationToken);
        return [.. answer.Valuations.Select(Operation)];
    }

    private static Operation Operation(RateValuation valuation)
    {
        var id = Guid.Parse(valuation.RateValuationId);
        var done = valuation.Valued + valuation.Corrected;
        return new Operation
        {
            OperationId = new OperationId(OperationKind.Valuation, id).ToString(),
            Kind = OperationKind.Valuation,
            State =
                valuation.Finished ? OperationState.Succeeded
                : valuation.Problem.Length > 0 ? OperationState.Failed
                : OperationState.Running,
            Done = done,
            Total = done + valuation.Remaining,
            StartedAt = Moment(id).ToWire(),
            Details = $"{Route.Prefix}/rates/valuations",
            Result = valuation.Finished ? $"{Route.Prefix}/rates/revaluations" : "",
            Problem = valuation.Problem,
        };
    }

    /// <summary>The moment a UUIDv7 was made: milliseconds since 1970 in its first 48 bits (RFC 9562).</summary>
    private static DateTimeOffset Moment(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = 0L;
        foreach (var part in bytes[..6])
        {
            milliseconds = (milliseconds << 8) | part;
        }

        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    private static Guid Following(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        for (var index = bytes.Length - 1; index >= 0 && ++bytes[index] == 0; index--)
        {
            // The carry goes on to the next byte.
        }

        return new Guid(bytes, bigEndian: true);
    }
}
