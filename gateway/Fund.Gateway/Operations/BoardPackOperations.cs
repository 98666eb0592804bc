using Fund.Common.V1;
using Fund.Gateway.Clients;
using Fund.Gateway.V1;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Route = Fund.Gateway.Api.Route;

namespace Fund.Gateway.Operations;

/// <summary>Board packs that are made as PDF files; everybody sees their own.</summary>
internal sealed class BoardPackOperations(ServiceClients clients) : IOperationSource
{
    public OperationKind Kind => OperationKind.BoardPack;

    public async Task<Operation> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        var request = new GetBoardPackPrintRequest { PrintId = id.ToWire() };
        var answer = await clients.Board.GetBoardPackPrintAsync(request, cancellationToken: cancellationToken);
        return Operation(answer.Print);
    }

    public async Task<IReadOnlyList<Operation>> ListAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var request = new ListBoardPackPrintsRequest { Page = page };
        var answer = await clients.Board.ListBoardPackPrintsAsync(request, cancellationToken: cancellationToken);
        return [.. answer.Prints.Select(Operation)];
    }

    private static Operation Operation(BoardPackPrint print)
    {
        var address = $"{Route.Prefix}/board-pack-prints/{print.PrintId}";
        var isFinished = print.FinishedAt is not null;
        return new Operation
        {
            OperationId = new OperationId(OperationKind.BoardPack, Guid.Parse(print.PrintId)).ToString(),
            Kind = OperationKind.BoardPack,
            State =
                !isFinished ? OperationState.Running
                : print.Failed ? OperationState.Failed
                : OperationState.Succeeded,
            Done = print.Done,
            Total = print.Total,
            StartedAt = print.RequestedAt,
            FinishedAt = print.FinishedAt,
            Details = address,
            Result = isFinished && !print.Failed ? $"{address}/pdf" : "",
            Problem = print.Failed ? "The file could not be made; ask for another one." : "",
        };
    }
}
