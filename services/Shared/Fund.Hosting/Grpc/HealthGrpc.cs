using Fund.Kernel;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.Hosting;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Fund.Hosting;

/// <summary>The standard gRPC health protocol: the same answer as <c>/health/ready</c>.</summary>
internal sealed class HealthGrpc(HealthState health, FundHost host, IHostApplicationLifetime lifetime)
    : Health.HealthBase
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        if (!Knows(request.Service))
        {
            throw Refusals.NotFound("service", request.Service).AsException();
        }

        return new HealthCheckResponse { Status = await NowAsync(context.CancellationToken).ConfigureAwait(false) };
    }

    public override async Task Watch(
        HealthCheckRequest request,
        IServerStreamWriter<HealthCheckResponse> responseStream,
        ServerCallContext context
    )
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken,
            lifetime.ApplicationStopping
        );
        ServingStatus? told = null;
        while (!context.CancellationToken.IsCancellationRequested)
        {
            // Asked once in a turn, and first: whoever is woken by the stop may be here before it shows anywhere else.
            var isStopping = lifetime.ApplicationStopping.IsCancellationRequested;
            var now = await StatusAsync(request.Service, isStopping, context.CancellationToken).ConfigureAwait(false);
            if (now != told)
            {
                await responseStream.WriteAsync(new HealthCheckResponse { Status = now }).ConfigureAwait(false);
                told = now;
            }

            if (isStopping)
            {
                return;
            }

            await Task.Delay(WatchInterval, both.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool Knows(string service) => service.Length == 0 || host.GrpcServices.ContainsKey(service);

    private async Task<ServingStatus> StatusAsync(string service, bool isStopping, CancellationToken cancellationToken)
    {
        if (!Knows(service))
        {
            return ServingStatus.ServiceUnknown;
        }

        return isStopping ? ServingStatus.NotServing : await NowAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<ServingStatus> NowAsync(CancellationToken cancellationToken)
    {
        var report = await health.ReportAsync(cancellationToken).ConfigureAwait(false);
        return report.IsReady ? ServingStatus.Serving : ServingStatus.NotServing;
    }
}
