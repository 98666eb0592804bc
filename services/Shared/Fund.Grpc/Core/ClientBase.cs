using Grpc.Core.Interceptors;

namespace Grpc.Core;

/// <summary>What every generated client derives from.</summary>
public abstract class ClientBase
{
    private readonly ClientBaseConfiguration? configuration;

    /// <summary>A client that can't make calls; for test doubles.</summary>
    protected ClientBase() { }

    /// <summary>A client like another one, with its host.</summary>
    protected ClientBase(ClientBaseConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        this.configuration = configuration;
    }

    /// <summary>A client over a channel.</summary>
    protected ClientBase(ChannelBase channel)
        : this(channel.CreateCallInvoker()) { }

    /// <summary>A client over an invoker.</summary>
    protected ClientBase(CallInvoker callInvoker)
        : this(new ClientBaseConfiguration(callInvoker, null)) { }

    /// <summary>What the generated methods start their calls with.</summary>
    protected CallInvoker CallInvoker => Configuration.Invoker;

    internal ClientBaseConfiguration Configuration =>
        configuration ?? throw new InvalidOperationException("This client was made without a channel.");

    /// <summary>An invoker with the host its calls are for.</summary>
    protected internal class ClientBaseConfiguration
    {
        private readonly CallInvoker undecorated;

        internal ClientBaseConfiguration(CallInvoker undecorated, string? host)
        {
            ArgumentNullException.ThrowIfNull(undecorated);
            this.undecorated = undecorated;
            Invoker = host is null ? undecorated : new HostCallInvoker(undecorated, host);
        }

        internal CallInvoker Invoker { get; }

        internal ClientBaseConfiguration WithHost(string host) => new(undecorated, host);
    }
}

/// <summary>What every generated client derives from.</summary>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    /// <summary>A client that can't make calls; for test doubles.</summary>
    protected ClientBase() { }

    /// <summary>A client like another one, with its host.</summary>
    protected ClientBase(ClientBaseConfiguration configuration)
        : base(configuration) { }

    /// <summary>A client over a channel.</summary>
    protected ClientBase(ChannelBase channel)
        : base(channel) { }

    /// <summary>A client over an invoker.</summary>
    protected ClientBase(CallInvoker callInvoker)
        : base(callInvoker) { }

    /// <summary>The same client, naming another host to the server.</summary>
    public T WithHost(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return NewInstance(Configuration.WithHost(host));
    }

    /// <summary>Makes a client from a configuration; generated.</summary>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}
