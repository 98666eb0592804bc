using Grpc.Core;
using Grpc.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>The client's deadline: answered in time even when the handler ignores its token.</summary>
internal sealed partial class HttpServerCallContext
{
    /// <summary>The client counts from before it sent the request, so it has given up by then: no race for the status.</summary>
    private static readonly TimeSpan ClientsHeadStart = TimeSpan.FromMilliseconds(1);

    private DateTime deadline = DateTime.MaxValue;
    private DeadlineTimer? timer;
    private CancellationTokenSource? cancellation;
    private Task? deadlineAnswer;
    private volatile bool isDeadlineOver;

    public bool IsDeadlineOver => isDeadlineOver;

    /// <inheritdoc />
    protected override DateTime DeadlineCore => deadline;

    /// <inheritdoc />
    protected override CancellationToken CancellationTokenCore => cancellation?.Token ?? http.RequestAborted;

    private static Status DeadlineStatus =>
        new(StatusCode.DeadlineExceeded, "The deadline was over before the handler ended.");

    private void StartDeadline()
    {
        if (!GrpcTimeout.TryParse(http.Request.Headers[ProtocolNames.Timeout].ToString(), out TimeSpan timeout))
        {
            return;
        }

        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        if (timeout >= DateTime.MaxValue - now)
        {
            return;
        }

        deadline = now + timeout;
        cancellation = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        timer = new DeadlineTimer(
            timeout + ClientsHeadStart,
            static call => ((HttpServerCallContext)call).OnDeadline(),
            this
        );
    }

    /// <summary>Answers first, then cancels: nobody waits for a handler that ignores its token.</summary>
    private void OnDeadline()
    {
        isDeadlineOver = true;
        deadlineAnswer = EndAsync(DeadlineStatus, null, completeNow: true);
        try
        {
            cancellation!.Cancel();
        }
        catch (AggregateException e)
        {
            // On a timer thread, where a handler's faulty callback would otherwise end the process.
            ServerLog.CancellationCallbackFailed(logger, e, method.FullName);
        }
    }

    /// <summary>Afterwards no timer touches the call any more.</summary>
    private async ValueTask StopDeadlineAsync()
    {
        if (timer is null)
        {
            return;
        }

        await timer.DisposeAsync();
        if (deadlineAnswer is not null)
        {
            await deadlineAnswer;
        }
    }
}
