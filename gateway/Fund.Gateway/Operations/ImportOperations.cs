using Fund.Common.V1;
using Fund.Donations.V1;
using Fund.Gateway.Clients;
using Fund.Gateway.V1;
using Fund.Hosting;
using Route = Fund.Gateway.Api.Route;

namespace Fund.Gateway.Operations;

/// <summary>Large files that are checked and taken in.</summary>
internal sealed class ImportOperations(ServiceClients clients) : IOperationSource
{
    private readonly ImportsService.ImportsServiceClient _imports = new(clients.InvokerOf(ImportsService.Descriptor)!);

    public OperationKind Kind => OperationKind.Import;

    public async Task<Operation> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        var request = new GetImportRequest { ImportId = id.ToWire() };
        var answer = await _imports.GetImportAsync(request, cancellationToken: cancellationToken);
        return Operation(answer.Import);
    }

    public async Task<IReadOnlyList<Operation>> ListAsync(PageRequest page, CancellationToken cancellationToken)
    {
        var request = new ListImportsRequest { Page = page };
        var answer = await _imports.ListImportsAsync(request, cancellationToken: cancellationToken);
        return [.. answer.Imports.Select(Operation)];
    }

    private static Operation Operation(Import import)
    {
        var address = $"{Route.Prefix}/imports/{import.ImportId}";
        var isDone = import.State == ImportState.Done;
        var isTaking = isDone || import.State == ImportState.Running;
        return new Operation
        {
            OperationId = new OperationId(OperationKind.Import, Guid.Parse(import.ImportId)).ToString(),
            Kind = OperationKind.Import,
            State = State(import),
            Done = isTaking ? import.DoneRows : import.Rows,
            Total = isTaking ? import.GoodRows : 0,
            StartedAt = import.CreatedAt,
            FinishedAt = import.FinishedAt,
            Details = address,
            Result = isDone ? $"{Route.Prefix}/contributions" : "",
            Problem = import.Refusal,
        };
    }

    private static OperationState State(Import import) =>
        import.State switch
        {
            ImportState.Receiving or ImportState.Checked => OperationState.Waiting,
            ImportState.Done => OperationState.Succeeded,
            ImportState.Cancelled => OperationState.Cancelled,
            ImportState.Unreadable => OperationState.Failed,
            _ when import.Refusal.Length > 0 => OperationState.Failed,
            _ => OperationState.Running,
        };
}
