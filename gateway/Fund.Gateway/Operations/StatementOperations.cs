using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Gateway.Clients;
using Fund.Gateway.V1;
using Fund.Hosting;
using Route = Fund.Gateway.Api.Route;

namespace Fund.Gateway.Operations;

/// <summary>Statements of a year for all donors.</summary>
internal sealed class StatementOperations(ServiceClients clients) : IOperationSource
{
    private readonly StatementsService.StatementsServiceClient _statements = new(
        clients.InvokerOf(StatementsService.Descriptor)!
    );

    public OperationKind Kind => OperationKind.StatementBatch;

    public async Task<Operation> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        var request = new GetStatementBatchRequest { BatchId = id.ToWire() };
        var answer = await _statements.GetStatementBatchAsync(request, cancellationToken: cancellationToken);
        return Operation(answer.Batch);
    }

    public async Task<IReadOnlyList<Operation>> ListAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var request = new ListStatementBatchesRequest { Page = page };
        var answer = await _statements.ListStatementBatchesAsync(request, cancellationToken: cancellationToken);
        return [.. answer.Batches.Select(Operation)];
    }

    private static Operation Operation(StatementBatch batch)
    {
        var address = $"{Route.Prefix}/statement-batches/{batch.BatchId}";
        var isFinished = batch.FinishedAt is not null;
        return new Operation
        {
            OperationId = new OperationId(OperationKind.StatementBatch, Guid.Parse(batch.BatchId)).ToString(),
            Kind = OperationKind.StatementBatch,
            State =
                !isFinished ? OperationState.Running
                : batch.Failed > 0 ? OperationState.Failed
                : OperationState.Succeeded,
            Done = batch.Donors - batch.Waiting,
            Total = batch.Donors,
            StartedAt = batch.RequestedAt,
            FinishedAt = batch.FinishedAt,
            Details = address,
            Result = isFinished ? $"{address}/zip" : "",
            Problem =
                batch.Failed > 0 ? $"{batch.Failed} statements could not be made; see the donors of the batch." : "",
        };
    }
}
