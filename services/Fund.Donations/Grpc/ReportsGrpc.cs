using Fund.Common.V1;
using Fund.Donations.Features;
using Fund.Donations.Features.Reports;
using Fund.Donations.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Donations.Grpc;

/// <summary>The table of contents of reports, the public register and what the money did.</summary>
public sealed class ReportsGrpc : ReportsService.ReportsServiceBase
{
    public override Task<GetContributionsReportResponse> GetContributionsReport(
        GetContributionsReportRequest request,
        ServerCallContext context
    ) => context.Feature<GetContributionsReport>().HandleAsync(request, context.CancellationToken);

    public override Task ExportContributionsReport(
        ExportContributionsReportRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) => context.Feature<ExportContributionsReport>().HandleAsync(request, responseStream, context.CancellationToken);

    public override Task<GetFactsAndFiguresResponse> GetFactsAndFigures(
        GetFactsAndFiguresRequest request,
        ServerCallContext context
    ) => context.Feature<GetFactsAndFigures>().HandleAsync(request, context.CancellationToken);

    public override Task<GetCebRevenueResponse> GetCebRevenue(
        GetCebRevenueRequest request,
        ServerCallContext context
    ) => context.Feature<GetCebRevenue>().HandleAsync(request, context.CancellationToken);

    public override Task ExportCebRevenue(
        ExportCebRevenueRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) => context.Feature<ExportCebRevenue>().HandleAsync(request, responseStream, context.CancellationToken);

    public override Task<ListPublicRegisterResponse> ListPublicRegister(
        ListPublicRegisterRequest request,
        ServerCallContext context
    ) => context.Feature<ListPublicRegister>().HandleAsync(request, context.CancellationToken);

    public override Task ExportPublicRegister(
        ExportPublicRegisterRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) => context.Feature<ExportPublicRegister>().HandleAsync(request, responseStream, context.CancellationToken);

    public override Task<GetDonorImpactResponse> GetDonorImpact(
        GetDonorImpactRequest request,
        ServerCallContext context
    ) => context.Feature<GetDonorImpact>().HandleAsync(request, context.Caller(), context.CancellationToken);
}
