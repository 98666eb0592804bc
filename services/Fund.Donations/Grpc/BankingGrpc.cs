using Fund.Donations.Features;
using Fund.Donations.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Donations.Grpc;

/// <summary>The table of contents of everything about bank statements.</summary>
public sealed class BankingGrpc : BankingService.BankingServiceBase
{
    public override Task<ImportBankStatementResponse> ImportBankStatement(
        ImportBankStatementRequest request,
        ServerCallContext context
    ) => context.Feature<ImportBankStatement>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListBankEntriesResponse> ListBankEntries(
        ListBankEntriesRequest request,
        ServerCallContext context
    ) => context.Feature<ListBankEntries>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ConfirmBankEntryResponse> ConfirmBankEntry(
        ConfirmBankEntryRequest request,
        ServerCallContext context
    ) => context.Feature<ConfirmBankEntry>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<DismissBankEntryResponse> DismissBankEntry(
        DismissBankEntryRequest request,
        ServerCallContext context
    ) => context.Feature<DismissBankEntry>().HandleAsync(request, context.Caller(), context.CancellationToken);
}
