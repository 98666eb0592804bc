#if !GRPC_OFFICIAL
using System.Net;
using Fund.Interop.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace Fund.Grpc.Tests.Wire;

/// <summary>A server that ends a stream of requests before the HTTP handler has begun to send them.</summary>
public sealed class HastyServerTests
{
    [Fact]
    public async Task A_write_that_waits_for_the_connection_learns_the_status_the_call_has_ended_with()
    {
        using GrpcChannel channel = Over(
            (_, _) =>
            {
                HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
                response.Headers.Add("grpc-status", "9");
                return Task.FromResult(response);
            }
        );
        using var call = new InteropService.InteropServiceClient(channel).Converse();
        await Calls.FailsWithAsync(
            StatusCode.FailedPrecondition,
            () => call.RequestStream.WriteAsync(new ConverseRequest())
        );
    }

    [Fact]
    public async Task A_write_that_waits_for_the_connection_ends_at_the_deadline()
    {
        using GrpcChannel channel = Over(
            async (_, cancellationToken) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                throw new OperationCanceledException();
            }
        );
        using var call = new InteropService.InteropServiceClient(channel).Converse(deadline: Calls.DeadlineIn(50));
        await Calls.FailsWithAsync(
            StatusCode.DeadlineExceeded,
            () => call.RequestStream.WriteAsync(new ConverseRequest())
        );
    }

    private static GrpcChannel Over(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send) =>
        GrpcChannel.ForAddress("http://nowhere.invalid", new GrpcChannelOptions { HttpHandler = new Handler(send) });

    private sealed class Handler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send)
        : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) => send(request, cancellationToken);
    }
}
#endif
