using Fund.Common.V1;
using Fund.Donations.Features;
using Fund.Donations.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Donations.Grpc;

/// <summary>The table of contents of the service.</summary>
public sealed class DonationsGrpc : DonationsService.DonationsServiceBase
{
    public override Task<RegisterDonorResponse> RegisterDonor(
        RegisterDonorRequest request,
        ServerCallContext context
    ) => context.Feature<RegisterDonor>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetDonorResponse> GetDonor(GetDonorRequest request, ServerCallContext context) =>
        context.Feature<GetDonor>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListDonorsResponse> ListDonors(ListDonorsRequest request, ServerCallContext context) =>
        context.Feature<ListDonors>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task ExportDonors(
        ExportDonorsRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) =>
        context
            .Feature<ExportDonors>()
            .HandleAsync(request, context.Caller(), responseStream, context.CancellationToken);

    public override Task ExportDonorContacts(
        ExportDonorContactsRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) => context.Feature<ExportDonorContacts>().HandleAsync(request, responseStream, context.CancellationToken);

    public override Task<ChangeDonorResponse> ChangeDonor(ChangeDonorRequest request, ServerCallContext context) =>
        context.Feature<ChangeDonor>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListDuplicateDonorsResponse> ListDuplicateDonors(
        ListDuplicateDonorsRequest request,
        ServerCallContext context
    ) => context.Feature<ListDuplicateDonors>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<MergeDonorsResponse> MergeDonors(MergeDonorsRequest request, ServerCallContext context) =>
        context.Feature<MergeDonors>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<UndoMergeResponse> UndoMerge(UndoMergeRequest request, ServerCallContext context) =>
        context.Feature<UndoMerge>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RecordPledgeResponse> RecordPledge(RecordPledgeRequest request, ServerCallContext context) =>
        context.Feature<RecordPledge>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CancelPledgeResponse> CancelPledge(CancelPledgeRequest request, ServerCallContext context) =>
        context.Feature<CancelPledge>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetPledgeResponse> GetPledge(GetPledgeRequest request, ServerCallContext context) =>
        context.Feature<GetPledge>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ChangePledgePlanResponse> ChangePledgePlan(
        ChangePledgePlanRequest request,
        ServerCallContext context
    ) => context.Feature<ChangePledgePlan>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task ExportPledges(
        ExportPledgesRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) =>
        context
            .Feature<ExportPledges>()
            .HandleAsync(request, context.Caller(), responseStream, context.CancellationToken);

    public override Task<ListPledgesResponse> ListPledges(ListPledgesRequest request, ServerCallContext context) =>
        context.Feature<ListPledges>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RecordContributionResponse> RecordContribution(
        RecordContributionRequest request,
        ServerCallContext context
    ) => context.Feature<RecordContribution>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ReverseContributionResponse> ReverseContribution(
        ReverseContributionRequest request,
        ServerCallContext context
    ) => context.Feature<ReverseContribution>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CorrectContributionResponse> CorrectContribution(
        CorrectContributionRequest request,
        ServerCallContext context
    ) => context.Feature<CorrectContribution>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetContributionResponse> GetContribution(
        GetContributionRequest request,
        ServerCallContext context
    ) => context.Feature<GetContribution>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task ExportContributions(
        ExportContributionsRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) =>
        context
            .Feature<ExportContributions>()
            .HandleAsync(request, context.Caller(), responseStream, context.CancellationToken);

    public override Task<RecordInKindGiftResponse> RecordInKindGift(
        RecordInKindGiftRequest request,
        ServerCallContext context
    ) => context.Feature<RecordInKindGift>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<WithdrawInKindGiftResponse> WithdrawInKindGift(
        WithdrawInKindGiftRequest request,
        ServerCallContext context
    ) => context.Feature<WithdrawInKindGift>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListInKindGiftsResponse> ListInKindGifts(
        ListInKindGiftsRequest request,
        ServerCallContext context
    ) => context.Feature<ListInKindGifts>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListContributionsResponse> ListContributions(
        ListContributionsRequest request,
        ServerCallContext context
    ) => context.Feature<ListContributions>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ReserveForCallResponse> ReserveForCall(
        ReserveForCallRequest request,
        ServerCallContext context
    ) => context.Feature<ReserveForCall>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ChangeReservationResponse> ChangeReservation(
        ChangeReservationRequest request,
        ServerCallContext context
    ) => context.Feature<ChangeReservation>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CommitAwardResponse> CommitAward(CommitAwardRequest request, ServerCallContext context) =>
        context.Feature<CommitAward>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ReleaseReservationResponse> ReleaseReservation(
        ReleaseReservationRequest request,
        ServerCallContext context
    ) => context.Feature<ReleaseReservation>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetReservationResponse> GetReservation(
        GetReservationRequest request,
        ServerCallContext context
    ) => context.Feature<GetReservation>().HandleAsync(request, context.Caller(), context.CancellationToken);
}
