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
}
