using Fund.GrantCalls.Features;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.GrantCalls.Grpc;

/// <summary>Letters about decisions: one line per RPC.</summary>
public sealed class LettersGrpc : LettersService.LettersServiceBase
{
    public override Task<PrepareLettersResponse> PrepareLetters(
        PrepareLettersRequest request,
        ServerCallContext context
    ) => context.Feature<PrepareLetters>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SendLettersResponse> SendLetters(SendLettersRequest request, ServerCallContext context) =>
        context.Feature<SendLetters>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ResendLetterResponse> ResendLetter(ResendLetterRequest request, ServerCallContext context) =>
        context.Feature<ResendLetter>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListLettersResponse> ListLetters(ListLettersRequest request, ServerCallContext context) =>
        context.Feature<ListLetters>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetLetterResponse> GetLetter(GetLetterRequest request, ServerCallContext context) =>
        context.Feature<GetLetter>().HandleAsync(request, context.Caller(), context.CancellationToken);
}
