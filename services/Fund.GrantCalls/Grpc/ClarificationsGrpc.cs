using Fund.GrantCalls.Features;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.GrantCalls.Grpc;

/// <summary>Questions about a call: one line per RPC.</summary>
public sealed class ClarificationsGrpc : ClarificationsService.ClarificationsServiceBase
{
    public override Task<AskClarificationResponse> AskClarification(
        AskClarificationRequest request,
        ServerCallContext context
    ) => context.Feature<AskClarification>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<AnswerClarificationResponse> AnswerClarification(
        AnswerClarificationRequest request,
        ServerCallContext context
    ) => context.Feature<AnswerClarification>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListClarificationsResponse> ListClarifications(
        ListClarificationsRequest request,
        ServerCallContext context
    ) => context.Feature<ListClarifications>().HandleAsync(request, context.Caller(), context.CancellationToken);
}
