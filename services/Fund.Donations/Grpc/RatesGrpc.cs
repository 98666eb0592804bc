using Fund.Donations.Features;
using Fund.Donations.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.Donations.Grpc;

/// <summary>The table of contents of everything about rates of exchange.</summary>
public sealed class RatesGrpc : RatesService.RatesServiceBase
{
    public override Task<ImportRatesResponse> ImportRates(ImportRatesRequest request, ServerCallContext context) =>
        context.Feature<ImportRates>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<RecordRateResponse> RecordRate(RecordRateRequest request, ServerCallContext context) =>
        context.Feature<RecordRate>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListRatesResponse> ListRates(ListRatesRequest request, ServerCallContext context) =>
        context.Feature<ListRates>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CheckRatesResponse> CheckRates(CheckRatesRequest request, ServerCallContext context) =>
        context.Feature<CheckRates>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CheckRateResponse> CheckRate(CheckRateRequest request, ServerCallContext context) =>
        context.Feature<CheckRate>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListRevaluationsResponse> ListRevaluations(
        ListRevaluationsRequest request,
        ServerCallContext context
    ) => context.Feature<ListRevaluations>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListValuationsResponse> ListValuations(
        ListValuationsRequest request,
        ServerCallContext context
    ) => context.Feature<ListValuations>().HandleAsync(request, context.Caller(), context.CancellationToken);
}
