namespace Grpc.Core;

/// <summary>What a client may say about one call.</summary>
public struct CallOptions
{
    /// <summary>Options of a call.</summary>
    /// <param name="headers">Sent before the first request.</param>
    /// <param name="deadline">When the call has to be over, UTC; null for never.</param>
    /// <param name="cancellationToken">Ends the call with <see cref="StatusCode.Cancelled"/>.</param>
    /// <param name="writeOptions">How requests are written.</param>
    /// <param name="propagationToken">What is taken over from a call being served.</param>
    /// <param name="credentials">Credentials of this call.</param>
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null,
        CallCredentials? credentials = null
    )
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
        Credentials = credentials;
    }

    /// <summary>Sent before the first request.</summary>
    public Metadata? Headers { get; private init; }

    /// <summary>When the call has to be over, UTC; null for never.</summary>
    public DateTime? Deadline { get; private init; }

    /// <summary>Ends the call when it fires.</summary>
    public CancellationToken CancellationToken { get; private init; }

    /// <summary>How requests are written.</summary>
    public WriteOptions? WriteOptions { get; private init; }

    /// <summary>What is taken over from a call being served.</summary>
    public ContextPropagationToken? PropagationToken { get; private init; }

    /// <summary>Credentials of this call.</summary>
    public CallCredentials? Credentials { get; private init; }

    /// <summary>
    /// Fires when the call being served, for which this one is made, is over. Apart from <see cref="CancellationToken"/>
    /// so that no linked token source has to outlive the call.
    /// </summary>
    internal CancellationToken ParentToken { get; private init; }

    /// <summary>The same with other headers.</summary>
    public readonly CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>The same with another deadline.</summary>
    public readonly CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>The same with another token.</summary>
    public readonly CallOptions WithCancellationToken(CancellationToken cancellationToken) =>
        this with
        {
            CancellationToken = cancellationToken,
        };

    /// <summary>The same with other write options.</summary>
    public readonly CallOptions WithWriteOptions(WriteOptions writeOptions) =>
        this with
        {
            WriteOptions = writeOptions,
        };

    /// <summary>The same with another propagation token.</summary>
    public readonly CallOptions WithPropagationToken(ContextPropagationToken propagationToken) =>
        this with
        {
            PropagationToken = propagationToken,
        };

    /// <summary>The same with other credentials.</summary>
    public readonly CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };

    internal readonly CallOptions WithParentToken(CancellationToken parentToken) =>
        this with
        {
            ParentToken = parentToken,
        };
}
