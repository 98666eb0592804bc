using Fund.Common.V1;
using Fund.GrantCalls.Features;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.GrantCalls.Grpc;

/// <summary>The service's table of contents for applications: one line per call.</summary>
public sealed class ApplicationsGrpc : ApplicationsService.ApplicationsServiceBase
{
    public override Task<PreviewEligibilityResponse> PreviewEligibility(
        PreviewEligibilityRequest request,
        ServerCallContext context
    ) => context.Feature<PreviewEligibility>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetApplicationResponse> GetApplication(
        GetApplicationRequest request,
        ServerCallContext context
    ) => context.Feature<GetApplication>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SaveSectionResponse> SaveSection(SaveSectionRequest request, ServerCallContext context) =>
        context.Feature<SaveSection>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListSubmissionAttemptsResponse> ListSubmissionAttempts(
        ListSubmissionAttemptsRequest request,
        ServerCallContext context
    ) => context.Feature<ListSubmissionAttempts>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<BeginProposalFileResponse> BeginProposalFile(
        BeginProposalFileRequest request,
        ServerCallContext context
    ) => context.Feature<BeginProposalFile>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<AppendToProposalFileResponse> AppendToProposalFile(
        AppendToProposalFileRequest request,
        ServerCallContext context
    ) => context.Feature<AppendToProposalFile>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetProposalFileResponse> GetProposalFile(
        GetProposalFileRequest request,
        ServerCallContext context
    ) => context.Feature<GetProposalFile>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListProposalFilesResponse> ListProposalFiles(
        ListProposalFilesRequest request,
        ServerCallContext context
    ) => context.Feature<ListProposalFiles>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task DownloadProposalFile(
        DownloadProposalFileRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) =>
        context
            .Feature<DownloadProposalFile>()
            .HandleAsync(request, context.Caller(), responseStream, context.CancellationToken);
}
