using Fund.Kernel;
using Grpc.Core;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Fund.Hosting;

/// <summary>How calls to one service are attempted. Both ways share one circuit breaker.</summary>
internal sealed class ClientPipelines
{
    /// <param name="target">Name of the service, for the pipelines' telemetry.</param>
    public ClientPipelines(string target)
    {
        Once = new ResiliencePipelineBuilder { Name = target }
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<RpcException>(IsPeerFailing),
                    FailureRatio = 0.5,
                    MinimumThroughput = 10,
                    SamplingDuration = TimeSpan.FromSeconds(10),
                    BreakDuration = TimeSpan.FromSeconds(5),
                }
            )
            .Build();
        Retrying = new ResiliencePipelineBuilder { Name = target }
            .AddRetry(
                new RetryStrategyOptions
                {
                    ShouldHandle = new PredicateBuilder().Handle<RpcException>(e =>
                        e.StatusCode == StatusCode.Unavailable
                    ),
                    MaxRetryAttempts = 3,
                    Delay = TimeSpan.FromMilliseconds(100),
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                }
            )
            .AddPipeline(Once)
            .Build();
    }

    /// <summary>For writes that the other side would not recognise when repeated.</summary>
    public ResiliencePipeline Once { get; }

    /// <summary>For reads and for writes with a request id.</summary>
    public ResiliencePipeline Retrying { get; }

    /// <summary>What a call is answered with while the circuit is open, without having been made.</summary>
    public static Refusal Open(string target) =>
        new(
            RefusalKind.Unavailable,
            "CIRCUIT_OPEN",
            $"The {target} service has not been answering; nothing was sent to it. Try again in a few seconds."
        );

    private static bool IsPeerFailing(RpcException exception) =>
        exception.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded;
}
