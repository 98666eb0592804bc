using Fund.Common.V1;
using Fund.Donations.Features;
using Fund.Donations.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Donations.Grpc;

/// <summary>The table of contents of the ledger, the position and the policy.</summary>
public sealed class LedgerGrpc : LedgerService.LedgerServiceBase
{
    public override Task<GetFundPositionResponse> GetFundPosition(
        GetFundPositionRequest request,
        ServerCallContext context
    ) => context.Feature<GetFundPosition>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListLedgerEntriesResponse> ListLedgerEntries(
        ListLedgerEntriesRequest request,
        ServerCallContext context
    ) => context.Feature<ListLedgerEntries>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetTrialBalanceResponse> GetTrialBalance(
        GetTrialBalanceRequest request,
        ServerCallContext context
    ) => context.Feature<GetTrialBalance>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListPolicySettingsResponse> ListPolicySettings(
        ListPolicySettingsRequest request,
        ServerCallContext context
    ) => context.Feature<ListPolicySettings>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ChangePolicySettingResponse> ChangePolicySetting(
        ChangePolicySettingRequest request,
        ServerCallContext context
    ) => context.Feature<ChangePolicySetting>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RecordPublishedTotalResponse> RecordPublishedTotal(
        RecordPublishedTotalRequest request,
        ServerCallContext context
    ) => context.Feature<RecordPublishedTotal>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetChartOfAccountsResponse> GetChartOfAccounts(
        GetChartOfAccountsRequest request,
        ServerCallContext context
    ) => context.Feature<GetChartOfAccounts>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetAccountStatementResponse> GetAccountStatement(
        GetAccountStatementRequest request,
        ServerCallContext context
    ) => context.Feature<GetAccountStatement>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListAccountingPeriodsResponse> ListAccountingPeriods(
        ListAccountingPeriodsRequest request,
        ServerCallContext context
    ) => context.Feature<ListAccountingPeriods>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RequestMonthClosingResponse> RequestMonthClosing(
        RequestMonthClosingRequest request,
        ServerCallContext context
    ) => context.Feature<RequestMonthClosing>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CloseMonthResponse> CloseMonth(CloseMonthRequest request, ServerCallContext context) =>
        context.Feature<CloseMonth>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ExplainFundPositionResponse> ExplainFundPosition(
        ExplainFundPositionRequest request,
        ServerCallContext context
    ) => context.Feature<ExplainFundPosition>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetPositionHistoryResponse> GetPositionHistory(
        GetPositionHistoryRequest request,
        ServerCallContext context
    ) => context.Feature<GetPositionHistory>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetForecastResponse> GetForecast(GetForecastRequest request, ServerCallContext context) =>
        context.Feature<GetForecast>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task ExportJournal(
        ExportJournalRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) => context.Feature<ExportJournal>().HandleAsync(request, responseStream, context.CancellationToken);
}
