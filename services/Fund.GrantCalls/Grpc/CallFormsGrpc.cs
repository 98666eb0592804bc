using Fund.GrantCalls.Features;
using Fund.GrantCalls.V1;
using Fund.Hosting;
using Grpc.Core;

namespace Fund.GrantCalls.Grpc;

/// <summary>The service's table of contents for the forms of calls: one line per call.</summary>
public sealed class CallFormsGrpc : CallFormsService.CallFormsServiceBase
{
    public override Task<SaveCallFormResponse> SaveCallForm(SaveCallFormRequest request, ServerCallContext context) =>
        context.Feature<SaveCallForm>().HandleAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetCallFormResponse> GetCallForm(GetCallFormRequest request, ServerCallContext context) =>
        context.Feature<GetCallForm>().HandleAsync(request, context.Caller(), context.CancellationToken);
}
