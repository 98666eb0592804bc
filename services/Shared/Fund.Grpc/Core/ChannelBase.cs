namespace Grpc.Core;

/// <summary>A way to a server, shared by any number of clients.</summary>
public abstract class ChannelBase
{
    /// <summary>A channel to a target.</summary>
    protected ChannelBase(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        Target = target;
    }

    /// <summary>Host and port of the server.</summary>
    public string Target { get; }

    /// <summary>What clients start their calls with.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Ends all calls and closes the channel.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>Ends all calls and closes the channel.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
