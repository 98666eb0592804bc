namespace Grpc.Core;

/// <summary>Whether a channel is encrypted, and credentials for all its calls.</summary>
public abstract class ChannelCredentials
{
    private protected ChannelCredentials() { }

    /// <summary>Plain HTTP/2.</summary>
    public static ChannelCredentials Insecure { get; } = new FixedCredentials(false, null);

    /// <summary>TLS, trusting what the HTTP handler trusts.</summary>
    public static ChannelCredentials SecureSsl { get; } = new FixedCredentials(true, null);

    internal abstract bool RequiresTls { get; }

    internal abstract CallCredentials? OfCalls { get; }

    /// <summary>Channel credentials with call credentials for every call.</summary>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        return new FixedCredentials(channelCredentials.RequiresTls, callCredentials);
    }

    private sealed class FixedCredentials(bool requiresTls, CallCredentials? ofCalls) : ChannelCredentials
    {
        internal override bool RequiresTls => requiresTls;

        internal override CallCredentials? OfCalls => ofCalls;
    }
}
