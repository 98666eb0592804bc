using Fund.Common.V1;
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

    public override Task<ListBankStatementsResponse> ListBankStatements(
        ListBankStatementsRequest request,
        ServerCallContext context
    ) => context.Feature<ListBankStatements>().HandleAsync(request, context.CancellationToken);

    public override Task<GetBankStatementResponse> GetBankStatement(
        GetBankStatementRequest request,
        ServerCallContext context
    ) => context.Feature<GetBankStatement>().HandleAsync(request, context.CancellationToken);

    public override Task DownloadBankStatement(
        DownloadBankStatementRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) => context.Feature<DownloadBankStatement>().HandleAsync(request, responseStream, context.CancellationToken);

    public override Task<ListBankEntriesResponse> ListBankEntries(
        ListBankEntriesRequest request,
        ServerCallContext context
    ) => context.Feature<ListBankEntries>().HandleAsync(request, context.CancellationToken);

    public override Task<GetBankEntryResponse> GetBankEntry(GetBankEntryRequest request, ServerCallContext context) =>
        context.Feature<GetBankEntry>().HandleAsync(request, context.CancellationToken);

    public override Task<ConfirmBankEntryResponse> ConfirmBankEntry(
        ConfirmBankEntryRequest request,
        ServerCallContext context
    ) => context.Feature<ConfirmBankEntry>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ConfirmBankEntriesResponse> ConfirmBankEntries(
        ConfirmBankEntriesRequest request,
        ServerCallContext context
    ) => context.Feature<ConfirmBankEntries>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<DismissBankEntryResponse> DismissBankEntry(
        DismissBankEntryRequest request,
        ServerCallContext context
    ) => context.Feature<DismissBankEntry>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<UndoBankEntryDecisionResponse> UndoBankEntryDecision(
        UndoBankEntryDecisionRequest request,
        ServerCallContext context
    ) => context.Feature<UndoBankEntryDecision>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SaveBankCsvProfileResponse> SaveBankCsvProfile(
        SaveBankCsvProfileRequest request,
        ServerCallContext context
    ) => context.Feature<SaveBankCsvProfile>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ChangeBankCsvProfileResponse> ChangeBankCsvProfile(
        ChangeBankCsvProfileRequest request,
        ServerCallContext context
    ) => context.Feature<ChangeBankCsvProfile>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetBankCsvProfileResponse> GetBankCsvProfile(
        GetBankCsvProfileRequest request,
        ServerCallContext context
    ) => context.Feature<GetBankCsvProfile>().HandleAsync(request, context.CancellationToken);

    public override Task<ListBankCsvProfilesResponse> ListBankCsvProfiles(
        ListBankCsvProfilesRequest request,
        ServerCallContext context
    ) => context.Feature<ListBankCsvProfiles>().HandleAsync(request, context.CancellationToken);

    public override Task<BeginBankCsvImportResponse> BeginBankCsvImport(
        BeginBankCsvImportRequest request,
        ServerCallContext context
    ) => context.Feature<BeginBankCsvImport>().HandleAsync(request, context.Caller(), context.CancellationToken);
}
