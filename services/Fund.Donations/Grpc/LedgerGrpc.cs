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
}
