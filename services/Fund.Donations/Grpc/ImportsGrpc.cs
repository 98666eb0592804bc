using Fund.Common.V1;
using Fund.Donations.Features.Importing;
using Fund.Donations.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Donations.Grpc;

/// <summary>The table of contents of imports.</summary>
public sealed class ImportsGrpc : ImportsService.ImportsServiceBase
{
    public override Task<BeginImportResponse> BeginImport(BeginImportRequest request, ServerCallContext context) =>
        context.Feature<BeginImport>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<AppendToImportResponse> AppendToImport(
        AppendToImportRequest request,
        ServerCallContext context
    ) => context.Feature<AppendToImport>().HandleAsync(request, context.CancellationToken);

    public override Task<GetImportResponse> GetImport(GetImportRequest request, ServerCallContext context) =>
        context.Feature<GetImport>().HandleAsync(request, context.CancellationToken);

    public override Task<ListImportsResponse> ListImports(ListImportsRequest request, ServerCallContext context) =>
        context.Feature<ListImports>().HandleAsync(request, context.CancellationToken);

    public override Task<ListImportProblemsResponse> ListImportProblems(
        ListImportProblemsRequest request,
        ServerCallContext context
    ) => context.Feature<ListImportProblems>().HandleAsync(request, context.CancellationToken);

    public override Task<ChangeImportLayoutResponse> ChangeImportLayout(
        ChangeImportLayoutRequest request,
        ServerCallContext context
    ) => context.Feature<ChangeImportLayout>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<StartImportResponse> StartImport(StartImportRequest request, ServerCallContext context) =>
        context.Feature<StartImport>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CancelImportResponse> CancelImport(CancelImportRequest request, ServerCallContext context) =>
        context.Feature<CancelImport>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task DownloadImport(
        DownloadImportRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) => context.Feature<DownloadImport>().HandleAsync(request, responseStream, context.CancellationToken);

    public override Task DownloadImportProblems(
        DownloadImportProblemsRequest request,
        IServerStreamWriter<FilePart> responseStream,
        ServerCallContext context
    ) => context.Feature<DownloadImportProblems>().HandleAsync(request, responseStream, context.CancellationToken);
}
