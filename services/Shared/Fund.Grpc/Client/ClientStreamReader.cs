using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>The responses of a call.</summary>
internal sealed class ClientStreamReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call)
    : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private readonly Lock gate = new();
    private TResponse? current;
    private bool isReading;
    private bool isEnded;

    /// <inheritdoc />
    public TResponse Current =>
        current ?? throw new InvalidOperationException("There is no current response: MoveNext has not found one.");

    /// <inheritdoc />
    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!TryBegin())
        {
            call.Outcome.ThrowUnlessOk();
            return false;
        }

        try
        {
            current = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (current is null)
            {
                call.Outcome.ThrowUnlessOk();
            }

            return current is not null;
        }
        catch (Exception e)
        {
            throw call.Explain(e);
        }
        finally
        {
            Finish();
        }
    }

    /// <summary>No read begins any more; false when one is under way, which then closes the call.</summary>
    public bool TryEnd()
    {
        lock (gate)
        {
            isEnded = true;
            return !isReading;
        }
    }

    private async ValueTask<TResponse?> ReadAsync(CancellationToken cancellationToken)
    {
        // Half a message can't be given back, so a cancelled read ends the call.
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static call => ((ClientCall<TRequest, TResponse>)call!).Cancel(),
            call
        );
        cancellationToken.ThrowIfCancellationRequested();
        await call.Opened.ConfigureAwait(false);
        return await call.ReadAsync().ConfigureAwait(false);
    }

    private bool TryBegin()
    {
        lock (gate)
        {
            if (isReading)
            {
                throw new InvalidOperationException("The previous read has not ended; await it first.");
            }

            current = null;
            return isReading = !isEnded;
        }
    }

    private void Finish()
    {
        bool close;
        lock (gate)
        {
            isReading = false;
            isEnded |= call.Outcome.IsDecided;
            close = isEnded;
        }

        if (close)
        {
            call.Close();
        }
    }
}
