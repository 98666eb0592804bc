using Fund.Hosting;
using Fund.Projects.Features;
using Fund.Projects.V1;
using Grpc.Core;

namespace Fund.Projects.Grpc;

/// <summary>The table of contents of this service: one line for each RPC.</summary>
public sealed class ProjectsGrpc : ProjectsService.ProjectsServiceBase
{
    public override Task<RegisterOrganisationResponse> RegisterOrganisation(
        RegisterOrganisationRequest request,
        ServerCallContext context
    ) => context.Feature<RegisterOrganisation>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetOrganisationResponse> GetOrganisation(
        GetOrganisationRequest request,
        ServerCallContext context
    ) => context.Feature<GetOrganisation>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListOrganisationsResponse> ListOrganisations(
        ListOrganisationsRequest request,
        ServerCallContext context
    ) => context.Feature<ListOrganisations>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RecordBankAccountResponse> RecordBankAccount(
        RecordBankAccountRequest request,
        ServerCallContext context
    ) => context.Feature<RecordBankAccount>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<VerifyBankAccountResponse> VerifyBankAccount(
        VerifyBankAccountRequest request,
        ServerCallContext context
    ) => context.Feature<VerifyBankAccount>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RecordDueDiligenceResponse> RecordDueDiligence(
        RecordDueDiligenceRequest request,
        ServerCallContext context
    ) => context.Feature<RecordDueDiligence>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListAgreementsResponse> ListAgreements(
        ListAgreementsRequest request,
        ServerCallContext context
    ) => context.Feature<ListAgreements>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetAgreementResponse> GetAgreement(GetAgreementRequest request, ServerCallContext context) =>
        context.Feature<GetAgreement>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListPublishedActivitiesResponse> ListPublishedActivities(
        ListPublishedActivitiesRequest request,
        ServerCallContext context
    ) => context.Feature<ListPublishedActivities>().HandleAsync(request, context.CancellationToken);

    public override Task<SetAgreementTermsResponse> SetAgreementTerms(
        SetAgreementTermsRequest request,
        ServerCallContext context
    ) => context.Feature<SetAgreementTerms>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SendAgreementResponse> SendAgreement(
        SendAgreementRequest request,
        ServerCallContext context
    ) => context.Feature<SendAgreement>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SignAgreementResponse> SignAgreement(
        SignAgreementRequest request,
        ServerCallContext context
    ) => context.Feature<SignAgreement>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SuspendAgreementResponse> SuspendAgreement(
        SuspendAgreementRequest request,
        ServerCallContext context
    ) => context.Feature<SuspendAgreement>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ResumeAgreementResponse> ResumeAgreement(
        ResumeAgreementRequest request,
        ServerCallContext context
    ) => context.Feature<ResumeAgreement>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RequestInstalmentResponse> RequestInstalment(
        RequestInstalmentRequest request,
        ServerCallContext context
    ) => context.Feature<RequestInstalment>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ApproveInstalmentResponse> ApproveInstalment(
        ApproveInstalmentRequest request,
        ServerCallContext context
    ) => context.Feature<ApproveInstalment>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RejectInstalmentResponse> RejectInstalment(
        RejectInstalmentRequest request,
        ServerCallContext context
    ) => context.Feature<RejectInstalment>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<PayInstalmentResponse> PayInstalment(
        PayInstalmentRequest request,
        ServerCallContext context
    ) => context.Feature<PayInstalment>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListReportsResponse> ListReports(ListReportsRequest request, ServerCallContext context) =>
        context.Feature<ListReports>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetReportResponse> GetReport(GetReportRequest request, ServerCallContext context) =>
        context.Feature<GetReport>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SubmitReportResponse> SubmitReport(SubmitReportRequest request, ServerCallContext context) =>
        context.Feature<SubmitReport>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<AcceptReportResponse> AcceptReport(AcceptReportRequest request, ServerCallContext context) =>
        context.Feature<AcceptReport>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SendBackReportResponse> SendBackReport(
        SendBackReportRequest request,
        ServerCallContext context
    ) => context.Feature<SendBackReport>().HandleAsync(request, context.Caller(), context.CancellationToken);
}
